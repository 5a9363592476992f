import type { Registry } from '../registry/registry.ts';
import type { SandboxSwitches } from '../sandbox-switches.ts';
import { AwsError } from './aws-error.ts';
import { denial } from './denial.ts';
import { batchGetImage, describeImages, listImages } from './ecr-images.ts';
import { describeRepositories } from './ecr-repositories.ts';
import { EcrRequest, invalid } from './ecr-request.ts';
import { ecrHost, type Identity, marketplaceAccount, sandboxRegion, sellerAccount } from './identity.ts';
import type { RegistryTokens } from './registry-tokens.ts';
import { answerRepositoryCall, isRepositoryOperation, repositoryOf } from './repositories/repository-service.ts';

/** Who calls, as the signature proved, and for which region. */
interface EcrCaller {
  readonly identity: Identity;
  readonly region: string;
}

/** The control plane of ECR. */
export interface EcrService {
  /** The response object of an operation; throws `AwsError`. */
  answer(operation: string, caller: EcrCaller, body: unknown): Promise<unknown>;
}

/** What ECR's control plane looks at. */
export interface EcrParts {
  readonly target: Registry;
  readonly seller: Registry;
  readonly tokens: RegistryTokens;
  readonly switches: SandboxSwitches;
  readonly now: () => number;
}

/**
 * ECR's operations as far as a seller uses them: GetAuthorizationToken, DescribeRepositories, DescribeImages, ListImages,
 * BatchGetImage, and what makes and configures repositories. An account's own registry is open to it; the Marketplace's registry shows images to the seller and, unless the
 * switch says otherwise, no list of repositories; everything else is AccessDenied. Registries of other regions and of the
 * second account exist and are empty.
 */
export function ecrService(parts: EcrParts): EcrService {
  /** The registry a call is about; undefined for one that exists and is empty. */
  const registryOf = (
    caller: EcrCaller,
    request: EcrRequest,
    operation: string,
    repository?: string,
  ): Registry | undefined => {
    const { identity, region } = caller;
    const account = request.registryId() ?? identity.account;
    const here = region === sandboxRegion;
    if (account === identity.account) return here && account === sellerAccount.account ? parts.seller : undefined;
    const isSeller = here && account === marketplaceAccount && identity.account === sellerAccount.account;
    const listing = operation === 'DescribeRepositories' && parts.switches.describeRepositories === 'denied';
    const hidden =
      parts.switches.missingRepository === 'denied' &&
      repository !== undefined &&
      !parts.target.repositories.has(repository);
    if (isSeller && !listing && !hidden) return parts.target;
    throw new AwsError('AccessDeniedException', denial(identity, `ecr:${operation}`, account, region, repository));
  };
  const repositoryCall = (
    operation: string,
    { identity, region }: EcrCaller,
    request: EcrRequest,
  ): Promise<unknown> => {
    if (!isRepositoryOperation(operation)) throw new AwsError('UnknownOperationException', '');
    const { account = request.registryId() ?? identity.account, name } = repositoryOf(operation, request);
    if (account !== identity.account) {
      throw new AwsError('AccessDeniedException', denial(identity, `ecr:${operation}`, account, region, name));
    }
    if (account !== sellerAccount.account || region !== sandboxRegion) {
      // Registries of other regions and accounts are empty here, and stay so.
      throw new AwsError('ServerException', `The sandbox makes no repositories for ${account} in ${region}`, 500);
    }
    return answerRepositoryCall(parts.seller, name, { operation, request, account, now: parts.now() });
  };
  return {
    answer: async (operation, caller, body) => {
      const request = new EcrRequest(body);
      const account = request.registryId() ?? caller.identity.account;
      switch (operation) {
        case 'GetAuthorizationToken':
          return getAuthorizationToken(parts.tokens, caller, request);
        case 'DescribeRepositories': {
          const asked = request.repositoryNames();
          return describeRepositories(registryOf(caller, request, operation, asked?.[0]), account, request, asked);
        }
        case 'DescribeImages':
        case 'ListImages':
        case 'BatchGetImage': {
          const name = request.repositoryName();
          const registry = registryOf(caller, request, operation, name);
          const repository = registry?.repositories.get(name);
          if (!registry || !repository) {
            const message = `The repository with name '${name}' does not exist in the registry with id '${account}'`;
            throw new AwsError('RepositoryNotFoundException', message);
          }
          const place = { account, name, repository, blobs: registry.blobs };
          if (operation === 'DescribeImages') return describeImages(place, request);
          return operation === 'ListImages' ? listImages(place, request) : batchGetImage(place, request);
        }
        default:
          return repositoryCall(operation, caller, request);
      }
    },
  };
}

function getAuthorizationToken(tokens: RegistryTokens, { identity, region }: EcrCaller, request: EcrRequest): unknown {
  const ids = request.raw('registryIds') ?? [identity.account];
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > 10) throw invalid('registryIds', '1 to 10 members');
  const authorizationData = ids.map((id: unknown) => {
    if (typeof id !== 'string' || !/^\d{12}$/.test(id)) {
      throw invalid('registryIds', 'must satisfy regular expression [0-9]{12}');
    }
    const { password, expiresAt } = tokens.issue(identity, region);
    return {
      authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
      expiresAt: expiresAt / 1000,
      proxyEndpoint: `https://${ecrHost(id, region)}`,
    };
  });
  return { authorizationData };
}
