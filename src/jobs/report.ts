import type { Code } from '#problem';
import type { Item, Summary } from './item.ts';

/** What a job did. The same shape for every job that works through items; survives `structuredClone` and JSON. */
export interface Report {
  readonly schemaVersion: 1;
  readonly job: 'mirror';
  readonly planId: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly ok: boolean;
  readonly cancelled: boolean;
  readonly summary: Summary;
  readonly items: readonly Item[];
  /** What went wrong beside the items: the error log could not be written in the end. Then `ok` is false. */
  readonly warnings: readonly { readonly code: Code; readonly message: string }[];
}
