import * as z from 'zod/mini';
import { type Code, codes, ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';
import { unfinishedLog } from '../error-log.ts';
import { type Report, reportSchema } from '../report.ts';

/** 5,000 images are about 5 MB. */
const maxReportBytes = 67_108_864;

/** What one of the files to merge is. A log of a run that ended says nothing that its report does not say. */
export type MergeInput = { readonly file: string } & (
  | { readonly kind: 'report'; readonly report: Report }
  /** A run that left no report: it was ended from outside, or could not begin. */
  | { readonly kind: 'no-report'; readonly code: Code; readonly message: string }
  | { readonly kind: 'log' }
);

/** What `--json` prints when a command ends by an error. */
const failureSchema = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.enum(Object.keys(codes) as [Code]), message: z.string() }),
});

/**
 * Reads a file that is to be merged: a report as `mirror` and `verify` print it with `--json`, or an error log.
 * @throws ReleaseError `report-unreadable`
 */
export function mergeInput(file: string, bytes: Uint8Array): MergeInput {
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith(unfinishedLog.trimEnd())) {
    return { file, kind: 'no-report', code: 'run-unfinished', message: `${file}: the run did not come to its end` };
  }
  // The shell makes the file before the program says anything.
  if (text.trim() === '' && /\.json$/i.test(file)) {
    const message = `${file}: the run did not come to its end, and left no report`;
    return { file, kind: 'no-report', code: 'run-unfinished', message };
  }
  if (/^(?:ERROR: .*(?:\n|$))*$/.test(text)) return { file, kind: 'log' };
  const unreadable = (why: string) =>
    new ReleaseError('report-unreadable', `${file} is no report that can be merged: ${why}`, {
      hint: 'A report is what mirror or verify prints with --json. An error log can stand beside it.',
    });
  const json = parseForeignJson(bytes, maxReportBytes, unreadable);
  const failure = failureSchema.safeParse(json);
  if (failure.success) {
    const { code, message } = failure.data.error;
    return { file, kind: 'no-report', code, message: `${file}: ${message}` };
  }
  const parsed = reportSchema.safeParse(json);
  if (parsed.success) return { file, kind: 'report', report: parsed.data };
  const issue = parsed.error.issues[0];
  throw unreadable(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
}
