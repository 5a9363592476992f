import { describe, expect, it } from 'vitest';
import { Facts } from '#live';
import { testClock } from '../../support/test-clock.ts';

/** Facts of ten seconds, at most three of them, and a question that is answered by hand. */
function setUp() {
  const clock = testClock();
  const facts = new Facts<string>({ lifetime: 10_000, most: 3, clock });
  const asked: { key: string; signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[] =
    [];
  const ask = (key: string, signal?: AbortSignal) =>
    facts.ask(key, (own) => new Promise((answer, fail) => asked.push({ key, signal: own, answer, fail })), signal);
  const know = async (key: string, value: string) => {
    const fact = ask(key);
    await turn();
    asked.at(-1)?.answer(value);
    return fact;
  };
  return { clock, facts, asked, ask, know };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Facts', () => {
  it('asks once and remembers the answer with its time', async () => {
    const { clock, asked, ask, know } = setUp();
    const learnedAt = clock.now();
    expect(await know('a', 'one')).toEqual({ value: 'one', learnedAt });
    clock.advance(9999);
    expect(await ask('a')).toEqual({ value: 'one', learnedAt });
    expect(asked).toHaveLength(1);
  });

  it('asks again when the fact is too old, and gives the old one to whoever wants it meanwhile', async () => {
    const { clock, facts, asked, know } = setUp();
    const { learnedAt } = await know('a', 'one');
    clock.advance(10_000);
    const again = know('a', 'two');
    expect(facts.last('a')).toEqual({ value: 'one', learnedAt });
    expect(await again).toEqual({ value: 'two', learnedAt: learnedAt + 10_000 });
    expect(facts.last('a')?.value).toBe('two');
    expect(asked).toHaveLength(2);
  });

  it('asks one question for all who ask at the same time', async () => {
    const { asked, ask } = setUp();
    const all = Promise.all([ask('a'), ask('a', new AbortController().signal), ask('a')]);
    await turn();
    asked[0]?.answer('one');
    expect((await all).map(({ value }) => value)).toEqual(['one', 'one', 'one']);
    expect(asked).toHaveLength(1);
  });

  it('does not remember a failure', async () => {
    const { facts, asked, ask, know } = setUp();
    const failing = ask('a');
    await turn();
    asked[0]?.fail(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    expect(facts.last('a')).toBeUndefined();
    expect((await know('a', 'one')).value).toBe('one');
  });

  it('cancels a question when the last one who waits gives up', async () => {
    const { asked, ask } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const waits = [ask('a', first.signal), ask('a', second.signal)];
    await turn();
    first.abort(new Error('first'));
    await expect(waits[0]).rejects.toThrow('first');
    expect(asked[0]?.signal.aborted).toBe(false);
    second.abort(new Error('second'));
    await expect(waits[1]).rejects.toThrow('second');
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it('does not cancel for one who has come and gone while another still waits without a signal', async () => {
    const { asked, ask } = setUp();
    const stop = new AbortController();
    const [staying, leaving] = [ask('a'), ask('a', stop.signal)];
    await turn();
    stop.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    asked[0]?.answer('one');
    expect((await staying).value).toBe('one');
  });

  it('asks anew after a cancelled question, even before that one has ended', async () => {
    const { asked, ask, know } = setUp();
    const stop = new AbortController();
    const cancelled = ask('a', stop.signal);
    await turn();
    stop.abort(new Error('gone'));
    await expect(cancelled).rejects.toThrow('gone');
    expect((await know('a', 'one')).value).toBe('one');
    asked[0]?.answer('too late');
    await turn();
    expect((await ask('a')).value).toBe('one');
  });

  it('refuses one whose signal has fired before', async () => {
    const { asked, ask } = setUp();
    await expect(ask('a', AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(asked).toEqual([]);
  });

  it('keeps what was looked at last, and no more than it may', async () => {
    const { facts, know } = setUp();
    for (const key of ['a', 'b', 'c']) await know(key, key);
    expect(facts.last('a')?.value).toBe('a');
    await know('d', 'd');
    expect(['a', 'b', 'c', 'd'].filter((key) => facts.last(key) !== undefined)).toEqual(['a', 'c', 'd']);
  });

  it('forgets what it is told to, and only that', async () => {
    const { facts, know } = setUp();
    for (const key of ['x/a', 'x/b', 'y/a']) await know(key, key);
    facts.forget((key) => key.startsWith('x/'));
    expect(['x/a', 'x/b', 'y/a'].map((key) => facts.last(key)?.value)).toEqual([undefined, undefined, 'y/a']);
  });

  it('does not keep an answer to a question that was forgotten while it was under way', async () => {
    const { facts, asked, ask } = setUp();
    const before = ask('a');
    await turn();
    facts.forget((key) => key === 'a');
    const after = ask('a');
    await turn();
    asked[1]?.answer('new');
    expect((await after).value).toBe('new');
    asked[0]?.answer('old');
    expect((await before).value).toBe('old');
    expect(facts.last('a')?.value).toBe('new');
  });
});
