import { describe, expect, it } from 'vitest';
import { LoginPause } from '#composition';
import type { JobEvent } from '#jobs';
import type { Http, HttpRequest, HttpResponse } from '#registry';
import { testClock } from '../../support/test-clock.ts';

const ended = { message: 'Token is expired', hint: 'Run: aws sso login --profile seller', profile: 'seller' };
const request: HttpRequest = { method: 'GET', url: 'http://r.example/v2/' };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function place() {
  const events: JobEvent[] = [];
  const controller = new AbortController();
  const asked: { answer(how: 'again' | 'stop'): void }[] = [];
  let time = 0;
  const pause = new LoginPause({
    ask: () => new Promise((answer) => asked.push({ answer })),
    emit: (event) => events.push(event),
    signal: controller.signal,
    now: () => time,
  });
  const sent: string[] = [];
  const http: Http = pause.gate({
    send: async ({ url }) => {
      sent.push(url);
      return { status: 200 } as HttpResponse;
    },
  });
  const advance = (ms: number) => {
    time += ms;
  };
  return { pause, events, controller, asked, sent, http, advance };
}

describe('the pause for a login', () => {
  it('is one question for all that fail by it, and holds requests back until it is answered', async () => {
    const { pause, events, asked, sent, http } = place();
    const answers = Promise.all(Array.from({ length: 20 }, () => pause.onLoginEnded(ended)));
    const late = http.send(request);
    await settled();
    expect(asked).toHaveLength(1);
    expect(sent).toEqual([]);
    expect(events).toEqual([{ schemaVersion: 1, type: 'paused', reason: ended.message, hint: ended.hint }]);
    asked[0]?.answer('again');
    expect(new Set(await answers)).toEqual(new Set(['again']));
    await late;
    expect(sent).toHaveLength(1);
    expect(events.at(-1)).toEqual({ schemaVersion: 1, type: 'resumed' });
  });

  it('is asked for again when the next login ends, but not after a no', async () => {
    const { pause, asked } = place();
    const first = pause.onLoginEnded(ended);
    await settled();
    asked[0]?.answer('again');
    await first;
    const second = pause.onLoginEnded(ended);
    await settled();
    expect(asked).toHaveLength(2);
    asked[1]?.answer('stop');
    expect(await second).toBe('stop');
    expect(await pause.onLoginEnded(ended)).toBe('stop');
    expect(asked).toHaveLength(2);
  });

  it('ends for the one who is cancelled, and for all when the job is', async () => {
    const { pause, controller, http } = place();
    const one = new AbortController();
    const reason = new Error('this one');
    const waiting = pause.onLoginEnded(ended, one.signal);
    const all = pause.onLoginEnded(ended);
    const held = http.send({ ...request, signal: one.signal });
    one.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(held).rejects.toBe(reason);
    controller.abort(new Error('all'));
    await expect(all).rejects.toThrow('all');
  });

  it('counts for nothing in the patience with others', async () => {
    const { pause, asked, advance } = place();
    const clock = pause.clock(testClock());
    const waiting = pause.onLoginEnded(ended);
    advance(1000);
    expect(clock.pausedMs?.()).toBe(1000);
    await settled();
    asked[0]?.answer('again');
    await waiting;
    advance(1000);
    expect(clock.pausedMs?.()).toBe(1000);
  });
});
