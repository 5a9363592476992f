import { composeAws, defaultRegion, type LoginPause } from '#composition';
import type { AwsGateway, Files, ReleaseChoice, TargetChoice } from '#jobs';
import { type HostsMap, NodeFiles } from '#platform';
import { askForLogin } from './ask-for-login.ts';
import type { Invocation } from './command.ts';
import type { Console } from './console.ts';
import { commonOptions, releaseOptions } from './options.ts';
import type { World } from './world.ts';

/** What is needed before the settings are known. */
export interface Prepared {
  readonly choice: ReleaseChoice & TargetChoice;
  readonly files: Files;
  readonly aws: AwsGateway;
  /** For {@link composeGateways}; undefined where nobody can be asked to log in. */
  readonly pause?: LoginPause;
}

/**
 * The release and target that the command line names, and the gateways to gather them with.
 * @param console to ask on when a login ends
 */
export function prepare(
  { names, options, promotion }: Invocation,
  hosts: HostsMap,
  world: World,
  console?: Console,
): Prepared {
  const pause = console && askForLogin(console, world);
  const given = (['config', 'target', 'profile', 'region'] as const).flatMap((name) => {
    const value = options.text(commonOptions[name]);
    return value === undefined ? [] : [[name, value]];
  });
  const region = defaultRegion(hosts, world);
  const findings = options.text(releaseOptions.findings)?.split(',').filter(Boolean);
  return {
    choice: {
      named: names,
      ...Object.fromEntries(given),
      ...(promotion ? { from: promotion.from, target: promotion.to } : {}),
      environment: world.environment,
      ...(region === undefined ? {} : { defaultRegion: region }),
      ...(options.has(releaseOptions.referrers) ? { referrers: true } : {}),
      ...(findings ? { findings } : {}),
    },
    files: new NodeFiles(world.directory),
    aws: composeAws(
      options.text(commonOptions.endpointUrl),
      hosts,
      world,
      pause ? { onLoginEnded: pause.onLoginEnded } : {},
    ),
    ...(pause ? { pause } : {}),
  };
}
