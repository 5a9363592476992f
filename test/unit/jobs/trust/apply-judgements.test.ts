import { describe, expect, it } from 'vitest';
import type { ItemOutcome } from '#jobs';
import { ReleaseError, type Severity } from '#problem';
import { applyJudgements } from '../../../../src/jobs/trust/apply-judgements.ts';
import type { Judge } from '../../../../src/jobs/trust/judge.ts';
import type { Judgement } from '../../../../src/jobs/trust/judgement.ts';
import { item } from '../../../support/job-results.ts';
import { wanted } from '../../../support/mirror-world.ts';

const about = { image: wanted('a:1', 'a:1'), seen: { sourceDigest: 'sha256:a' } };

function saying(judgement: Judgement): Judge {
  return { judge: async () => judgement };
}

function finding(severity: Severity, message: string = severity) {
  return { rule: 'non-root', severity, message, hint: `hint of ${message}` } as const;
}

describe('what judges say of an image', () => {
  it.each<[outcome: ItemOutcome, severity: Severity, strict: boolean, expected: [ItemOutcome, Severity]]>([
    ['copy', 'error', false, ['failed', 'error']],
    ['copy', 'error', true, ['failed', 'error']],
    ['copy', 'warning', false, ['copy', 'warning']],
    ['copy', 'info', false, ['copy', 'info']],
    ['present', 'error', false, ['present', 'warning']],
    ['present', 'error', true, ['failed', 'error']],
    ['present', 'warning', true, ['present', 'warning']],
    ['present', 'info', false, ['present', 'info']],
    ['equivalent', 'error', false, ['equivalent', 'warning']],
    ['equivalent', 'error', true, ['failed', 'error']],
    ['equivalent', 'warning', false, ['equivalent', 'warning']],
  ])('of one to be %s, %s, strict %s: %o', async (outcome, severity, strict, expected) => {
    const judges = [saying({ findings: [finding(severity)] })];
    const judged = await applyJudgements(item('a:1', outcome), about, { judges, strict });
    expect([judged.outcome, judged.findings?.[0]?.severity]).toEqual(expected);
    const isFailed = expected[0] === 'failed';
    expect([judged.code, judged.hint]).toEqual(isFailed ? ['non-root', 'hint of error'] : [undefined, undefined]);
  });

  it('is told the gravest first, of all of them, and takes the place of what was only a warning', async () => {
    const judges = [
      saying({ findings: [finding('info'), finding('error', 'first'), finding('warning')] }),
      saying({ findings: [finding('error', 'second')], attestation: { state: 'exempt', reason: 'ours' } }),
      saying({ silenced: [{ rule: 'eol-base', reason: 'r', count: 1 }] }),
    ];
    const lacking = item('a:1', 'copy', { code: 'platform-incomplete', message: 'No arm64', hint: 'Never.' });
    expect(await applyJudgements(lacking, about, { judges })).toMatchObject({
      outcome: 'failed',
      code: 'non-root',
      message: 'first',
      hint: 'hint of first',
      attestation: { state: 'exempt', reason: 'ours' },
      findings: [{ message: 'first' }, { message: 'second' }, { message: 'warning' }, { message: 'info' }],
      silenced: [{ rule: 'eol-base' }],
    });
  });

  it('changes nothing where they have nothing to say', async () => {
    const plain = item('a:1', 'copy');
    expect(
      await applyJudgements(plain, about, { judges: [saying({}), saying({ findings: [], silenced: [] })] }),
    ).toEqual(plain);
  });

  it('is an error of its own where it could not be learned, but not when the job is stopped', async () => {
    const failing: Judge = {
      judge: () => Promise.reject(new ReleaseError('unreachable', 'Nobody answers', { hint: 'Try again.' })),
    };
    const judges = [failing];
    expect(await applyJudgements(item('a:1', 'copy'), about, { judges })).toMatchObject({
      outcome: 'failed',
      code: 'unreachable',
      findings: [{ rule: 'unreachable', severity: 'error', message: 'Nobody answers', hint: 'Try again.' }],
    });
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(applyJudgements(item('a:1', 'copy'), about, { judges, signal })).rejects.toThrow('stopped');
  });
});
