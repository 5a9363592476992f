import path from 'node:path';
import { ReleaseError } from '#problem';
import { errorText, formatLine, planDocument, reportDocument, verifyDocument } from '#text';
import type { Operate } from '../operation.ts';
import type { Failure, JobDocument, KnownPlan } from '../protocol.ts';

/** A record's plan or report as a text to read. */
export const document: Operate<'document'> = async ({ record: name, part }, { records }) => {
  const record = await records.read(name);
  const fileName = nameFrom(record.place.settings);
  if (record.plan === undefined) return verifyDocument(record.report, fileName);
  if (part === 'plan') return planDocument(record.plan, fileName);
  const { report, log, failure, plan } = record;
  if (report) return reportDocument(report, { plan, log, fileName });
  return failure ? failureDocument(failure) : plainText(progressWords(record));
};

/** Files are named from the folder of the settings, when they lie there. */
function nameFrom(settings: string | undefined): (file: string) => string {
  const start =
    settings === undefined ? undefined : `${path.dirname(settings).replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return (file) => (start !== undefined && file.startsWith(start) ? file.slice(start.length) : file);
}

function failureDocument({ code, message, ...rest }: Failure): JobDocument {
  const lines = errorText(new ReleaseError(code, message, rest), 100);
  return plainText(lines.map((line) => formatLine(line, false)).join('\n'));
}

function progressWords({ state, startedAt }: KnownPlan): string {
  if (state === 'planned') return 'This plan has not been run.';
  if (state === 'running') return `The mirror has been running since ${startedAt}.`;
  return `The mirror began at ${startedAt}, and its process is gone without a report.\nRun the plan again: it continues with what is missing.`;
}

function plainText(text: string): JobDocument {
  return { text: `${text}\n`, links: [], folds: [] };
}
