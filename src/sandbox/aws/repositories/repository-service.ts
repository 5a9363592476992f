import type { Registry } from '../../registry/registry.ts';
import type { RepositoryState } from '../../store/sandbox-state.ts';
import { AwsError } from '../aws-error.ts';
import { describeMutability, describeRepository } from '../ecr-repositories.ts';
import { type EcrRequest, invalid } from '../ecr-request.ts';
import { sandboxRegion } from '../identity.ts';
import { readLifecyclePolicy } from './lifecycle-policy.ts';
import { readEncryption, readMutability, readScanOnPush, readTagKeys, readTags } from './repository-parameters.ts';
import { readRepositoryPolicy } from './repository-policy.ts';

/** Service quota "Registered repositories" (AWS General Reference, "Amazon ECR endpoints and quotas"). */
const mostRepositories = 100_000;

/** A call about one repository of a private registry. */
export interface RepositoryCall {
  readonly operation: string;
  readonly request: EcrRequest;
  /** The caller's own. */
  readonly account: string;
  readonly now: number;
}

const operations: ReadonlySet<string> = new Set([
  'CreateRepository',
  'DeleteRepository',
  'GetRepositoryPolicy',
  'SetRepositoryPolicy',
  'DeleteRepositoryPolicy',
  'GetLifecyclePolicy',
  'PutLifecyclePolicy',
  'DeleteLifecyclePolicy',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
  'PutImageTagMutability',
  'PutImageScanningConfiguration',
]);

/** Whether {@link answerRepositoryCall} knows an operation. */
export function isRepositoryOperation(operation: string): boolean {
  return operations.has(operation);
}

/** The repository that a call names: by its name, or, where tags are meant, by its ARN. */
export function repositoryOf(
  operation: string,
  request: EcrRequest,
): { readonly account?: string; readonly name: string } {
  if (!/^(?:ListTagsFor|Tag|Untag)Resource$/.test(operation)) return { name: request.repositoryName() };
  const arn = request.raw('resourceArn');
  const match = typeof arn === 'string' ? /^arn:aws:ecr:([a-z0-9-]+):(\d{12}):repository\/(.+)$/.exec(arn) : undefined;
  const [, region, account, name] = match ?? [];
  if (region !== sandboxRegion || account === undefined || name === undefined) {
    throw invalid('resourceArn', `Invalid ARN: ${String(arn)}`);
  }
  return { account, name };
}

/** The answer of an operation on the configuration of repositories (ECR API Reference, each by its name). */
export async function answerRepositoryCall(registry: Registry, name: string, call: RepositoryCall): Promise<unknown> {
  if (call.operation === 'CreateRepository') return create(registry, name, call);
  const { account } = call;
  const repository = registry.repositories.get(name);
  if (!repository) {
    const message = `The repository with name '${name}' does not exist in the registry with id '${account}'`;
    throw new AwsError('RepositoryNotFoundException', message);
  }
  const answer = change(registry, name, repository, call);
  await registry.save();
  return answer;
}

async function create(registry: Registry, name: string, { request, account, now }: RepositoryCall): Promise<unknown> {
  const settings = {
    ...readMutability(request),
    scanOnPush: readScanOnPush(request),
    ...readEncryption(request, account, sandboxRegion),
    tags: readTags(request, {}),
  };
  if (registry.repositories.has(name)) {
    const message = `The repository with name '${name}' already exists in the registry with id '${account}'`;
    throw new AwsError('RepositoryAlreadyExistsException', message);
  }
  if (registry.repositories.size >= mostRepositories) {
    const message = `The maximum number of repositories (${mostRepositories}) has been reached`;
    throw new AwsError('LimitExceededException', message);
  }
  const repository = await registry.createRepository(name, now, settings);
  return { repository: describeRepository(name, repository, account, false) };
}

function change(
  registry: Registry,
  name: string,
  repository: RepositoryState,
  { operation, request, account }: RepositoryCall,
): unknown {
  const { settings } = repository;
  const named = { registryId: account, repositoryName: name };
  const missing = (code: string, what: string) =>
    new AwsError(
      code,
      `${what} does not exist for the repository with name '${name}' in the registry with id '${account}'`,
    );
  switch (operation) {
    case 'DeleteRepository': {
      if (repository.manifests.size > 0 && request.raw('force') !== true) {
        const message = `The repository with name '${name}' in registry with id '${account}' cannot be deleted because it still contains images`;
        throw new AwsError('RepositoryNotEmptyException', message);
      }
      registry.repositories.delete(name);
      return { repository: describeRepository(name, repository, account, false) };
    }
    case 'SetRepositoryPolicy':
      settings.policy = readRepositoryPolicy(request.raw('policyText'));
      return { ...named, policyText: settings.policy };
    case 'GetRepositoryPolicy':
    case 'DeleteRepositoryPolicy': {
      const policyText = settings.policy;
      if (policyText === undefined) throw missing('RepositoryPolicyNotFoundException', 'Repository policy');
      if (operation === 'DeleteRepositoryPolicy') settings.policy = undefined;
      return { ...named, policyText };
    }
    case 'PutLifecyclePolicy':
      settings.lifecycle = readLifecyclePolicy(request.raw('lifecyclePolicyText'));
      return { ...named, lifecyclePolicyText: settings.lifecycle };
    case 'GetLifecyclePolicy':
    case 'DeleteLifecyclePolicy': {
      const lifecyclePolicyText = settings.lifecycle;
      if (lifecyclePolicyText === undefined) throw missing('LifecyclePolicyNotFoundException', 'Lifecycle policy');
      if (operation === 'DeleteLifecyclePolicy') settings.lifecycle = undefined;
      // Nothing is ever expired here: the policy has not been evaluated.
      return { ...named, lifecyclePolicyText, lastEvaluatedAt: 0 };
    }
    case 'ListTagsForResource':
      return { tags: Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })) };
    case 'TagResource':
      settings.tags = readTags(request, settings.tags);
      return {};
    case 'UntagResource': {
      const keys = readTagKeys(request);
      settings.tags = Object.fromEntries(Object.entries(settings.tags).filter(([key]) => !keys.has(key)));
      return {};
    }
    case 'PutImageTagMutability': {
      if (request.raw('imageTagMutability') === undefined)
        throw invalid('imageTagMutability', 'Member must not be null');
      Object.assign(settings, readMutability(request));
      return { ...named, ...describeMutability(settings) };
    }
    default:
      settings.scanOnPush = readScanOnPush(request);
      return { ...named, imageScanningConfiguration: { scanOnPush: settings.scanOnPush } };
  }
}
