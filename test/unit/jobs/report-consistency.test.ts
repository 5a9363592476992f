import { describe, expect, it } from 'vitest';
import { errorLog, type ItemOutcome, mergeInput, mergeReports } from '#jobs';
import { exitCodeOfResult } from '#problem';
import { formatLine, reportText } from '#text';
import { isClean } from '../../../src/jobs/item.ts';
import { item, reportOf, target } from '../../support/job-results.ts';

/** What a pipeline's last stage can look at says the same: exit status, error log, `ok`, the sum and the text. */
const outcomes: readonly (readonly [ItemOutcome, boolean])[] = [
  ['copied', true],
  ['present', true],
  ['equivalent', true],
  ['ignored', true],
  ['conflict', false],
  ['failed', false],
  ['cancelled', false],
];

describe.each(outcomes)('an image that is %s', (outcome, isWell) => {
  const items = [item('good:1', 'copied'), item('other:1', outcome, { message: 'why\nso' })];
  const report = reportOf(items);

  it('is told alike by exit status, log, sum and text', () => {
    expect(isClean(items)).toBe(isWell);
    expect(report.ok).toBe(isWell);
    expect(exitCodeOfResult(report) === 0).toBe(isWell);
    expect(errorLog(items)).toBe(isWell ? '' : `ERROR: ${items[1]?.target}: why so\n`);
    const { conflict, failed, cancelled } = report.summary;
    expect(conflict + failed + cancelled === 0).toBe(isWell);
    const view = { target, log: undefined, exitCode: exitCodeOfResult(report), brief: false };
    const text = reportText(report, view, 100)
      .map((one) => formatLine(one, false))
      .join('\n');
    expect(text.includes('every image is where it belongs')).toBe(isWell);
  });

  it('is told alike once reports are merged', () => {
    const bytes = new TextEncoder().encode(JSON.stringify(report));
    const merged = mergeReports([mergeInput('a.json', bytes)]);
    expect(merged.report.ok).toBe(isWell);
    expect(merged.report.summary).toEqual(report.summary);
    expect(errorLog(merged.report.items, merged.failures)).toBe(errorLog(items));
  });
});
