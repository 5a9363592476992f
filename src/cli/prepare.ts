import { composeAws, defaultRegion } from '#composition';
import type { AwsGateway, Files, ReleaseChoice, TargetChoice } from '#jobs';
import { type HostsMap, NodeFiles } from '#platform';
import type { Invocation } from './command.ts';
import { commonOptions } from './options.ts';
import type { World } from './world.ts';

/** What is needed before the settings are known. */
export interface Prepared {
  readonly choice: ReleaseChoice & TargetChoice;
  readonly files: Files;
  readonly aws: AwsGateway;
}

/** The release and target that the command line names, and the gateways to gather them with. */
export function prepare({ names, options }: Invocation, hosts: HostsMap, world: World): Prepared {
  const given = (['config', 'target', 'profile', 'region'] as const).flatMap((name) => {
    const value = options.text(commonOptions[name]);
    return value === undefined ? [] : [[name, value]];
  });
  const region = defaultRegion(hosts, world);
  return {
    choice: { named: names, ...Object.fromEntries(given), ...(region === undefined ? {} : { defaultRegion: region }) },
    files: new NodeFiles(world.directory),
    aws: composeAws(options.text(commonOptions.endpointUrl), hosts, world),
  };
}
