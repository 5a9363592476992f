import { comparePositions, type Problem, type SuppressedProblem } from '#problem';

/** What a check found. */
export interface CheckResult {
  /** Whether nothing is an error. */
  readonly ok: boolean;
  /** By file and place. */
  readonly problems: readonly Problem[];
  /** What rules found that the settings have off, in the same order. */
  readonly suppressed: readonly SuppressedProblem[];
}

/** What was found, each thing once, by file and place. */
export function checkResult(found: readonly Problem[], off: readonly SuppressedProblem[]): CheckResult {
  const problems = distinct(found).sort(comparePositions);
  const suppressed = distinct(off).sort((a, b) => comparePositions(a.problem, b.problem));
  return { ok: problems.every(({ severity }) => severity !== 'error'), problems, suppressed };
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
