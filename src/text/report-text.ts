import type { PlanTarget, Report } from '#jobs';
import { itemRows } from './item-rows.ts';
import { type Line, line } from './line.ts';
import { ignoredLines, indented, placeLines } from './plan-text.ts';
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
  const rows = itemRows(items, target, width);
  return [
    ...(brief ? [line()] : []),
    ...placeLines(titleOf(report), target, width),
    line(),
    ...rows,
    ...(brief ? [] : ignoredLines(report.items)),
    ...(rows.length > 0 ? [line()] : []),
    ...indented(reportSummary(report.summary), width),
    ...(log === undefined ? [] : indented(`The error log is ${log}.`, width)),
    ...report.warnings.flatMap(({ code, message }) => indented(`warning: ${code} ${message}`, width)),
    ...indented(`Exit status ${exitCode}: ${reason(report)}`, width),
  ];
}

const troubles: ReadonlySet<string> = new Set(['conflict', 'failed', 'cancelled']);

function titleOf({ cancelled, summary }: Report): string {
  if (cancelled) return 'Cancelled mirror to';
  return summary.copied > 0 ? 'Mirrored to' : 'Mirror to';
}

function reason({ cancelled, ok, summary, warnings }: Report): string {
  if (cancelled) return 'cancelled; what is done stays done, the same command continues';
  if (!ok) return troubleWords(summary) || warnings.map(({ message }) => message).join('; ');
  return 'every image is where it belongs';
}
