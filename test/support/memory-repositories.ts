import type { HeldRepository, RepositoryGateway } from '#jobs';
import { ReleaseError } from '#problem';

/** A repository as the gateway below holds it. */
export interface MemoryRepository {
  held: HeldRepository;
  policy?: string;
  lifecycle?: string;
  tags: Record<string, string>;
}

/** ECR's repositories in memory; every call is kept, and `fault` may throw before it is answered. */
export function memoryRepositories(fault: (call: string, repository: string) => void = () => undefined) {
  const repositories = new Map<string, MemoryRepository>();
  const calls: string[] = [];
  const arnOf = (repository: string) => `arn:aws:ecr:us-east-1:111122223333:repository/${repository}`;
  const at = (call: string, repository: string): MemoryRepository => {
    calls.push(`${call} ${repository}`);
    fault(call, repository);
    const found = repositories.get(repository);
    if (!found) throw new ReleaseError('repository-missing', `${repository} does not exist`);
    return found;
  };
  const gateway: RepositoryGateway = {
    describe: async (_, { repository }) => at('describe', repository).held,
    policy: async (_, { repository }) => at('policy', repository).policy,
    lifecycle: async (_, { repository }) => at('lifecycle', repository).lifecycle,
    tags: async (_, arn) => at('tags', arn.slice(arn.indexOf('/') + 1)).tags,
    create: async (_, { repository }, { tagMutability, scanOnPush, kmsKey, tags }) => {
      calls.push(`create ${repository}`);
      fault('create', repository);
      if (repositories.has(repository)) return 'exists';
      const held = {
        arn: arnOf(repository),
        tagMutability: tagMutability ?? { immutable: false, except: [] },
        scanOnPush: scanOnPush ?? false,
        encryption: kmsKey === undefined ? 'AES256' : 'KMS',
        ...(kmsKey === undefined ? {} : { kmsKey }),
      };
      repositories.set(repository, { held, tags: { ...tags } });
      return 'created';
    },
    setPolicy: async (_, { repository }, policy) => void Object.assign(at('setPolicy', repository), { policy }),
    setLifecycle: async (_, { repository }, lifecycle) =>
      void Object.assign(at('setLifecycle', repository), { lifecycle }),
    setTagMutability: async (_, { repository }, tagMutability) => {
      const found = at('setTagMutability', repository);
      found.held = { ...found.held, tagMutability };
    },
    setScanOnPush: async (_, { repository }, scanOnPush) => {
      const found = at('setScanOnPush', repository);
      found.held = { ...found.held, scanOnPush };
    },
    setTags: async (_, arn, tags) => void Object.assign(at('setTags', arn.slice(arn.indexOf('/') + 1)).tags, tags),
  };
  return { gateway, repositories, calls };
}
