import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReleaseError } from '#problem';
import type { RepositoryNode, TagNode } from '../../../../src/extension/repositories/node.ts';
import { TagSearch } from '../../../../src/extension/repositories/tag-search.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const asked: { tag: string; signal: AbortSignal; answer: (tag?: TagNode) => void; fail: (error: Error) => void }[] =
    [];
  const states: string[] = [];
  const search: TagSearch = new TagSearch({
    isLoaded: (tag) => tag === 'loaded',
    find: (tag, signal) => new Promise((answer, fail) => asked.push({ tag, signal, answer, fail })),
    onChange: () => states.push(search.finding.state),
  });
  return { search, asked, states };
}

const node = (tag: string): TagNode => ({ kind: 'tag', parent: {} as RepositoryNode, tag });

describe('TagSearch', () => {
  it('asks for the whole text after a pause', async () => {
    const { search, asked, states } = setUp();
    for (const text of ['1', '1.', '1.0', ' 1.0 ']) search.type(text);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(300);
    expect(search.finding).toEqual({ state: 'asking', text: '1.0' });
    expect(asked.map(({ tag }) => tag)).toEqual(['1.0']);
    asked[0]?.answer(node('1.0'));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.finding).toEqual({ state: 'found', node: node('1.0') });
    expect(states).toEqual(['asking', 'found']);
    search.type('1.0.');
    expect(states).toEqual(['asking', 'found', 'none']);
  });

  it('asks again for what could not be asked for', async () => {
    const { search, asked, states } = setUp();
    search.again();
    search.type('1.0');
    await vi.advanceTimersByTimeAsync(300);
    asked[0]?.fail(new ReleaseError('unreachable', 'no'));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.finding).toMatchObject({ state: 'failed', text: '1.0' });
    search.again();
    search.again();
    asked[1]?.answer(node('1.0'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.map(({ tag }) => tag)).toEqual(['1.0', '1.0']);
    expect(states).toEqual(['asking', 'failed', 'asking', 'found']);
  });

  it.each(['', ' ', 'loaded', 'no tag', '-1', 'a:b'])('asks nobody for %j', async (text) => {
    const { search, asked } = setUp();
    search.type(text);
    await vi.advanceTimersByTimeAsync(1000);
    expect(search.finding).toEqual({ state: 'none' });
    expect(asked).toEqual([]);
  });

  it('says that there is no such tag, and why nobody could say', async () => {
    const { search, asked } = setUp();
    search.type('1.0');
    await vi.advanceTimersByTimeAsync(300);
    asked[0]?.answer(undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(search.finding).toEqual({ state: 'missing', text: '1.0' });
    search.type('2.0');
    await vi.advanceTimersByTimeAsync(300);
    const error = new ReleaseError('unreachable', 'no');
    asked[1]?.fail(error);
    await vi.advanceTimersByTimeAsync(0);
    expect(search.finding).toEqual({ state: 'failed', text: '2.0', error });
  });

  it('cancels a question when something else is typed, and does not take its answer', async () => {
    const { search, asked } = setUp();
    search.type('1.0');
    await vi.advanceTimersByTimeAsync(300);
    search.type('2.0');
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer(node('1.0'));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.finding).toEqual({ state: 'none' });
    await vi.advanceTimersByTimeAsync(300);
    expect(search.finding).toEqual({ state: 'asking', text: '2.0' });
  });

  it('asks nothing more when it is stopped', async () => {
    const { search, asked, states } = setUp();
    search.type('1.0');
    search.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    search.type('2.0');
    await vi.advanceTimersByTimeAsync(300);
    const before = states.length;
    search.stop();
    asked[0]?.fail(new ReleaseError('cancelled', 'gone'));
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toHaveLength(before);
  });
});
