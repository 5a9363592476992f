import path from 'node:path';
import type { Settings } from '#formats';
import type { PlanTarget } from '#jobs';
import type { HostsMap, Layouts } from '#platform';

/** What names the places that may be image layouts. */
export interface NamedPlaces {
  readonly settings: Pick<Settings, 'registries'>;
  /** That the settings' paths are relative to; absolute. */
  readonly folder: string;
  readonly target: Pick<PlanTarget, 'registry' | 'layout'>;
  /** The target that is promoted from. */
  readonly from?: NamedPlaces['target'] | undefined;
}

/** The image layouts of a job: targets, and registries that are read from a folder. A hosts map counts before the settings. */
export function layoutsOf({ settings, folder, target, from }: NamedPlaces, { hosts }: HostsMap): Layouts {
  const read = settings.registries.flatMap(({ host, layout }): [string, string][] =>
    layout === undefined || hosts[host] ? [] : [[host, path.resolve(folder, layout)]],
  );
  const targets = [from, target].flatMap((one): [string, string][] =>
    one?.layout === undefined ? [] : [[one.registry, one.layout]],
  );
  return new Map([...read, ...targets]);
}
