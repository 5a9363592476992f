import type { Registry } from '../registry/registry.ts';
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
  const mutability = registry?.traits.finalTags ? 'IMMUTABLE' : 'MUTABLE';
  if (asked) {
    if (request.raw('maxResults') !== undefined || request.raw('nextToken') !== undefined) {
      throw invalid('repositoryNames', 'cannot be used with maxResults or nextToken');
    }
    return {
      repositories: asked.map((name) => {
        const repository = all.get(name);
        if (repository) return describe(name, repository, account, mutability);
        const message = `The repository with name '${name}' does not exist in the registry with id '${account}'`;
        throw new AwsError('RepositoryNotFoundException', message);
      }),
    };
  }
  const wanted = { maxResults: request.raw('maxResults'), nextToken: request.raw('nextToken') };
  const { page, nextToken } = paginate([...all], wanted, `repositories of ${account}`, ecrPages);
  return {
    repositories: page.map(([name, repository]) => describe(name, repository, account, mutability)),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}

/** ECR API Reference, data type Repository. Times are seconds since 1970. */
function describe(name: string, repository: RepositoryState, account: string, imageTagMutability: string): unknown {
  return {
    repositoryArn: `arn:aws:ecr:${sandboxRegion}:${account}:repository/${name}`,
    registryId: account,
    repositoryName: name,
    repositoryUri: `${ecrHost(account)}/${name}`,
    createdAt: repository.createdAt / 1000,
    imageTagMutability,
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  };
}
