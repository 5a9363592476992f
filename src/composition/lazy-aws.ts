import type {
  AwsGateway,
  AwsScope,
  ContainerProduct,
  DescribedProduct,
  EcrImage,
  EcrRepository,
  OnLoginEnded,
  Page,
} from '#jobs';
import type { NodeNetwork } from '#platform';
import { lazyRepositories } from './lazy-repositories.ts';

/** How the AWS gateway is made; the types are given by {@link LazyAws}' user, because naming the room would load it. */
export interface AwsOptions {
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
    /** In words: where they come from. */
    readonly from: string;
  };
  /** Asked when AWS, or what stands for it, could not be reached: the call is made once more when this is settled. */
  readonly comeBack?: () => Promise<unknown>;
  /** Asked when a login has ended: the call is made again when somebody has logged in. */
  readonly onLoginEnded?: OnLoginEnded;
  /** The way to AWS; the SDK's own when absent. */
  readonly network?: NodeNetwork;
}

/** The AWS gateway behind its bundle: the SDK takes longer to load than all the rest, and many commands never call AWS. */
export class LazyAws implements AwsGateway {
  readonly endpoint: string | undefined;
  readonly credentialsFrom: string | undefined;
  readonly repositories = lazyRepositories(() => this.#gateway());
  readonly assessments: AwsGateway['assessments'] = {
    list: async (...asked) => (await this.#gateway()).assessments.list(...asked),
    controls: async (...asked) => (await this.#gateway()).assessments.controls(...asked),
  };
  readonly licenses: AwsGateway['licenses'] = {
    checkOut: async (...asked) => (await this.#gateway()).licenses.checkOut(...asked),
    checkIn: async (...given) => (await this.#gateway()).licenses.checkIn(...given),
    received: async (...asked) => (await this.#gateway()).licenses.received(...asked),
    receivedGrants: async (...asked) => (await this.#gateway()).licenses.receivedGrants(...asked),
    distributedGrants: async (...asked) => (await this.#gateway()).licenses.distributedGrants(...asked),
    usage: async (...asked) => (await this.#gateway()).licenses.usage(...asked),
  };
  readonly #options: AwsOptions;
  #loaded: Promise<AwsGateway> | undefined;

  constructor(options: AwsOptions) {
    this.endpoint = options.endpoint;
    this.credentialsFrom = options.credentials?.from;
    this.#options = options;
  }

  async callerIdentity(scope: AwsScope, signal?: AbortSignal): Promise<{ account: string; arn: string }> {
    return (await this.#gateway()).callerIdentity(scope, signal);
  }

  async ecrLogin(
    scope: AwsScope,
    signal?: AbortSignal,
  ): Promise<{ username: string; password: string; expiresAt: number }> {
    return (await this.#gateway()).ecrLogin(scope, signal);
  }

  async ecrRepositories(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrRepositories']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrRepository>> {
    return (await this.#gateway()).ecrRepositories(scope, query, signal);
  }

  async ecrImages(
    scope: AwsScope,
    query: Parameters<AwsGateway['ecrImages']>[1],
    signal?: AbortSignal,
  ): Promise<Page<EcrImage>> {
    return (await this.#gateway()).ecrImages(scope, query, signal);
  }

  async containerProducts(
    scope: AwsScope,
    query: Parameters<AwsGateway['containerProducts']>[1],
    signal?: AbortSignal,
  ): Promise<Page<ContainerProduct>> {
    return (await this.#gateway()).containerProducts(scope, query, signal);
  }

  async containerProduct(scope: AwsScope, id: string, signal?: AbortSignal): Promise<DescribedProduct> {
    return (await this.#gateway()).containerProduct(scope, id, signal);
  }

  async secretValue(scope: AwsScope, id: string, signal?: AbortSignal): Promise<string> {
    return (await this.#gateway()).secretValue(scope, id, signal);
  }

  async putObject(
    scope: AwsScope,
    object: Parameters<AwsGateway['putObject']>[1],
    signal?: AbortSignal,
  ): Promise<void> {
    return (await this.#gateway()).putObject(scope, object, signal);
  }

  #gateway(): Promise<AwsGateway> {
    this.#loaded ??= import('#aws').then(({ SdkAwsGateway }) => new SdkAwsGateway(this.#options));
    return this.#loaded;
  }
}
