import { isLoginEndCode, type PlanTarget, type Report } from '#jobs';
import { itemPassages } from './item-rows.ts';
import { type Line, line } from './line.ts';
import { linesOf, type Passage } from './passage.ts';
import { ignoredLines, indented, placeLines, shardLines, warningLines } from './plan-text.ts';
import { reportedRepositoryLines } from './repository-rows.ts';
import { reportSummary, troubleWords } from './summary-words.ts';

export interface ReportView {
  readonly target: PlanTarget;
  /** The error log's file, when one was written. */
  readonly log: string | undefined;
  readonly exitCode: number;
  /** Only what needs somebody: the rest has scrolled by already. */
  readonly brief: boolean;
}

/** What a mirror did: the items, the sum, where the log is, and why the program ends as it does. */
export function reportText(report: Report, { target, log, exitCode, brief }: ReportView, width: number): Line[] {
  const items = brief ? report.items.filter(({ outcome }) => troubles.has(outcome)) : report.items;
  return [
    ...(brief ? [line()] : []),
    ...linesOf(reportPassages({ ...report, items }, { target, log }, width, (file) => file)),
    ...indented(`Exit status ${exitCode}: ${reportReason(report)}`, width),
  ];
}

/**
 * What a mirror did, with what its lines lead to; why it ended so is for each face to say.
 * @param fileName the name to show for a file
 */
export function reportPassages(
  report: Report,
  { target, log }: Pick<ReportView, 'target' | 'log'>,
  width: number,
  fileName: (file: string) => string,
): Passage[] {
  const rows = itemPassages(report.items, target, width);
  return [
    { lines: [...placeLines(titleOf(report), target, width), ...shardLines(report, width), line()] },
    ...rows,
    { lines: reportedRepositoryLines(report, width), group: 'repositories' },
    { lines: ignoredLines(report.items, fileName) },
    { lines: rows.length > 0 ? [line()] : [] },
    { lines: indented(reportSummary(report.summary, report.target.layout !== undefined), width) },
    { lines: logLines(report, log === undefined ? undefined : fileName(log), width) },
    { lines: report.warnings.flatMap((warning) => warningLines(warning, target, width)) },
  ];
}

function logLines({ uploadedTo }: Report, log: string | undefined, width: number): Line[] {
  if (log === undefined && uploadedTo === undefined) return [];
  const uploaded = uploadedTo === undefined ? '' : `uploaded to ${uploadedTo}`;
  if (log === undefined) return indented(`The error log is ${uploaded}.`, width);
  return indented(`The error log is ${log}${uploaded === '' ? '' : `, ${uploaded}`}.`, width);
}

const troubles: ReadonlySet<string> = new Set(['conflict', 'failed', 'cancelled']);

function titleOf({ cancelled, summary }: Report): string {
  if (cancelled) return 'Cancelled mirror to';
  return summary.copied > 0 ? 'Mirrored to' : 'Mirror to';
}

/** Why a mirror ended as it did, as the rest of a sentence. */
export function reportReason({ cancelled, ok, summary, warnings, runs }: Report): string {
  if (runs && !ok) {
    const missing = warnings.filter(({ code }) => code === 'run-unfinished' || code === 'shard-missing');
    const words = [troubleWords(summary), ...missing.map(({ message }) => message)].filter((text) => text !== '');
    return words.join('; ') || besideImages(warnings);
  }
  if (cancelled) return 'cancelled; what is done stays done, the same command continues';
  if (summary.cancelled > 0 && warnings.some(({ code }) => isLoginEndCode(code)))
    return `the login ended, ${troubleWords(summary)}; log in, and the same command continues`;
  if (!ok) return troubleWords(summary) || besideImages(warnings);
  return 'every image is where it belongs';
}

/** What is said already need not be said once more. */
function besideImages(warnings: Report['warnings']): string {
  const what = warnings.length === 1 ? 'the warning above says' : 'the warnings above say';
  return `every image is where it belongs; ${what} what else went wrong`;
}
