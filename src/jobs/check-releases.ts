import { type CheckInput, check } from './check.ts';
import { type CheckResult, checkResult } from './check-result.ts';

/** The problems of the files of several releases, each by its own settings; what two of them find alike is told once. */
export function checkReleases(inputs: readonly CheckInput[]): CheckResult {
  const results = inputs.map(check);
  return checkResult(
    results.flatMap(({ problems }) => problems),
    results.flatMap(({ suppressed }) => suppressed),
  );
}
