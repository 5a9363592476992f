import { ReleaseError } from '#problem';
import type { WantedEntitlement } from './license-wish.ts';

/**
 * Entitlements as people write them: `NAME`, `NAME=1` or `NAME=1 Gigabytes`, with commas between.
 * @throws ReleaseError `usage`
 */
export function licenseEntitlements(text: string): readonly WantedEntitlement[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.map((entry) => {
    const [, name = '', value, unit] = /^([^=]+?)(?:=(\d+)(?:\s+([A-Za-z]+(?:\/Second)?))?)?$/.exec(entry) ?? [];
    if (name === '') {
      throw new ReleaseError('usage', entry === '' ? 'An entitlement has no name' : `"${entry}" is no entitlement`, {
        hint: 'Write NAME for a tier or a feature, NAME=1 for a number, NAME=1 Gigabytes for another unit, with commas between.',
      });
    }
    return value === undefined ? { name, unit: 'None' } : { name, unit: unit ?? 'Count', value };
  });
}
