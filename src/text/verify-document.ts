import type { Report } from '#jobs';
import { documentWidth, type JobDocument, jobDocument } from './job-document.ts';
import { indented } from './plan-text.ts';
import { reportPassages, reportReason } from './report-text.ts';

/**
 * What a verification found as a document: the same words as in a terminal; of an exit status nobody knows there.
 * @param fileName the name to show for a file; links keep the report's own
 */
export function verifyDocument(report: Report, fileName: (file: string) => string = (file) => file): JobDocument {
  return jobDocument([
    ...reportPassages(report, { target: report.target, log: undefined }, documentWidth, fileName),
    { lines: indented(`Outcome: ${reportReason(report)}`, documentWidth) },
  ]);
}
