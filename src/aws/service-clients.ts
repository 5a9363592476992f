import type { AwsScope, OnLoginEnded } from '#jobs';
import { ReleaseError } from '#problem';
import { assumedRole } from './assumed-role.ts';
import { asReleaseError } from './aws-failure.ts';
import type { AwsNetwork } from './aws-network.ts';
import { NetworkHandler } from './network-handler.ts';
import { withLogin } from './with-login.ts';

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
  /** Asked when a login has ended; of no effect where the credentials above are used. */
  readonly onLoginEnded?: OnLoginEnded;
  /** The way to AWS; the SDK's own when absent. */
  readonly network?: AwsNetwork;
  /** How long AWS may say nothing, in ms; the SDK then tries again, as often as it does otherwise. */
  readonly idleMs?: number;
}

/** What an SDK client of any service is made with. */
type Configuration = ReturnType<typeof configuration>;

/** The SDK's clients of one service: one a region and identity, made when first used. Retries are the SDK's own. */
export class ServiceClients<C> {
  readonly #make: (configuration: Configuration) => C;
  readonly #options: SdkAwsOptions;
  readonly #held = new Map<string, C>();
  readonly #handler: NetworkHandler | undefined;

  constructor(options: SdkAwsOptions, make: (configuration: Configuration) => C) {
    this.#options = options;
    this.#make = make;
    this.#handler = options.network && new NetworkHandler(options.network, options.idleMs);
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
    const { credentials, onLoginEnded } = this.#options;
    return withLogin(() => this.#reachable(scope, signal, call), {
      scope,
      signal,
      forget: () => this.#held.delete(keyOf(scope)),
      // Nobody can log in again to what a hosts map says.
      onLoginEnded: credentials === undefined ? onLoginEnded : undefined,
    });
  }

  async #reachable<T>(
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
      const behind = this.#handler?.failureBehind(error);
      throw asReleaseError(behind ?? error, scope, this.#options.credentials?.from);
    }
  }

  #client(scope: AwsScope): C {
    const key = keyOf(scope);
    const client = this.#held.get(key) ?? this.#make(configuration(scope, this.#options, this.#handler));
    this.#held.set(key, client);
    return client;
  }
}

function keyOf({ region, profile, role, fips, dualStack }: AwsScope): string {
  return JSON.stringify([region, profile, role, fips, dualStack]);
}

function configuration(scope: AwsScope, options: SdkAwsOptions, handler: NetworkHandler | undefined) {
  const asGiven = ownConfiguration(scope, options, handler);
  const { role, ...own } = scope;
  if (role === undefined) return asGiven;
  const failure = (error: unknown) => asReleaseError(error, own, options.credentials?.from);
  return { ...asGiven, credentials: assumedRole(role, asGiven, failure) };
}

/** For the credentials that the profile, the default chain or the hosts map has: those that a role is assumed with. */
function ownConfiguration(
  scope: AwsScope,
  { endpoint, credentials }: SdkAwsOptions,
  handler: NetworkHandler | undefined,
) {
  return {
    region: scope.region,
    // What the SDK has read of the files of logins it would use for ever; somebody may log in while we wait.
    ignoreCache: true,
    ...(handler ? onNetwork(handler) : {}),
    // An endpoint that was named has the form that it has; the SDK refuses both together.
    ...(endpoint === undefined ? endpointForm(scope) : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(scope.profile === undefined || credentials !== undefined ? {} : { profile: scope.profile }),
  };
}

/** The SDK hands its configuration to what finds credentials, whose clients (of SSO, of STS) want their own share of it. */
function onNetwork(requestHandler: NetworkHandler) {
  return { requestHandler, clientConfig: { requestHandler } };
}

/** Left out, the SDK goes by its own variables and configuration (AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT). */
function endpointForm({ fips, dualStack }: AwsScope) {
  return { ...(fips ? { useFipsEndpoint: true } : {}), ...(dualStack ? { useDualstackEndpoint: true } : {}) };
}
