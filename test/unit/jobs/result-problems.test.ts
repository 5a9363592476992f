import { describe, expect, it } from 'vitest';
import { checkGithub, checkSarif, planProblems, type Report, reportProblems } from '#jobs';
import { at, item, list, reportOf } from '../../support/job-results.ts';

const ended = { code: 'login-expired', message: 'The login has ended, 100 %' } as const;
const stopped = [item('a:1', 'cancelled', ended), item('b:1', 'cancelled', ended)];
const wished = item('c:1', 'cancelled', { code: 'cancelled', message: 'The job was cancelled before this' });

function invocationOf(report: Report) {
  const { problems, suppressed, notices } = reportProblems(report);
  const log = checkSarif(problems, '1.0.0', suppressed, notices) as {
    runs: { invocations?: { executionSuccessful: boolean; toolExecutionNotifications: object[] }[] }[];
  };
  return log.runs[0]?.invocations?.[0];
}

describe('a run that was stopped', () => {
  it('does not look clean: once for each reason, with the number of images', () => {
    const report = reportOf([...stopped, wished], { job: 'verify', warnings: [ended] });
    expect(reportProblems(report)).toMatchObject({ problems: [], suppressed: [] });
    expect(invocationOf(report)).toEqual({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'The login has ended, 100 %; 2 images were not verified' } },
        { level: 'error', message: { text: 'The job was cancelled; 1 image was not verified' } },
      ],
    });
    expect(checkGithub([], reportProblems(report).notices)).toBe(
      '::error::The login has ended, 100 %25; 2 images were not verified\n::error::The job was cancelled; 1 image was not verified\n',
    );
  });

  it('is told of a plan too, and of a report whose images were all looked at', () => {
    expect(planProblems([wished], []).notices).toEqual([
      { severity: 'error', message: 'The job was cancelled; 1 image was not planned' },
    ]);
    const late = reportOf([item('a:1', 'present')], { job: 'verify', ok: false, cancelled: true });
    expect(invocationOf(late)).toMatchObject({ executionSuccessful: false });
  });
});

describe('what went wrong beside the images', () => {
  const log = { code: 'file-not-writable', message: 'x.log cannot be written' } as const;
  const assessed = { code: 'assessment-failed', message: 'AWS found root', item: 'zeebe:1' } as const;

  it('is an error where the run was not well by it, and a warning otherwise', () => {
    const items = [item('a:1', 'present')];
    expect(reportProblems(reportOf(items, { ok: false, warnings: [log, assessed] })).notices).toEqual([
      { severity: 'error', message: log.message },
      { severity: 'warning', message: `zeebe:1: ${assessed.message}` },
    ]);
    expect(invocationOf(reportOf(items, { warnings: [assessed] }))).toMatchObject({ executionSuccessful: true });
    expect(invocationOf(reportOf(items))).toBeUndefined();
  });
});

describe('warnings of files', () => {
  it('stand on their lines, before what is said of images', () => {
    const { file, ...range } = at(list, 7);
    const warning = { rule: 'tag-latest', message: 'It moves', hint: 'Pin it.' } as const;
    const problem = { file, range, severity: 'warning', ...warning } as const;
    const report = reportOf([], { fileWarnings: [{ file, ...range, ...warning }] });
    expect(reportProblems(report).problems).toEqual([problem]);
    const more = { severity: 'info', awsCode: 'INVALID_INPUT' } as const;
    const info = reportOf([], { fileWarnings: [{ file, ...range, ...warning, ...more }] });
    const { problems } = reportProblems(info);
    expect(problems).toEqual([{ ...problem, ...more }]);
    expect(checkGithub(problems)).toMatch(/^::notice .*AWS: INVALID_INPUT/);
    expect(checkSarif(problems, '1.0.0')).toMatchObject({ runs: [{ results: [{ level: 'note' }] }] });
    expect(
      planProblems([item('a:1', 'failed', { code: 'unreachable', message: 'Away' })], [problem]).problems,
    ).toMatchObject([problem, { rule: 'unreachable' }]);
  });
});
