import type { AwsScope } from '#jobs';
import { ReleaseError } from '#problem';
import { asReleaseError } from './aws-failure.ts';

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
  /** Asked when the endpoint could not be reached: the call is made once more when this is settled. */
  readonly comeBack?: () => Promise<unknown>;
}

/** What an SDK client of any service is made with. */
type Configuration = ReturnType<typeof configuration>;

/** The SDK's clients of one service: one a region and profile, made when first used. Retries are the SDK's own. */
export class ServiceClients<C> {
  readonly #make: (configuration: Configuration) => C;
  readonly #options: SdkAwsOptions;
  readonly #held = new Map<string, C>();

  constructor(options: SdkAwsOptions, make: (configuration: Configuration) => C) {
    this.#options = options;
    this.#make = make;
  }

  /**
   * Makes one call.
   * @throws ReleaseError for what the client throws; the signal's reason
   */
  async ask<T>(
    scope: AwsScope,
    signal: AbortSignal | undefined,
    call: (client: C, options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { comeBack } = this.#options;
    const once = () => this.#once(scope, signal, call);
    if (!comeBack) return once();
    return once().catch(async (error) => {
      if (!ReleaseError.is(error) || error.code !== 'unreachable') throw error;
      // That it does not come back is not what went wrong with this call.
      await comeBack().catch(() => undefined);
      return once();
    });
  }

  async #once<T>(
    scope: AwsScope,
    signal: AbortSignal | undefined,
    call: (client: C, options: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(this.#client(scope), signal ? { abortSignal: signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw asReleaseError(error, scope, this.#options.credentials?.from);
    }
  }

  #client(scope: AwsScope): C {
    const key = `${scope.region} ${scope.profile ?? ''}`;
    const client = this.#held.get(key) ?? this.#make(configuration(scope, this.#options));
    this.#held.set(key, client);
    return client;
  }
}

function configuration(scope: AwsScope, { endpoint, credentials }: SdkAwsOptions) {
  return {
    region: scope.region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(scope.profile === undefined || credentials !== undefined ? {} : { profile: scope.profile }),
  };
}
