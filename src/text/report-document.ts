import type { MirrorPlan, Report } from '#jobs';
import { documentWidth, type JobDocument, jobDocument } from './job-document.ts';
import { indented, rehearsal } from './plan-text.ts';
import { reportPassages, reportReason } from './report-text.ts';

export interface ReportDocumentView {
  /** The plan that was run: where to, and whether that was a rehearsal. */
  readonly plan: Pick<MirrorPlan, 'target' | 'endpoints'>;
  /** The error log's file, when one was written. */
  readonly log?: string | undefined;
  /** The name to show for a file; links keep the report's own. */
  readonly fileName?: (file: string) => string;
}

/** What a mirror did as a document: the same words as in a terminal; of an exit status nobody knows there. */
export function reportDocument(
  report: Report,
  { plan, log, fileName = (file) => file }: ReportDocumentView,
): JobDocument {
  return jobDocument([
    { lines: rehearsal(plan, documentWidth) },
    ...reportPassages(report, { target: plan.target, log }, documentWidth, fileName),
    { lines: indented(`Outcome: ${reportReason(report)}`, documentWidth) },
  ]);
}
