import { isLoginEndCode, type PlanTarget, type Report } from '#jobs';
import { assessmentLines } from './assessment-lines.ts';
import { fileWarnings } from './file-warnings.ts';
import { itemPassages } from './item-rows.ts';
import { type Line, line } from './line.ts';
import { linesOf, type Passage } from './passage.ts';
import { ignoredLines, indented, placeLines, productLines, rehearsal, shardLines, warningLines } from './plan-text.ts';
import { reportWords } from './report-words.ts';
import { reportedRepositoryLines } from './repository-rows.ts';
import { trustLines } from './trust-words.ts';

export interface ReportView {
  readonly target: PlanTarget;
  /** The error log's file, when one was written. */
  readonly log: string | undefined;
  readonly exitCode: number;
  /** Only what needs somebody: the rest has scrolled by already. */
  readonly brief: boolean;
}

/** What a job did: the items, the sum, where the log is, and why the program ends as it does. */
export function reportText(report: Report, { target, log, exitCode, brief }: ReportView, width: number): Line[] {
  const items = brief ? report.items.filter(({ outcome }) => troubles.has(outcome)) : report.items;
  return [
    ...(brief ? [line()] : []),
    ...linesOf(reportPassages(report, { target, log, items }, width, (file) => file)),
    ...indented(`Exit status ${exitCode}: ${reportReason(report)}`, width),
  ];
}

/**
 * What a job did, with what its lines lead to; why it ended so is for each face to say.
 * @param view `items`: those that are shown, where not all are
 * @param fileName the name to show for a file
 */
export function reportPassages(
  report: Report,
  { target, log, items = report.items }: Pick<ReportView, 'target' | 'log'> & { readonly items?: Report['items'] },
  width: number,
  fileName: (file: string) => string,
): Passage[] {
  const words = reportWords[report.job];
  const rows = itemPassages(items, target, width);
  return [
    {
      lines: [
        ...placeLines(words.title(report), target, width),
        ...rehearsal({ target, endpoints: report.endpoints ?? [] }, width),
        ...shardLines(report, width),
        ...productLines(report, width),
        line(),
      ],
    },
    ...rows,
    { lines: reportedRepositoryLines(report, width), group: 'repositories' },
    { lines: ignoredLines(items, width, fileName) },
    ...fileWarnings({ warnings: [...(report.fileWarnings ?? [])] }, width, fileName),
    { lines: assessmentLines(report, width), group: 'assessments' },
    { lines: rows.length > 0 ? [line()] : [] },
    { lines: indented(words.summary(report), width) },
    { lines: trustLines(report, width) },
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

/** Why a job ended as it did, as the rest of a sentence. */
export function reportReason(report: Report): string {
  const { job, cancelled, ok, summary, warnings, runs } = report;
  const words = reportWords[job];
  const trouble = words.trouble(report);
  if (runs && !ok) {
    const missing = warnings.filter(({ code }) => code === 'run-unfinished' || code === 'shard-missing');
    const all = [trouble, ...missing.map(({ message }) => message)].filter((text) => text !== '');
    return all.join('; ') || besideImages(warnings);
  }
  if (cancelled) return `cancelled; ${words.cancelled}`;
  if (summary.cancelled > 0 && warnings.some(({ code }) => isLoginEndCode(code)))
    return `the login ended, ${trouble}; ${words.again}`;
  if (!ok) return trouble || besideImages(warnings);
  return wholly(report);
}

/** A verification is there to tell what buyers cannot pull. */
function wholly({ job, items }: Report): string {
  const lacking = items.filter(({ missingPlatforms }) => missingPlatforms.length > 0).length;
  if (job !== 'verify' || lacking === 0) return 'every image is where it belongs';
  return `every image is there, but ${lacking} without all ${lacking === 1 ? 'its' : 'their'} platforms`;
}

/** What is said already need not be said once more. */
function besideImages(warnings: Report['warnings']): string {
  const what = warnings.length === 1 ? 'the warning above says' : 'the warnings above say';
  return `every image is where it belongs; ${what} what else went wrong`;
}
