import { describe, expect, it } from 'vitest';
import type { JobEvent } from '#jobs';
import { formatLine, JobNarrator, type Line, progressLines, reportText } from '#text';
import { mirrorClosing } from '../../../src/extension/jobs/words/closing-words.ts';
import { progressMessage } from '../../../src/extension/jobs/words/progress-message.ts';
import { errorLog } from '../../../src/jobs/error-log.ts';
import { item, reportOf, target } from '../../support/job-results.ts';

const text = (lines: readonly Line[]) => lines.map((line) => formatLine(line, false));
const hint = 'Run: aws sso login --profile seller';
const paused: JobEvent = { schemaVersion: 1, type: 'paused', reason: 'AWS: Token is expired', hint };

describe('a job that waits for a login', () => {
  it('says why and what to do, in the log and in place of its progress, until it goes on', () => {
    const narrator = new JobNarrator();
    narrator.tell({ schemaVersion: 1, type: 'phase', phase: 'copy', total: 1 }, 0);
    const { progress } = narrator;
    const shown = () => text(progressLines(progress, { width: 100, height: 5, now: 0, name: (name) => name }));
    const before = shown();
    expect(text(narrator.tell(paused, 0))).toEqual(['  paused     AWS: Token is expired', `             ${hint}`]);
    expect(shown()).toEqual([`  paused     ${hint}`]);
    expect(progressMessage(progress, 0)).toBe(`paused: ${hint}`);
    expect(text(narrator.tell({ schemaVersion: 1, type: 'resumed' }, 0))).toEqual(['  resumed']);
    expect(shown()).toEqual(before);
  });
});

describe('a mirror that a login has stopped', () => {
  const stopped = { code: 'login-expired' as const, message: 'AWS: Token is expired', hint };
  const items = [item('a:1', 'copied'), item('b:1', 'cancelled', stopped), item('c:1', 'cancelled', stopped)];
  const report = reportOf(items, {
    cancelled: false,
    warnings: [{ code: 'login-expired', message: 'AWS: Token is expired' }],
  });

  it("ends with one reason, and is nobody's cancel", () => {
    const lines = text(reportText(report, { target, log: undefined, exitCode: 1, brief: false }, 100));
    expect(lines.join('\n')).toContain('warning: login-expired AWS: Token is expired');
    expect(lines.at(-1)).toBe('  Exit status 1: the login ended, 2 cancelled; log in, and the same command continues');
    expect(mirrorClosing(report)).toEqual({
      gravity: 'warning',
      text: '1 image mirrored, 2 not released, AWS: Token is expired',
    });
  });

  it('has one line in the error log, before those of the images that failed', () => {
    const failed = item('d:1', 'failed', { code: 'content-missing', message: 'not there' });
    expect(errorLog([...items, failed])).toBe(
      `ERROR: AWS: Token is expired; 2 images were not released\nERROR: ${failed.target}: not there\n`,
    );
  });
});
