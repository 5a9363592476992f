import type { TokenSource } from '#formats';
import type { Clock, Http, ManifestCache, RegistryAccess } from '#registry';
import type { AssessmentGateway } from './assessments/assessment-gateway.ts';
import type { AwsScope } from './aws-scope.ts';
import type { OwnPrograms } from './derive/own-programs.ts';
import type { LicenseGateway } from './license/license-gateway.ts';
import type { Page } from './page.ts';
import type { Programs } from './programs.ts';
import type { RepositoryGateway } from './repositories/repository-gateway.ts';

/** What jobs need of the world; faces put the adapters in. A gateway that a job doesn't use need not work. */
export interface Gateways {
  readonly http: Http;
  readonly clock: Clock;
  /** Kept for the life of the process, so that a run uses what its plan has fetched. */
  readonly manifests: ManifestCache;
  readonly registries: Registries;
  readonly servers: Servers;
  readonly aws: AwsGateway;
  readonly files: Files;
  readonly programs: Programs;
  readonly ownPrograms: OwnPrograms;
}

/** Knows how to reach a registry by its logical name. */
export interface Registries {
  /** @throws ReleaseError when the settings for it can't be used (an unreadable CA file, say) */
  access(registry: string): Promise<RegistryAccess>;
  /** Whether a sandbox is in play: then nothing may be written to a host that is not this machine. */
  readonly isSandbox: boolean;
}

/** Knows how to reach a server that is no registry: one of attestations. */
export interface Servers {
  /**
   * @param url an address of it, as the settings name it
   * @param token where the settings say that its bearer token is. A hosts map counts before that; in a sandbox's world nothing else counts
   * @throws ReleaseError `sandbox-guard` for one that is not on this machine, in a sandbox's world
   */
  access(url: string, token?: TokenSource): Promise<ServerAccess>;
}

/** How one server is reached. */
export interface ServerAccess {
  /** Scheme, host and port that requests go to. */
  readonly origin: string;
  /** Its bearer token, if there is to be one. */
  readonly token?: {
    /** In words for the plan: where it comes from. */
    readonly from: string;
    /**
     * `renew` says that the last one was refused.
     * @throws ReleaseError `login-required`, `credentials-unreadable`, `secret-missing`, `secret-malformed`, AWS login trouble
     */
    read(renew: boolean): Promise<string>;
  };
  /** How to give it a token when it wants one and there is none, where that is not done in the settings. */
  readonly loginHint?: string;
}

export interface EcrRepository {
  readonly name: string;
  readonly createdAt?: string;
}

export interface EcrImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** bytes, as ECR counts them (compressed) */
  readonly size?: number;
  /** ISO 8601 */
  readonly pushedAt?: string;
  readonly mediaType?: string;
  readonly artifactType?: string;
}

/** A container product of the seller, as the Marketplace Catalog lists it. */
export interface ContainerProduct {
  readonly id: string;
  readonly title: string;
  /** `Draft`, `Limited`, `Public` or `Restricted`. */
  readonly visibility?: string;
}

/** A container product with what only its own description says. */
export interface DescribedProduct extends ContainerProduct {
  /** With their registry: `709825985650.dkr.ecr.us-east-1.amazonaws.com/seller/repository`. */
  readonly repositories: readonly string[];
}

/**
 * AWS as far as jobs use it. Every method throws ReleaseError `aws-login-missing`, `login-expired`, `access-denied`,
 * `rate-limited`, `unreachable` or `aws-error`, and `cancelled` by the signal's reason.
 */
export interface AwsGateway {
  /** The endpoint of all AWS calls when it is not AWS's own, else undefined. */
  readonly endpoint: string | undefined;
  /** In words for the plan: where the credentials come from when it is not AWS's usual chain (`hosts map`), else undefined. */
  readonly credentialsFrom: string | undefined;
  /** STS GetCallerIdentity. */
  callerIdentity(scope: AwsScope, signal?: AbortSignal): Promise<{ readonly account: string; readonly arn: string }>;
  /** ECR GetAuthorizationToken: the Basic login of the registries in the scope's region; `expiresAt` in ms since the epoch. */
  ecrLogin(
    scope: AwsScope,
    signal?: AbortSignal,
  ): Promise<{ readonly username: string; readonly password: string; readonly expiresAt: number }>;
  /** ECR DescribeRepositories, a page of at most `pageSize`: 1 to 1000, which is the default. */
  ecrRepositories(
    scope: AwsScope,
    query: { readonly registryId: string; readonly nextToken?: string; readonly pageSize?: number },
    signal?: AbortSignal,
  ): Promise<Page<EcrRepository>>;
  /**
   * ECR DescribeImages: of tagged images a page of at most `pageSize` (1 to 1000, the default), or the one that `tag` or `digest`
   * names; nothing when there is none. @throws ReleaseError also `repository-missing`
   */
  ecrImages(
    scope: AwsScope,
    query: {
      readonly registryId: string;
      readonly repository: string;
      readonly nextToken?: string;
      readonly pageSize?: number;
      readonly tag?: string;
      readonly digest?: string;
    },
    signal?: AbortSignal,
  ): Promise<Page<EcrImage>>;
  /** ECR's repositories and their configuration. */
  readonly repositories: RepositoryGateway;
  /** Marketplace Catalog ListEntities: the caller's container products by id, a page of at most 50. */
  containerProducts(
    scope: AwsScope,
    query: { readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<ContainerProduct>>;
  /** Marketplace Catalog DescribeEntity. */
  containerProduct(scope: AwsScope, id: string, signal?: AbortSignal): Promise<DescribedProduct>;
  /** AWS's own assessments of products. */
  readonly assessments: AssessmentGateway;
  /** AWS License Manager. */
  readonly licenses: LicenseGateway;
  /**
   * Secrets Manager GetSecretValue: the current version as a text; a binary one is read as UTF-8. `id`: name or ARN.
   * @throws ReleaseError also `secret-missing`
   */
  secretValue(scope: AwsScope, id: string, signal?: AbortSignal): Promise<string>;
  /** S3 PutObject of a text. The bucket may be in another region than the scope's. */
  putObject(
    scope: AwsScope,
    object: { readonly bucket: string; readonly key: string; readonly text: string },
    signal?: AbortSignal,
  ): Promise<void>;
}

/** Something in a folder: `outside` is a link that leads out of the folder, `circle` one to a folder that it is in, `other` a pipe, a device or a link to nothing. */
export interface TreeEntry {
  /** From the folder, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'outside' | 'circle' | 'other';
}

/** Files, named as the user named them. */
export interface Files {
  /** A text. @throws ReleaseError `file-not-found`, `file-not-readable`, `text-too-large` */
  read(file: string): Promise<Uint8Array>;
  /** A file of any size, as it comes. @throws ReleaseError, once it is read, `file-not-found`, `file-not-readable` */
  stream(file: string): AsyncIterable<Uint8Array>;
  /** Writes whole or not at all: to a temporary file, then renamed. @throws ReleaseError `file-not-writable` */
  write(file: string, text: string): Promise<void>;
  /** As {@link Files.write}, of bytes that are made meanwhile. @throws ReleaseError `file-not-writable`; what the bytes throw */
  writeBytes(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * What a folder holds, in the order of the paths, hidden files too; links inside the folder are followed.
   * @param isLeftOut asked of each file and folder by its path; what is left out is not looked into
   * @throws ReleaseError `file-not-found`, `file-not-readable`, `text-too-large` when it holds more than any release does
   */
  tree(folder: string, isLeftOut: (path: string, isFolder: boolean) => boolean): Promise<readonly TreeEntry[]>;
  /** A folder that nobody else can read, for as long as it is used; it is removed however that ends. */
  temporary<T>(use: (folder: string) => Promise<T>): Promise<T>;
  /** Names of all files below a folder, with forward slashes, relative to it; hidden folders, node_modules and image layouts left out. */
  list(folder: string): Promise<string[]>;
  /** What a name stands for: a `stream` is a pipe or a device. Undefined when there is nothing. */
  kindOf(name: string): Promise<'file' | 'folder' | 'stream' | undefined>;
  /** Where a place really is, links followed: an absolute name. Of what is not there, links of the folders above are followed. */
  real(name: string): Promise<string>;
  /** The one absolute name of a place: forward slashes, no `.` or `..`. */
  absolute(name: string): string;
  /** An absolute name as the user would write it. */
  displayed(absolute: string): string;
}
