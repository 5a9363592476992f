import type { AwsGateway } from '#jobs';
import { parseEcrHost } from '#reference';
import type { RegistryOptions } from './registry-options.ts';

/** As whom AWS is called; what is absent is AWS's own default. */
export interface CallerIdentity {
  readonly profile?: string | undefined;
  /** The ARN of a role. */
  readonly role?: string | undefined;
}

/** A target of the settings, as far as it says whose a registry is. `{account}` and `{region}` may stand in the registry. */
export interface IdentifiedTarget extends CallerIdentity {
  readonly registry: string;
  /** 12 digits */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export interface EcrIdentitiesOptions {
  readonly registries: readonly RegistryOptions[];
  /** All of the settings. */
  readonly targets: readonly IdentifiedTarget[];
  /** The one that the job is for, with what the command line says in its place. */
  readonly chosen: CallerIdentity & { readonly registry?: string | undefined };
  /** Where `{region}` is filled in and the target names none. */
  readonly defaultRegion?: string | undefined;
  readonly aws: Pick<AwsGateway, 'callerIdentity'>;
}

/**
 * Knows as whom each ECR registry is logged in to: that of the chosen target as the one whom AWS was asked for the account, every other
 * as its own entry under `registries` says, else as the target that it is the registry of, else as the chosen target.
 */
export class EcrIdentities {
  readonly #options: EcrIdentitiesOptions;
  /** The account of targets that have to be asked for it, each asked once; undefined when nobody tells. */
  readonly #accounts = new Map<IdentifiedTarget, Promise<string | undefined>>();

  constructor(options: EcrIdentitiesOptions) {
    this.#options = options;
  }

  /** @param host a canonical one */
  async of(host: string): Promise<CallerIdentity> {
    const { registries, targets, chosen } = this.#options;
    if (chosen.registry === host) return chosen;
    const own = registries.find((registry) => registry.host === host);
    if (own && (own.profile !== undefined || own.role !== undefined)) return own;
    for (const target of targets) if (await this.#isRegistryOf(target, host)) return target;
    return chosen;
  }

  async #isRegistryOf(target: IdentifiedTarget, host: string): Promise<boolean> {
    const ecr = parseEcrHost(host);
    const named = target.registry
      .replaceAll('{region}', target.region ?? this.#options.defaultRegion ?? '')
      .replaceAll('{account}', target.account ?? ecr?.account ?? '');
    if (named !== host || ecr?.account === undefined) return named === host;
    if (!target.registry.includes('{account}') || target.account !== undefined) return true;
    const asked = this.#accounts.get(target) ?? this.#accountOf(target, ecr.region);
    this.#accounts.set(target, asked);
    return (await asked) === ecr.account;
  }

  /** Another target's login may well have ended: that must not stop a job that is for this one. */
  async #accountOf({ profile, role }: IdentifiedTarget, region: string): Promise<string | undefined> {
    const scope = { region, ...(profile === undefined ? {} : { profile }), ...(role === undefined ? {} : { role }) };
    return this.#options.aws.callerIdentity(scope).then(
      ({ account }) => account,
      () => undefined,
    );
  }
}
