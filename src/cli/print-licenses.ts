import { listGrants, listLicenses } from '#jobs';
import type { HostsMap } from '#platform';
import { grantsText, licensesText } from '#text';
import type { Console } from './console.ts';
import { licensePlace } from './license-place.ts';
import type { OptionValues } from './options.ts';
import type { World } from './world.ts';

/**
 * Prints the licences or grants of the account.
 * @returns the exit status
 * @throws ReleaseError as reading settings and asking AWS do
 */
export async function printLicenses(
  what: 'licenses' | 'grants',
  options: OptionValues,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<number> {
  const { scope, gateways } = await licensePlace(options, hosts, console, world);
  if (what === 'licenses') {
    const found = await listLicenses(scope, gateways, world);
    console.result(found, (width) => licensesText(found, width));
  } else {
    const found = await listGrants(scope, gateways, world);
    console.result(found, (width) => grantsText(found, width));
  }
  return 0;
}
