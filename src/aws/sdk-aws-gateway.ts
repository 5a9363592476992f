import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsGateway, AwsScope, EcrImage, EcrRepository, Page } from '#jobs';
import { ReleaseError } from '#problem';
import { asReleaseError } from './aws-failure.ts';

const pageSize = 1000;

export interface SdkAwsOptions {
  /** One endpoint for every service, when AWS's own are not meant (a sandbox, --endpoint-url). */
  readonly endpoint?: string;
  /** Credentials to use instead of the default chain: a sandbox's, which must never mix with real ones. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    /** In words: where they come from. */
    readonly from?: string;
  };
}

/** The AWS gateway on the SDK's clients: one client a service, region and profile. Retries are the SDK's own. */
export class SdkAwsGateway implements AwsGateway {
  readonly endpoint: string | undefined;
  readonly credentialsFrom: string | undefined;
  readonly #options: SdkAwsOptions;
  readonly #ecr = new Map<string, ECRClient>();
  readonly #sts = new Map<string, STSClient>();

  constructor(options: SdkAwsOptions = {}) {
    // The SDK would print a notice of its own about old Node versions into the user's terminal; package.json says which we support.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.endpoint = options.endpoint;
    this.credentialsFrom = options.credentials?.from;
    this.#options = options;
  }

  async callerIdentity(scope: AwsScope, signal?: AbortSignal): Promise<{ account: string; arn: string }> {
    const client = held(this.#sts, scope, () => new STSClient(this.#configuration(scope)));
    const answer = await this.#ask(scope, signal, (options) => client.send(new GetCallerIdentityCommand({}), options));
    if (answer.Account === undefined || answer.Arn === undefined) throw incomplete('GetCallerIdentity', 'account');
    return { account: answer.Account, arn: answer.Arn };
  }

  async ecrLogin(
    scope: AwsScope,
    signal?: AbortSignal,
  ): Promise<{ username: string; password: string; expiresAt: number }> {
    const answer = await this.#ask(scope, signal, (options) =>
      this.#ecrClient(scope).send(new GetAuthorizationTokenCommand({}), options),
    );
    const [data] = answer.authorizationData ?? [];
    const decoded = Buffer.from(data?.authorizationToken ?? '', 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    if (colon < 1 || !data?.expiresAt) throw incomplete('GetAuthorizationToken', 'token');
    return {
      username: decoded.slice(0, colon),
      password: decoded.slice(colon + 1),
      expiresAt: data.expiresAt.getTime(),
    };
  }

  async ecrRepositories(
    scope: AwsScope,
    query: { readonly registryId: string; readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<EcrRepository>> {
    const command = new DescribeRepositoriesCommand({ ...query, maxResults: pageSize });
    const answer = await this.#ask(scope, signal, (options) => this.#ecrClient(scope).send(command, options));
    const items = (answer.repositories ?? []).flatMap(({ repositoryName, createdAt }) =>
      repositoryName === undefined
        ? []
        : [{ name: repositoryName, ...(createdAt ? { createdAt: createdAt.toISOString() } : {}) }],
    );
    return page(items, answer.nextToken);
  }

  async ecrImages(
    scope: AwsScope,
    query: { readonly registryId: string; readonly repository: string; readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<EcrImage>> {
    const { registryId, repository, nextToken } = query;
    const command = new DescribeImagesCommand({
      registryId,
      repositoryName: repository,
      filter: { tagStatus: 'TAGGED' },
      maxResults: pageSize,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const answer = await this.#ask(scope, signal, (options) => this.#ecrClient(scope).send(command, options));
    const items = (answer.imageDetails ?? []).flatMap((image): EcrImage[] => {
      if (image.imageDigest === undefined) return [];
      return [
        {
          digest: image.imageDigest,
          tags: image.imageTags ?? [],
          ...(image.imageSizeInBytes === undefined ? {} : { size: image.imageSizeInBytes }),
          ...(image.imagePushedAt === undefined ? {} : { pushedAt: image.imagePushedAt.toISOString() }),
          ...(image.imageManifestMediaType === undefined ? {} : { mediaType: image.imageManifestMediaType }),
          ...(image.artifactMediaType === undefined ? {} : { artifactType: image.artifactMediaType }),
        },
      ];
    });
    return page(items, answer.nextToken);
  }

  #ecrClient(scope: AwsScope): ECRClient {
    return held(this.#ecr, scope, () => new ECRClient(this.#configuration(scope)));
  }

  #configuration(scope: AwsScope) {
    const { endpoint, credentials } = this.#options;
    return {
      region: scope.region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(scope.profile === undefined || credentials !== undefined ? {} : { profile: scope.profile }),
    };
  }

  async #ask<T>(
    scope: AwsScope,
    signal: AbortSignal | undefined,
    call: (options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(signal ? { abortSignal: signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw asReleaseError(error, scope, this.credentialsFrom);
    }
  }
}

function held<T>(clients: Map<string, T>, scope: AwsScope, make: () => T): T {
  const key = `${scope.region} ${scope.profile ?? ''}`;
  const client = clients.get(key) ?? make();
  clients.set(key, client);
  return client;
}

function page<T>(items: readonly T[], nextToken: string | undefined): Page<T> {
  return nextToken === undefined ? { items } : { items, nextToken };
}

function incomplete(operation: string, what: string): ReleaseError {
  return new ReleaseError('aws-error', `AWS answered ${operation} without the ${what}`);
}
