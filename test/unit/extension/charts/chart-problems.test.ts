import { describe, expect, it } from 'vitest';
import { ChartProblemLines } from '../../../../src/extension/charts/chart-problem-lines.ts';
import { chartProblems } from '../../../../src/extension/charts/chart-problems.ts';

type Known = Parameters<typeof chartProblems>[0];

const found = (file: string, more: object = {}) => ({
  file,
  rule: 'chart-file-missing',
  severity: 'warning',
  message: 'no',
  ...more,
});
const known = (...problems: readonly object[]) =>
  ({ place: { settings: '/r/marketplace.yaml' }, plan: { problems } }) as unknown as Known;

describe('what speaks against a chart', () => {
  it('stands where its plan places it', () => {
    const place = { line: 3, column: 2, endLine: 3, endColumn: 9 };
    const problems = chartProblems(
      known(
        found('/r/charts/app/values.yaml', { ...place, awsCode: 'IMAGE_NOT_FOUND', hint: 'Mirror it.' }),
        found('C:\\r\\app\\values.yaml', { line: 4 }),
        found('/r/charts/app/Chart.yaml', { line: 1, column: 1, endLine: 1, endColumn: 1 }),
      ),
    );
    expect(problems).toEqual([
      {
        file: '/r/charts/app/values.yaml',
        range: place,
        rule: 'chart-file-missing',
        severity: 'warning',
        message: 'no',
        hint: 'Mirror it.',
        // AWS's own code is shown beside ours.
        awsCode: 'IMAGE_NOT_FOUND',
      },
      expect.objectContaining({ range: { line: 4, column: 1, endLine: 4, endColumn: 1000 } }),
      expect.objectContaining({ range: { line: 1, column: 1, endLine: 1, endColumn: 1000 } }),
    ]);
  });

  it('goes when the chart is right, and leaves what other charts have', () => {
    const told: string[] = [];
    const lines = new ChartProblemLines({
      replace: (finder, looked, problems) => told.push(`${finder} ${looked} ${problems.length}`),
    });
    lines.replace('a', chartProblems(known(found('/r/a/values.yaml'))));
    lines.replace('b', chartProblems(known(found('/r/b/values.yaml'))));
    lines.replace('a', []);
    expect(told).toEqual([
      'charts /r/a/values.yaml 1',
      'charts /r/a/values.yaml,/r/b/values.yaml 2',
      'charts /r/a/values.yaml,/r/b/values.yaml 1',
    ]);
  });
});
