import { sealedTokens } from '../store/sealed-tokens.ts';
import { type Identity, identities, sandboxRegion } from './identity.ts';

/** ECR's tokens last 12 hours (ECR API Reference, GetAuthorizationToken). */
const lifetime = 12 * 60 * 60 * 1000;

/** What a token that came with a request is worth. */
type TokenVerdict =
  | { readonly state: 'valid'; readonly identity: Identity }
  | { readonly state: 'expired' }
  | { readonly state: 'unknown' };

/** Makes and checks the passwords of user `AWS`. */
export interface RegistryTokens {
  /** A token for one identity and the registries of one region; `expiresAt` in milliseconds since 1970. */
  issue(identity: Identity, region: string): { readonly password: string; readonly expiresAt: number };
  check(password: string): TokenVerdict;
  /** Ends all tokens issued so far. */
  expireAll(): void;
}

/** Tokens as ECR's: good for one identity and one region. A token for another region is unknown to the registries of this one. */
export function registryTokens(now: () => number): RegistryTokens {
  const tokens = sealedTokens(now);
  return {
    issue: (identity, region) => {
      const expiresAt = now() + lifetime;
      return { password: tokens.seal({ account: identity.account, region }, expiresAt), expiresAt };
    },
    check: (password) => {
      const opened = tokens.open(password);
      const identity = identities.find(({ account }) => account === opened?.content.account);
      if (!opened || !identity || opened.content.region !== sandboxRegion) return { state: 'unknown' };
      return opened.expired ? { state: 'expired' } : { state: 'valid', identity };
    },
    expireAll: tokens.expireAll,
  };
}
