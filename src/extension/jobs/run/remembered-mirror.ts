import type { Report } from '#jobs';
import type { Failure, KnownPlan, Place, WorkerWorld } from '#worker';

/** What is written down before a mirror starts, so that the next window can say what came of it when this one is closed. */
export interface RememberedMirror {
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  readonly files: readonly string[];
  readonly settingsHash: string;
  /** The extension host that runs it: windows of one folder share the memory. */
  readonly owner?: number;
  /** When it was written down, ms since the epoch. */
  readonly since?: number;
}

/** What came of a mirror that nobody watched. */
export type Fate =
  | { readonly kind: 'ended'; readonly report: Report }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'running' }
  /** Its process was ended from outside: what it had done is in the registry, and nowhere else. */
  | { readonly kind: 'killed' }
  /** It never began, so nothing was written. */
  | { readonly kind: 'planned' }
  /** Its record is not kept any more. */
  | { readonly kind: 'unknown' };

export function fateOf(record: Pick<KnownPlan, 'state' | 'report' | 'failure'> | undefined): Fate {
  if (record === undefined) return { kind: 'unknown' };
  if (record.state === 'planned' || record.state === 'running') return { kind: record.state };
  if (record.report) return { kind: 'ended', report: record.report };
  return record.failure ? { kind: 'failed', failure: record.failure } : { kind: 'killed' };
}

/** What a report comes to, told afterwards: `2 copied, 3 not`. */
export function afterwards({ summary }: Pick<Report, 'summary'>): string {
  const missing = summary.cancelled + summary.failed + summary.conflict;
  return [`${summary.copied} copied`, ...(missing > 0 ? [`${missing} not`] : [])].join(', ');
}
