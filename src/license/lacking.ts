import type { WantedEntitlement } from './license-wish.ts';

/**
 * What of a wish is not there, if that makes it fail. Every amount has to be there; of tiers and features, which are all asked for, the one
 * that is there names what was bought.
 */
export function lacking(
  wanted: readonly WantedEntitlement[],
  isThere: (one: WantedEntitlement) => boolean,
): readonly WantedEntitlement[] {
  const absent = wanted.filter((one) => !isThere(one));
  const isEnough = absent.length < wanted.length && absent.every(({ value }) => value === undefined);
  return isEnough ? [] : absent;
}

/** Entitlements in words, as `users: 2, gold`. */
export function entitlementWords(entitlements: readonly WantedEntitlement[]): string {
  return entitlements.map(({ name, value }) => (value ? `${name}: ${value}` : name)).join(', ');
}
