import type { AwsScope } from '../aws-scope.ts';
import type { RepositoryConfiguration } from './configuration.ts';

/** Which repository of a private ECR. */
export interface RepositoryPlace {
  /** The account whose registry it is in. */
  readonly registryId: string;
  readonly repository: string;
}

/** What ECR says of a repository besides its policies and tags. */
export interface HeldRepository {
  readonly arn: string;
  /** Whether tags can't be moved, and which are the other way round. */
  readonly tagMutability: { readonly immutable: boolean; readonly except: readonly string[] };
  readonly scanOnPush: boolean;
  /** `AES256`, `KMS` or `KMS_DSSE`. */
  readonly encryption: string;
  /** As ECR tells it: mostly the key's ARN. */
  readonly kmsKey?: string;
}

/**
 * ECR's repositories and their configuration. Every method throws ReleaseError as the AWS gateway does, `repository-missing` where
 * there is none. Throttled calls are tried again.
 */
export interface RepositoryGateway {
  /** DescribeRepositories for one name. */
  describe(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<HeldRepository>;
  /** GetRepositoryPolicy: its JSON, undefined when there is none. */
  policy(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<string | undefined>;
  /** GetLifecyclePolicy: its JSON, undefined when there is none. */
  lifecycle(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<string | undefined>;
  /** ListTagsForResource. */
  tags(scope: AwsScope, arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** CreateRepository, with all of the configuration but the policies; `exists`: somebody has made it since. */
  create(
    scope: AwsScope,
    place: RepositoryPlace,
    configuration: RepositoryConfiguration,
    signal?: AbortSignal,
  ): Promise<'created' | 'exists'>;
  /** SetRepositoryPolicy. */
  setPolicy(scope: AwsScope, place: RepositoryPlace, policy: string, signal?: AbortSignal): Promise<void>;
  /** PutLifecyclePolicy. */
  setLifecycle(scope: AwsScope, place: RepositoryPlace, lifecycle: string, signal?: AbortSignal): Promise<void>;
  /** PutImageTagMutability. */
  setTagMutability(
    scope: AwsScope,
    place: RepositoryPlace,
    mutability: HeldRepository['tagMutability'],
    signal?: AbortSignal,
  ): Promise<void>;
  /** PutImageScanningConfiguration. */
  setScanOnPush(scope: AwsScope, place: RepositoryPlace, scanOnPush: boolean, signal?: AbortSignal): Promise<void>;
  /** TagResource: adds tags and changes those of the same key; others stay. */
  setTags(scope: AwsScope, arn: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
}
