import { type Code, ReleaseError } from '#problem';
import { type Cursor, nextCursor, readCursor } from './cursor.ts';
import { type At, answersOf, type Source } from './source.ts';

/** Which page of a list is wanted. */
export interface PageChoice {
  /** `next` of the page before; absent: the first page. */
  readonly cursor?: string | undefined;
  /** 1 to 1000, which is the default. */
  readonly pageSize?: number | undefined;
}

/** A list that several can tell, the best first: one who may not is followed by the next. */
export interface PagedList<F extends string, T> {
  /** In words, with all that makes it this list and no other. */
  readonly name: string;
  readonly sources: readonly NamedSource<F, T>[];
}

interface NamedSource<F extends string, T> {
  readonly from: F;
  readonly source: Source<T>;
  /** Its answers are small: a page is made of as many as it takes. Else of one, or the first that has anything for us. */
  readonly isSmall?: boolean;
}

/** Entries of a list, and who told them. */
interface Told<F extends string, T> {
  readonly from: F;
  /** What the best source answered when it may not tell. */
  readonly refusal?: Refusal;
  readonly items: T[];
}

export interface Refusal {
  readonly code: Code;
  readonly message: string;
}

const mostEntries = 1000;

/**
 * One page: at most `pageSize` entries, and none only at the list's end.
 * @throws ReleaseError `usage` for a cursor or size that is none; what the sources throw
 */
export async function onePage<F extends string, T>(
  list: PagedList<F, T>,
  { cursor, pageSize = mostEntries }: PageChoice,
): Promise<Told<F, T> & { readonly next?: string }> {
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > mostEntries)
    throw new ReleaseError('usage', `A page has 1 to ${mostEntries} entries, not ${pageSize}`);
  const before = cursor === undefined ? undefined : readCursor(cursor, list.name);
  const { rest, source, ...told } = await firstThatMay(list, before, pageSize);
  if (rest === undefined) return told;
  return { ...told, next: nextCursor(list.name, { from: told.from, ...rest }, before, source.teller) };
}

/**
 * The whole list.
 * @throws what the sources throw
 */
export async function wholeList<F extends string, T>(list: PagedList<F, T>): Promise<Told<F, T>> {
  const { from, refusal, items } = await firstThatMay(list, undefined, Number.POSITIVE_INFINITY);
  return { from, ...(refusal === undefined ? {} : { refusal }), items };
}

/** Reads from the first source that may tell; once a list has begun, only from the one that began it. */
async function firstThatMay<F extends string, T>(
  { name, sources }: PagedList<F, T>,
  before: Cursor | undefined,
  size: number,
) {
  const may = before === undefined ? sources : sources.filter(({ from }) => from === before.from);
  let refusal: Refusal | undefined;
  for (const [at, { from, source, isSmall }] of may.entries()) {
    try {
      const enough = isSmall || size === Number.POSITIVE_INFINITY ? size : 1;
      const read = await readEntries(source, before ?? { at: [], skip: 0 }, size, enough);
      return { from, source, ...(refusal === undefined ? {} : { refusal }), ...read };
    } catch (error) {
      if (at === may.length - 1 || !ReleaseError.is(error) || error.code !== 'access-denied') throw error;
      refusal ??= { code: error.code, message: error.message };
    }
  }
  throw new ReleaseError('usage', `The cursor is no place in the list of ${name}`);
}

/**
 * @param size how many entries at most
 * @param enough how many suffice at the end of an answer
 */
async function readEntries<T>(
  source: Source<T>,
  start: { readonly at: At; readonly skip: number },
  size: number,
  enough: number,
): Promise<{ items: T[]; rest?: { readonly at: At; readonly skip: number } }> {
  const items: T[] = [];
  let { skip } = start;
  for await (const { pieces, next } of answersOf(source, start.at, () => size - items.length)) {
    for (const { at, items: all } of pieces) {
      const end = Math.min(all.length, skip + size - items.length);
      for (const item of all.slice(skip, end)) items.push(item);
      if (end < all.length) return { items, rest: { at, skip: end } };
      skip = 0;
    }
    if (next !== undefined && items.length >= enough) return { items, rest: { at: next, skip: 0 } };
  }
  return { items };
}
