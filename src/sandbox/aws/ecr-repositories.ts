import type { Registry } from '../registry/registry.ts';
import type { RepositorySettings } from '../store/repository-settings.ts';
import type { RepositoryState } from '../store/sandbox-state.ts';
import { AwsError } from './aws-error.ts';
import { type EcrRequest, ecrPages, invalid } from './ecr-request.ts';
import { ecrHost, sandboxRegion } from './identity.ts';
import { paginate } from './paginate.ts';

/** DescribeRepositories (ECR API Reference). `registry` undefined: one that exists and is empty. */
export function describeRepositories(
  registry: Registry | undefined,
  account: string,
  request: EcrRequest,
  asked: readonly string[] | undefined,
): unknown {
  const all = registry?.repositories ?? new Map<string, RepositoryState>();
  const isFinal = registry?.traits.finalTags !== undefined;
  if (asked) {
    if (request.raw('maxResults') !== undefined || request.raw('nextToken') !== undefined) {
      throw invalid('repositoryNames', 'cannot be used with maxResults or nextToken');
    }
    return {
      repositories: asked.map((name) => {
        const repository = all.get(name);
        if (repository) return describeRepository(name, repository, account, isFinal);
        const message = `The repository with name '${name}' does not exist in the registry with id '${account}'`;
        throw new AwsError('RepositoryNotFoundException', message);
      }),
    };
  }
  const wanted = { maxResults: request.raw('maxResults'), nextToken: request.raw('nextToken') };
  const { page, nextToken } = paginate([...all], wanted, `repositories of ${account}`, ecrPages);
  return {
    repositories: page.map(([name, repository]) => describeRepository(name, repository, account, isFinal)),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}

/**
 * ECR API Reference, data type Repository. Times are seconds since 1970.
 * @param isFinal whether no tag of the whole registry can be moved
 */
export function describeRepository(
  name: string,
  { createdAt, settings }: RepositoryState,
  account: string,
  isFinal: boolean,
): unknown {
  const { scanOnPush, encryptionType, kmsKey } = settings;
  return {
    repositoryArn: `arn:aws:ecr:${sandboxRegion}:${account}:repository/${name}`,
    registryId: account,
    repositoryName: name,
    repositoryUri: `${ecrHost(account)}/${name}`,
    createdAt: createdAt / 1000,
    ...(isFinal ? { imageTagMutability: 'IMMUTABLE' } : describeMutability(settings)),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: { encryptionType, ...(kmsKey === undefined ? {} : { kmsKey }) },
  };
}

/** The tag mutability as ECR's answers have it, with its filters where there are any. */
export function describeMutability({ tagMutability, exclusions }: RepositorySettings): object {
  const filters = exclusions.map((filter) => ({ filterType: 'WILDCARD', filter }));
  return {
    imageTagMutability: tagMutability,
    ...(filters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: filters }),
  };
}
