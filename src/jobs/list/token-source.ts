import type { Source, Teller } from './source.ts';

/** The most that AWS gives at a time, and more than most registries do. */
const mostAtATime = 1000;

/**
 * A source that names its next place with one token: AWS's `nextToken`, the path of a registry's next page.
 * @param read `token` is undefined at the beginning; `size` is how many entries to ask for, 1 to 1000
 */
export function tokenSource<T>(
  teller: Teller,
  read: (
    token: string | undefined,
    size: number,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Source<T> {
  return {
    teller,
    read: async (at, wanted) => {
      const { items, next } = await read(at[0], Math.min(wanted, mostAtATime));
      return { pieces: [{ at, items }], ...(next === undefined ? {} : { next: [next] }) };
    },
  };
}
