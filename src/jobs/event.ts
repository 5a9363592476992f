import type { Code } from '#problem';
import type { ItemOutcome } from './item.ts';

/**
 * What a job tells while it works: one union for all jobs and all faces. `item` is the item's target reference. Events survive
 * `structuredClone` and JSON.
 */
export type JobEvent = { readonly schemaVersion: 1 } & (
  | { readonly type: 'phase'; readonly phase: JobPhase; readonly total: number }
  | { readonly type: 'item-started'; readonly item: string; readonly source: string }
  | {
      readonly type: 'item-finished';
      readonly item: string;
      readonly outcome: ItemOutcome;
      readonly code?: Code;
      readonly message?: string;
      readonly bytes: number;
    }
  /** Bytes of a blob on their way so far; falls back to 0 when a try starts over. */
  | {
      readonly type: 'blob';
      readonly item: string;
      readonly digest: string;
      readonly size: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'mounted';
      readonly item: string;
      readonly digest: string;
      readonly size: number;
      readonly from: string;
    }
  | {
      readonly type: 'waiting';
      readonly registry: string;
      readonly delayMs: number;
      readonly attempt: number;
      readonly reason: string;
    }
  /** The whole job waits for somebody: a login has ended. */
  | { readonly type: 'paused'; readonly reason: string; readonly hint: string }
  | { readonly type: 'resumed' }
  /** A repository of the target was made. */
  | { readonly type: 'created'; readonly repository: string }
  | { readonly type: 'warning'; readonly code: Code; readonly message: string; readonly item?: string }
  | { readonly type: 'log'; readonly level: 'debug' | 'info'; readonly message: string }
);

/** gather: files are read · plan: registries are asked · verify: the target is held against the files · recheck: the plan is held against the world · repositories: missing ones are made · copy · close: tags are read again */
export type JobPhase = 'gather' | 'plan' | 'verify' | 'recheck' | 'repositories' | 'copy' | 'close';

type Unversioned<T> = T extends unknown ? Omit<T, 'schemaVersion'> : never;
export type Emit = (event: Unversioned<JobEvent>) => void;

/** An {@link Emit} for job code that puts the version on every event. */
export function versioned(listener: (event: JobEvent) => void): Emit {
  return (event) => listener({ schemaVersion: 1, ...event });
}
