import { type AwsGateway, type AwsScope, awsScope, gatherTarget, type OpenedSettings, openSettings } from '#jobs';
import { marketplaceLicenseRegion } from '#license';
import { type HostsMap, nodeClock } from '#platform';
import type { Clock } from '#registry';
import type { Console } from './console.ts';
import type { OptionValues } from './options.ts';
import { prepare } from './prepare.ts';
import type { World } from './world.ts';

/** As whom and where licences are asked for. */
interface LicensePlace {
  readonly scope: AwsScope;
  readonly gateways: { readonly aws: AwsGateway; readonly clock: Clock };
  /** Without settings in them where there is no settings file. */
  readonly opened: OpenedSettings;
}

/**
 * As whom licences are asked for: a buyer needs no settings, a seller's name the profile. AWS Marketplace keeps its licences in one region,
 * wherever the target's registry is.
 * @throws ReleaseError as reading settings does
 */
export async function licensePlace(
  options: OptionValues,
  hosts: HostsMap,
  console: Console,
  world: World,
): Promise<LicensePlace> {
  const { choice, files, aws, pause } = prepare({ names: [], options }, hosts, world, console);
  const opened = await openSettings(choice, files);
  const { region, profile } = choice;
  const asked = { ...choice, opened };
  const known = opened.settings ? (await gatherTarget(asked, { files, aws }, world.signal)).target : undefined;
  const scope = known ? awsScope(known) : { ...(profile === undefined ? {} : { profile }) };
  return {
    scope: { ...scope, region: region ?? marketplaceLicenseRegion },
    gateways: { aws, clock: pause ? pause.clock(nodeClock) : nodeClock },
    opened,
  };
}
