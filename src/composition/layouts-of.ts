import { createHash } from 'node:crypto';
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

/**
 * The image layouts of a job: targets, and registries that are read from a folder. A hosts map counts before the settings: a sandbox's
 * has targets in folders of its own, so that a rehearsal never writes what is handed over. What is only read is read where it is; a
 * registry that is pushed to is no folder, whatever else is read from it.
 */
export function layoutsOf({ settings, folder, target, from }: NamedPlaces, { hosts, layouts }: HostsMap): Layouts {
  const read = settings.registries.flatMap(({ host, layout }): [string, string][] =>
    layout === undefined || hosts[host] || host === target.registry ? [] : [[host, path.resolve(folder, layout)]],
  );
  const targets = [from, target].flatMap((one): [string, string][] =>
    one?.layout === undefined ? [] : [[one.registry, layouts === undefined ? one.layout : below(layouts, one.layout)]],
  );
  return new Map([...read, ...targets]);
}

/** The folder that stands for another one: the same for the same. */
function below(layouts: string, folder: string): string {
  const hash = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 12);
  return path.join(layouts, `${path.basename(folder)}-${hash}`);
}
