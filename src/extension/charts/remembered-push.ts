import type { Place, WorkerWorld } from '#worker';

/** Where in the workspace's memory a push of a chart is written down while it runs, as a {@link RememberedPush}. */
export const pushMemory = 'chartPush';

/** What the next window needs to say what came of a push when this one is closed. */
export interface RememberedPush {
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  /** Under which the chart was planned. */
  readonly settingsHash: string;
  /** The full name of the tag. */
  readonly reference: string;
  /** The extension host that runs it: windows of one folder share the memory. */
  readonly owner: number;
  /** When it was written down, ms since the epoch. */
  readonly since: number;
}
