import type { Report } from '#jobs';
import type { Failure, KnownRecord, Place, WorkerWorld } from '#worker';

/** What is written down before a mirror starts, so that the next window can say what came of it when this one is closed. */
export interface RememberedMirror {
  readonly record: string;
  readonly world: WorkerWorld;
  readonly place: Place;
  readonly files: readonly string[];
  readonly settingsHash: string;
}

/** What came of a mirror that nobody watched. */
export type Fate =
  | { readonly kind: 'ended'; readonly report: Report }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'running' }
  /** Its process was ended from outside: what it had done is in the registry, and nowhere else. */
  | { readonly kind: 'killed' }
  /** It never began, so nothing was written; or too much has been planned since for its record to be kept. */
  | { readonly kind: 'unknown' };

export function fateOf(record: Pick<KnownRecord, 'state' | 'report' | 'failure'> | undefined): Fate {
  if (record === undefined || record.state === 'planned') return { kind: 'unknown' };
  if (record.state === 'running') return { kind: 'running' };
  if (record.report) return { kind: 'ended', report: record.report };
  return record.failure ? { kind: 'failed', failure: record.failure } : { kind: 'killed' };
}

/** What a report comes to, told afterwards: `2 copied, 3 not`. */
export function afterwards({ summary }: Pick<Report, 'summary'>): string {
  const missing = summary.cancelled + summary.failed + summary.conflict;
  return [`${summary.copied} copied`, ...(missing > 0 ? [`${missing} not`] : [])].join(', ');
}
