import type { PlanTarget } from '#jobs';
import type { HostsMap } from '#platform';
import { ReleaseError } from '#problem';
import { targetKindOf } from '#reference';

/**
 * What stands in for settings where there are none: all of the sandbox's own Marketplace registry. In the real world nothing does.
 * @param folder to read nothing from; absolute
 * @throws ReleaseError `settings-missing`
 */
export function marketplacePlace(hosts: HostsMap, folder: string) {
  const registry = hosts.sandbox
    ? Object.keys(hosts.hosts).find((host) => targetKindOf(host) === 'marketplace')
    : undefined;
  if (registry === undefined) {
    throw new ReleaseError('settings-missing', 'There is no marketplace.yaml that says where to look', {
      hint: 'Write a marketplace.yaml beside the release files, with a version and a target.',
    });
  }
  const target: PlanTarget = {
    registry,
    prefix: '',
    kind: 'marketplace',
    attestationManifests: 'strip',
    platforms: [],
    existing: 'equivalent',
  };
  return { settings: { registries: [] }, folder, target };
}
