import { describe, expect, it } from 'vitest';
import { type Item, itemProblems } from '#jobs';
import { at, item, list, releaseFile, sha } from '../../support/job-results.ts';

const finding = { rule: 'non-root', severity: 'error', message: 'zeebe runs as root.', hint: 'Name a user.' } as const;
const mild = { rule: 'eol-base', severity: 'warning', message: 'Old.', awsCode: 'SCAN_ERROR' } as const;

/** `file:line severity rule message`. */
function told(...items: readonly Item[]): string[] {
  return itemProblems(items).problems.map(
    ({ file, range, severity, rule, message }) => `${file}:${range.line} ${severity} ${rule} ${message}`,
  );
}

describe('the problems of items', () => {
  it('stand at every place that asks for the image', () => {
    const origins = [at(list, 3, 5), at(releaseFile, 7)];
    const failed = { code: 'content-missing', message: 'Not there', hint: 'Look.', origins } as const;
    const { problems, suppressed } = itemProblems([item('zeebe:1', 'failed', failed)]);
    const { code: rule, message, hint } = failed;
    const [, { file: _, ...second }] = origins as [Item['origins'][number], Item['origins'][number]];
    expect(problems).toEqual([
      { file: list, range: { line: 3, column: 5, endLine: 3, endColumn: 17 }, rule, severity: 'error', message, hint },
      { file: releaseFile, range: second, rule, severity: 'error', message, hint },
    ]);
    expect(suppressed).toEqual([]);
  });

  it.each<[Item['outcome'], Partial<Item>, string[]]>([
    ['copy', {}, []],
    ['copied', { findings: [mild] }, ['warning eol-base Old.']],
    ['copy', { code: 'platform-incomplete', message: 'No arm64' }, ['warning platform-incomplete No arm64']],
    ['equivalent', { code: 'platform-incomplete', message: 'No arm64' }, ['warning platform-incomplete No arm64']],
    ['present', { findings: [{ ...finding, severity: 'info' }] }, ['info non-root zeebe runs as root.']],
    [
      'failed',
      { code: 'non-root', message: finding.message, findings: [finding] },
      ['error non-root zeebe runs as root.'],
    ],
    [
      'failed',
      { code: 'unreachable', message: 'Gone', findings: [mild] },
      ['error unreachable Gone', 'warning eol-base Old.'],
    ],
    [
      'conflict',
      { code: 'tag-taken', digest: sha('c') },
      [
        'error tag-taken 709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8/zeebe:1 is taken by sha256:cccc…cccc',
      ],
    ],
    ['cancelled', { code: 'cancelled', message: 'Stopped' }, []],
    ['ignored', {}, []],
  ])('are what is wrong with one that is %s: %o', (outcome, more, expected) => {
    expect(told(item('zeebe:1', outcome, more))).toEqual(expected.map((one) => `${list}:3 ${one}`));
  });

  it("keep AWS's code, and what is off apart, with its reason", () => {
    const silenced = [{ rule: 'non-root', reason: 'until May', count: 2 } as const];
    const { problems, suppressed } = itemProblems([item('zeebe:1', 'copy', { findings: [mild], silenced })]);
    expect(problems).toMatchObject([{ awsCode: 'SCAN_ERROR' }]);
    expect(suppressed).toMatchObject([
      {
        reason: 'until May',
        problem: { rule: 'non-root', file: list, message: expect.stringContaining('2 findings') },
      },
    ]);
  });
});
