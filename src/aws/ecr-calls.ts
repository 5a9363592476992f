import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  type ImageDetail,
} from '@aws-sdk/client-ecr';
import type { AwsGateway, AwsScope, EcrImage, EcrRepository, Page } from '#jobs';
import { ReleaseError } from '#problem';
import { incomplete, page } from './answer.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** The most that ECR gives at a time (ECR API Reference, maxResults). */
const mostResults = 1000;

/** Amazon ECR's part of the gateway. */
export class EcrCalls {
  readonly #clients: ServiceClients<ECRClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => new ECRClient(configuration));
  }

  async login(
    scope: AwsScope,
    signal?: AbortSignal,
  ): Promise<{ username: string; password: string; expiresAt: number }> {
    const command = new GetAuthorizationTokenCommand({});
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
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

  async repositories(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrRepositories']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrRepository>> {
    const { pageSize = mostResults, ...rest } = query;
    const command = new DescribeRepositoriesCommand({ ...rest, maxResults: pageSize });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const items = (answer.repositories ?? []).flatMap(({ repositoryName, createdAt }) =>
      repositoryName === undefined
        ? []
        : [{ name: repositoryName, ...(createdAt ? { createdAt: createdAt.toISOString() } : {}) }],
    );
    return page(items, answer.nextToken);
  }

  async images(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrImages']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrImage>> {
    const { registryId, repository, tag, digest } = query;
    const isOne = tag !== undefined || digest !== undefined;
    const command = new DescribeImagesCommand({
      registryId,
      repositoryName: repository,
      ...(isOne ? oneImage(tag, digest) : somePage(query)),
    });
    const sent = this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const answer = await sent.catch((error: unknown) => {
      // Asked for one image, ECR has no empty answer: it says ImageNotFoundException.
      if (isOne && ReleaseError.is(error) && error.code === 'content-missing') return undefined;
      throw error;
    });
    return page((answer?.imageDetails ?? []).flatMap(ecrImage), answer?.nextToken);
  }
}

/** ECR takes neither maxResults nor a token beside imageIds (ECR API Reference, DescribeImages). */
function oneImage(tag: string | undefined, digest: string | undefined) {
  const id = {
    ...(tag === undefined ? {} : { imageTag: tag }),
    ...(digest === undefined ? {} : { imageDigest: digest }),
  };
  return { imageIds: [id] };
}

function somePage({ pageSize = mostResults, nextToken }: { readonly pageSize?: number; readonly nextToken?: string }) {
  return {
    filter: { tagStatus: 'TAGGED' as const },
    maxResults: pageSize,
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}

function ecrImage(image: ImageDetail): EcrImage[] {
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
}
