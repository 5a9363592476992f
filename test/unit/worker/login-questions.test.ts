import { describe, expect, it } from 'vitest';
import type { FromWorker } from '#worker';
import { LoginQuestions } from '../../../src/worker/login-questions.ts';

const ended = { message: 'Token is expired', hint: 'Run: aws sso login' };

function questions() {
  const sent: FromWorker[] = [];
  const asking = new LoginQuestions({ send: (message) => void sent.push(message) });
  return { asking, sent };
}
const job = (id: number, signal = new AbortController().signal) => ({ id, emit: () => undefined, signal });

describe('questions of a worker', () => {
  it('are put for the job that waits, and answered by their number', async () => {
    const { asking, sent } = questions();
    const answer = asking.during(job(7), () => asking.pause.onLoginEnded(ended));
    expect(sent).toEqual([{ type: 'question', id: 7, question: 1, ended }]);
    asking.answer(99, 'stop');
    asking.answer(1, 'again');
    expect(await answer).toBe('again');
    // Twice is once too often, and nothing happens.
    asking.answer(1, 'stop');
  });

  it('are not put when no job waits', async () => {
    const { asking, sent } = questions();
    expect(await asking.pause.onLoginEnded(ended)).toBe('stop');
    expect(sent).toEqual([]);
  });

  it('end with their job', async () => {
    const { asking, sent } = questions();
    const controller = new AbortController();
    const answer = asking.during(job(1, controller.signal), () => asking.pause.onLoginEnded(ended));
    expect(sent).toHaveLength(1);
    controller.abort();
    expect(await answer).toBe('stop');
  });
});
