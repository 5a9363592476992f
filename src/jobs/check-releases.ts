import { comparePositions } from '#problem';
import { type CheckInput, type CheckResult, check } from './check.ts';

/** The problems of the files of several releases, each by its own settings; what two of them find alike is told once. */
export function checkReleases(inputs: readonly CheckInput[]): CheckResult {
  const results = inputs.map(check);
  const problems = results.flatMap((result) => result.problems);
  const distinct = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  return { ok: results.every(({ ok }) => ok), problems: distinct.sort(comparePositions) };
}
