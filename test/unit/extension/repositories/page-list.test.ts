import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { PageList } from '../../../../src/extension/repositories/page-list.ts';

/** A list of pages with so many entries each, named by their place: 0, 1, 2 … */
function pagesOf(...sizes: number[]) {
  const asked: (string | undefined)[] = [];
  const failing = new Set<number>();
  const list = new PageList<number>(async (cursor) => {
    asked.push(cursor);
    const page = Number(cursor ?? 0);
    if (failing.has(page)) throw new ReleaseError('unreachable', `page ${page} is out of reach`);
    const start = sizes.slice(0, page).reduce((sum, size) => sum + size, 0);
    const items = Array.from({ length: sizes[page] ?? 0 }, (_, at) => start + at);
    return page + 1 < sizes.length ? { items, next: String(page + 1) } : { items };
  });
  return { list, asked, failing };
}

const counts = ({ rows, all, hasMore, isComplete }: PageList<number>) => ({
  rows: rows.length,
  loaded: all.length,
  hasMore,
  isComplete,
});

describe('PageList', () => {
  it('reads nothing before it is asked, then one page', async () => {
    const { list, asked } = pagesOf(1000, 1000);
    expect(counts(list)).toEqual({ rows: 0, loaded: 0, hasMore: true, isComplete: false });
    expect(asked).toEqual([]);
    await list.ready();
    await list.ready();
    expect(asked).toEqual([undefined]);
    expect(counts(list)).toEqual({ rows: 100, loaded: 1000, hasMore: true, isComplete: false });
  });

  it('shows more of what is there without asking, as long as there is any', async () => {
    const { list, asked } = pagesOf(241, 50);
    await list.ready();
    await list.more();
    await list.more();
    expect(counts(list)).toEqual({ rows: 241, loaded: 241, hasMore: true, isComplete: false });
    expect(asked).toHaveLength(1);
    await list.more();
    expect(asked).toEqual([undefined, '1']);
    expect(counts(list)).toEqual({ rows: 291, loaded: 291, hasMore: false, isComplete: true });
  });

  it('reads one page when somebody asks for more, and not the one after it', async () => {
    const { list, asked } = pagesOf(30, 30, 30);
    await list.ready();
    expect(counts(list)).toMatchObject({ rows: 30, hasMore: true });
    await list.more();
    expect(asked).toHaveLength(2);
    expect(counts(list)).toMatchObject({ rows: 60, hasMore: true });
  });

  it('reads a page once, however often it is asked for', async () => {
    const { list, asked } = pagesOf(100, 100, 100);
    await Promise.all([list.ready(), list.ready(), list.more()]);
    expect(asked).toHaveLength(1);
    await Promise.all([list.more(), list.more(), list.ready()]);
    expect(asked).toHaveLength(2);
    expect(list.rows).toHaveLength(200);
  });

  it('keeps what it has when a page fails, and tries that page again', async () => {
    const { list, asked, failing } = pagesOf(100, 100);
    failing.add(1);
    await list.ready();
    await list.more();
    expect(list.failure).toMatchObject({ code: 'unreachable', message: 'page 1 is out of reach' });
    expect(counts(list)).toEqual({ rows: 100, loaded: 100, hasMore: true, isComplete: false });
    // Showing it again is no new try.
    await list.ready();
    expect(asked).toHaveLength(2);
    failing.clear();
    await list.more();
    expect(list.failure).toBeUndefined();
    expect(counts(list)).toEqual({ rows: 200, loaded: 200, hasMore: false, isComplete: true });
  });

  it('begins again after its first page failed', async () => {
    const { list, failing } = pagesOf(3);
    failing.add(0);
    await list.ready();
    expect(list.failure?.code).toBe('unreachable');
    expect(list.isComplete).toBe(false);
    failing.clear();
    await list.more();
    expect(counts(list)).toEqual({ rows: 3, loaded: 3, hasMore: false, isComplete: true });
  });

  it('takes an error of any kind', async () => {
    const list = new PageList(() => Promise.reject(new TypeError('what')));
    await list.ready();
    expect(list.failure).toMatchObject({ code: 'internal', message: 'what' });
  });

  it('stops at a page that names itself as the next', async () => {
    const list = new PageList(async () => ({ items: [1], next: 'again' }));
    await list.ready();
    await list.more();
    expect(list.failure?.code).toBe('registry-error');
    expect(list.rows).toEqual([1]);
  });

  it('orders what is loaded, also what comes later, without changing what it was given', async () => {
    const { list } = pagesOf(3, 3);
    const down = (a: number, b: number) => b - a;
    await list.ready();
    list.sort(down);
    expect(list.rows).toEqual([2, 1, 0]);
    await list.more();
    expect(list.rows).toEqual([5, 4, 3, 2, 1, 0]);
    list.sort(undefined);
    expect(list.rows).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('reads on with a filter until a hundred rows match', async () => {
    const { list, asked } = pagesOf(1000, 1000, 1000, 1000);
    list.filter((item) => item % 20 === 0);
    await list.ready();
    expect(asked).toHaveLength(2);
    expect(counts(list)).toEqual({ rows: 100, loaded: 2000, hasMore: true, isComplete: false });
  });

  it('reads at most ten pages for a filter at a time', async () => {
    const { list, asked } = pagesOf(...Array<number>(25).fill(10));
    list.filter((item) => item === 240);
    await list.ready();
    expect(asked).toHaveLength(10);
    expect(counts(list)).toEqual({ rows: 0, loaded: 100, hasMore: true, isComplete: false });
    await list.more();
    expect(asked).toHaveLength(20);
    await list.more();
    expect(counts(list)).toEqual({ rows: 1, loaded: 250, hasMore: false, isComplete: true });
  });

  it('filters what is loaded without reading it again, and begins with the first hundred rows', async () => {
    const { list, asked } = pagesOf(1000);
    await list.ready();
    await list.more();
    list.filter((item) => item < 150);
    await list.ready();
    expect(counts(list)).toMatchObject({ rows: 100, hasMore: true });
    list.filter(undefined);
    await list.ready();
    expect(counts(list)).toMatchObject({ rows: 100, loaded: 1000 });
    expect(asked).toHaveLength(1);
  });

  it('goes on for a filter that is set while a page is on its way', async () => {
    const { list, asked } = pagesOf(10, 10, 10);
    const reading = list.ready();
    list.filter((item) => item === 25);
    await Promise.all([reading, list.ready()]);
    expect(list.rows).toEqual([25]);
    expect(asked).toHaveLength(3);
  });

  it('reads on without showing more', async () => {
    const { list, asked, failing } = pagesOf(1000, 10, 10);
    await list.ready();
    failing.add(1);
    await list.readOn();
    expect(list.failure?.code).toBe('unreachable');
    failing.clear();
    await Promise.all([list.readOn(), list.readOn()]);
    expect(counts(list)).toEqual({ rows: 100, loaded: 1010, hasMore: true, isComplete: false });
    await list.readOn();
    await list.readOn();
    expect(counts(list)).toEqual({ rows: 100, loaded: 1020, hasMore: true, isComplete: true });
    expect(asked).toHaveLength(4);
  });

  it('shows as many rows as it takes to reach one that is loaded', async () => {
    const { list } = pagesOf(1000);
    await list.ready();
    expect(list.reach(499)).toBe(true);
    expect(list.rows).toHaveLength(500);
    expect(list.reach(3)).toBe(true);
    expect(list.rows).toHaveLength(500);
    expect(list.reach(1000)).toBe(false);
  });
});
