import type { Problem } from '#problem';
import { fileProblems } from './file-warning.ts';
import type { Item } from './item.ts';
import { type ItemProblems, itemProblems } from './item-problems.ts';
import type { Report } from './report.ts';
import { isGrave, isStopOf } from './report-warnings.ts';
import { stopWords } from './stop-words.ts';

/** Something about a run as a whole, which no line of a file is to blame for. */
export interface RunNotice {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a job found, for programs that read problems. */
export interface ResultProblems extends ItemProblems {
  readonly notices: readonly RunNotice[];
}

const lateStop: RunNotice = { severity: 'error', message: 'The job was cancelled after its images' };

/** What a plan found of images and files. A plan that is stopped says of what it did not look at. */
export function planProblems(items: readonly Item[], warnings: readonly Problem[]): ResultProblems {
  return withFiles(items, warnings, stopNotices(items, 'planned'));
}

/** What a report says of images and files, and what went wrong beside them: without that, a run that was stopped would look clean. */
export function reportProblems(report: Report): ResultProblems {
  const { items, warnings, fileWarnings = [], job } = report;
  const stopped = stopNotices(items, job === 'verify' ? 'verified' : 'released');
  // Images that were all looked at do not tell that the job was stopped after them; a warning may.
  const isTold = stopped.length > 0 || warnings.some(({ code }) => code === 'cancelled');
  const late = report.cancelled && !isTold ? [lateStop] : [];
  const told = warnings
    .filter((warning) => !isStopOf(warning, items))
    .map((warning): RunNotice => {
      const { message, item } = warning;
      const severity = !report.ok && isGrave(warning) ? 'error' : 'warning';
      return { severity, message: item === undefined ? message : `${item}: ${message}` };
    });
  return withFiles(items, fileProblems(fileWarnings), [...stopped, ...late, ...told]);
}

function withFiles(items: readonly Item[], files: readonly Problem[], notices: readonly RunNotice[]): ResultProblems {
  const { problems, suppressed } = itemProblems(items);
  return { problems: [...files, ...problems], suppressed, notices };
}

function stopNotices(items: readonly Item[], done: string): RunNotice[] {
  const stopped = items.filter(({ outcome }) => outcome === 'cancelled');
  return stopWords(stopped, done).map((message) => ({ severity: 'error', message }));
}
