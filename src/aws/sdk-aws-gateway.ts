import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsGateway, AwsScope, ContainerProduct, DescribedProduct, EcrImage, EcrRepository, Page } from '#jobs';
import { incomplete } from './answer.ts';
import { AssessmentCalls } from './assessment-calls.ts';
import { CatalogCalls } from './catalog-calls.ts';
import { EcrCalls } from './ecr-calls.ts';
import { EcrRepositoryCalls } from './ecr-repository-calls.ts';
import { LicenseCalls } from './license-calls.ts';
import { ObjectCalls } from './object-calls.ts';
import { SecretCalls } from './secret-calls.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** The AWS gateway on the SDK's clients. */
export class SdkAwsGateway implements AwsGateway {
  readonly endpoint: string | undefined;
  readonly credentialsFrom: string | undefined;
  readonly repositories: EcrRepositoryCalls;
  readonly assessments: AssessmentCalls;
  readonly licenses: LicenseCalls;
  readonly #sts: ServiceClients<STSClient>;
  readonly #ecr: EcrCalls;
  readonly #catalog: CatalogCalls;
  readonly #secrets: SecretCalls;
  readonly #objects: ObjectCalls;

  constructor(options: SdkAwsOptions = {}) {
    // The SDK would print a notice of its own about old Node versions into the user's terminal; package.json says which we support.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.endpoint = options.endpoint;
    this.credentialsFrom = options.credentials?.from;
    this.#sts = new ServiceClients(options, (configuration) => new STSClient(configuration));
    this.#ecr = new EcrCalls(options);
    this.repositories = new EcrRepositoryCalls(options);
    this.#catalog = new CatalogCalls(options);
    this.assessments = new AssessmentCalls(options);
    this.licenses = new LicenseCalls(options);
    this.#secrets = new SecretCalls(options);
    this.#objects = new ObjectCalls(options);
  }

  async callerIdentity(scope: AwsScope, signal?: AbortSignal): Promise<{ account: string; arn: string }> {
    const command = new GetCallerIdentityCommand({});
    const answer = await this.#sts.ask(scope, signal, (client, options) => client.send(command, options));
    if (answer.Account === undefined || answer.Arn === undefined) throw incomplete('GetCallerIdentity', 'account');
    return { account: answer.Account, arn: answer.Arn };
  }

  ecrLogin(scope: AwsScope, signal?: AbortSignal): Promise<{ username: string; password: string; expiresAt: number }> {
    return this.#ecr.login(scope, signal);
  }

  ecrRepositories(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrRepositories']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrRepository>> {
    return this.#ecr.repositories(scope, query, signal);
  }

  ecrImages(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrImages']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrImage>> {
    return this.#ecr.images(scope, query, signal);
  }

  containerProducts(
    scope: AwsScope,
    query: { readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<ContainerProduct>> {
    return this.#catalog.products(scope, query, signal);
  }

  containerProduct(scope: AwsScope, id: string, signal?: AbortSignal): Promise<DescribedProduct> {
    return this.#catalog.product(scope, id, signal);
  }

  secretValue(scope: AwsScope, id: string, signal?: AbortSignal): Promise<string> {
    return this.#secrets.value(scope, id, signal);
  }

  putObject(scope: AwsScope, object: Parameters<AwsGateway['putObject']>[1], signal?: AbortSignal): Promise<void> {
    return this.#objects.put(scope, object, signal);
  }
}
