import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  type ImageTagMutability,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import type { AwsScope, HeldRepository, RepositoryConfiguration, RepositoryGateway, RepositoryPlace } from '#jobs';
import { ReleaseError } from '#problem';
import { incomplete } from './answer.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** Amazon ECR's repositories and their configuration. */
export class EcrRepositoryCalls implements RepositoryGateway {
  readonly #clients: ServiceClients<ECRClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => new ECRClient(configuration));
  }

  async describe(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<HeldRepository> {
    const { registryId, repository } = place;
    const command = new DescribeRepositoriesCommand({ registryId, repositoryNames: [repository] });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const [found] = answer.repositories ?? [];
    if (found?.repositoryArn === undefined) throw incomplete('DescribeRepositories', 'repository');
    const { encryptionConfiguration: encryption, imageTagMutability: mutability = 'MUTABLE' } = found;
    return {
      arn: found.repositoryArn,
      tagMutability: {
        immutable: mutability.startsWith('IMMUTABLE'),
        except: (found.imageTagMutabilityExclusionFilters ?? []).flatMap(({ filter }) => filter ?? []),
      },
      scanOnPush: found.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: encryption?.encryptionType ?? 'AES256',
      ...(encryption?.kmsKey === undefined ? {} : { kmsKey: encryption.kmsKey }),
    };
  }

  async policy(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<string | undefined> {
    const command = new GetRepositoryPolicyCommand(named(place));
    const sent = this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return (await sent.catch(unless('RepositoryPolicyNotFoundException')))?.policyText;
  }

  async lifecycle(scope: AwsScope, place: RepositoryPlace, signal?: AbortSignal): Promise<string | undefined> {
    const command = new GetLifecyclePolicyCommand(named(place));
    const sent = this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return (await sent.catch(unless('LifecyclePolicyNotFoundException')))?.lifecyclePolicyText;
  }

  async tags(scope: AwsScope, arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const command = new ListTagsForResourceCommand({ resourceArn: arn });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return Object.fromEntries((answer.tags ?? []).map(({ Key: key, Value: value }) => [key ?? '', value ?? '']));
  }

  async create(
    scope: AwsScope,
    place: RepositoryPlace,
    { tagMutability, scanOnPush, kmsKey, tags }: RepositoryConfiguration,
    signal?: AbortSignal,
  ): Promise<'created' | 'exists'> {
    const command = new CreateRepositoryCommand({
      ...named(place),
      ...(tagMutability ? mutabilityOf(tagMutability) : {}),
      ...(scanOnPush === undefined ? {} : { imageScanningConfiguration: { scanOnPush } }),
      ...(kmsKey === undefined ? {} : { encryptionConfiguration: { encryptionType: 'KMS' as const, kmsKey } }),
      ...(tags ? { tags: tagList(tags) } : {}),
    });
    const sent = this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    // After a lost answer the SDK tries again, so that this may be our own work.
    return (await sent.catch(unless('RepositoryAlreadyExistsException'))) ? 'created' : 'exists';
  }

  async setPolicy(scope: AwsScope, place: RepositoryPlace, policy: string, signal?: AbortSignal): Promise<void> {
    const command = new SetRepositoryPolicyCommand({ ...named(place), policyText: policy });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }

  async setLifecycle(scope: AwsScope, place: RepositoryPlace, lifecycle: string, signal?: AbortSignal): Promise<void> {
    const command = new PutLifecyclePolicyCommand({ ...named(place), lifecyclePolicyText: lifecycle });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }

  async setTagMutability(
    scope: AwsScope,
    place: RepositoryPlace,
    mutability: HeldRepository['tagMutability'],
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new PutImageTagMutabilityCommand({ ...named(place), ...mutabilityOf(mutability) });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }

  async setScanOnPush(
    scope: AwsScope,
    place: RepositoryPlace,
    scanOnPush: boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new PutImageScanningConfigurationCommand({
      ...named(place),
      imageScanningConfiguration: { scanOnPush },
    });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }

  async setTags(
    scope: AwsScope,
    arn: string,
    tags: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new TagResourceCommand({ resourceArn: arn, tags: tagList(tags) });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }
}

function named({ registryId, repository }: RepositoryPlace) {
  return { registryId, repositoryName: repository };
}

/** ECR API Reference, PutImageTagMutability: exclusions have values of the setting to themselves. */
function mutabilityOf({ immutable, except }: HeldRepository['tagMutability']) {
  const plain = immutable ? 'IMMUTABLE' : 'MUTABLE';
  if (except.length === 0) return { imageTagMutability: plain as ImageTagMutability };
  return {
    imageTagMutability: `${plain}_WITH_EXCLUSION` as ImageTagMutability,
    imageTagMutabilityExclusionFilters: except.map((filter) => ({ filterType: 'WILDCARD' as const, filter })),
  };
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
}

/** An error that is an answer counts as one without content. */
function unless(theirCode: string): (error: unknown) => undefined {
  return (error) => {
    if (ReleaseError.is(error) && error.theirCode === theirCode) return undefined;
    throw error;
  };
}
