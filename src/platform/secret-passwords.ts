import { type AwsGateway, type AwsScope, identityWords } from '#jobs';
import { ReleaseError } from '#problem';
import type { CallerIdentity } from './ecr-identities.ts';
import type { PasswordSource } from './registry-options.ts';
import { secretField } from './secret-field.ts';

/** A password in Secrets Manager, as the settings name it. */
export type SecretSource = Extract<PasswordSource, { readonly secret: string }>;

export interface SecretPasswordsOptions {
  readonly aws: Pick<AwsGateway, 'secretValue'>;
  /** As whom secrets are read that name nobody, and where. */
  readonly chosen: CallerIdentity & { readonly region?: string | undefined };
  /** The region when nothing else names one. */
  readonly defaultRegion?: string | undefined;
}

/** The passwords that lie in AWS Secrets Manager: each secret is fetched once, and again when its password was refused. */
export class SecretPasswords {
  readonly #options: SecretPasswordsOptions;
  readonly #fetched = new Map<string, Promise<string>>();

  constructor(options: SecretPasswordsOptions) {
    this.#options = options;
  }

  /**
   * @param renew that what was given last is of no use any more: the secret may have been rotated
   * @throws ReleaseError `secret-missing`, `secret-malformed`, `credentials-unreadable` when no region is known, AWS login trouble
   */
  async password(source: SecretSource, renew: boolean): Promise<string> {
    const { secret, field } = source;
    const scope = this.#scopeOf(source);
    const key = JSON.stringify([secret, scope]);
    const held = renew ? undefined : this.#fetched.get(key);
    const asked = held ?? this.#options.aws.secretValue(scope, secret);
    this.#fetched.set(key, asked);
    // What went wrong once may go well the next time.
    const text = await asked.catch((error: unknown) => {
      if (this.#fetched.get(key) === asked) this.#fetched.delete(key);
      throw error;
    });
    return secretField(text, secret, field);
  }

  /** Who names neither profile nor role means the target's; who names one of them means just that. */
  #scopeOf({ secret, profile, role, region: given }: SecretSource): AwsScope {
    const { chosen, defaultRegion } = this.#options;
    const isNamed = profile !== undefined || role !== undefined;
    const identity = isNamed ? { profile, role } : { profile: chosen.profile, role: chosen.role };
    const region = given ?? regionOfArn(secret) ?? chosen.region ?? defaultRegion;
    if (region === undefined) {
      throw new ReleaseError('credentials-unreadable', `No region is known for the secret ${secret}`, {
        hint: 'Set password.region beside it in marketplace.yaml, or AWS_REGION.',
      });
    }
    return {
      region,
      ...(identity.profile === undefined ? {} : { profile: identity.profile }),
      ...(identity.role === undefined ? {} : { role: identity.role }),
    };
  }
}

/** Where a password comes from, in words for the plan: `secret tm-sync-token (TM_TOKEN)`. */
export function secretWords({ secret, field, profile, role }: SecretSource): string {
  const who = identityWords({ profile, role });
  return `secret ${secret}${field === undefined ? '' : ` (${field})`}${who === undefined ? '' : `, ${who}`}`;
}

function regionOfArn(secret: string): string | undefined {
  return /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:/.exec(secret)?.[1];
}
