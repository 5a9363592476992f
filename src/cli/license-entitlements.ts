import type { LicenseWish } from '#license';
import { ReleaseError } from '#problem';

/**
 * Entitlements as the command line has them: `NAME`, `NAME=1` or `NAME=1 Gigabytes`, with commas between.
 * @throws ReleaseError `usage`
 */
export function licenseEntitlements(text: string): LicenseWish['entitlements'] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.map((entry) => {
    const [, name = '', value, unit] = /^([^=]+?)(?:=(\d+)(?:\s+([A-Za-z]+(?:\/Second)?))?)?$/.exec(entry) ?? [];
    if (name === '') {
      throw new ReleaseError('usage', `--entitlements has ${entry === '' ? 'an empty entry' : `"${entry}"`}`, {
        hint: 'Write NAME for a tier or a feature, NAME=1 for a number, NAME=1 Gigabytes for another unit, with commas between.',
      });
    }
    return value === undefined ? { name, unit: 'None' } : { name, unit: unit ?? 'Count', value };
  });
}
