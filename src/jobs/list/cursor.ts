import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { digestOf, parseForeignJson } from '#registry';
import { type At, goesInCircles, type Teller } from './source.ts';

/** A cursor holds what AWS or a registry named, which is a few kilobytes at most. */
const maxCursorBytes = 65_536;

const cursorSchema = z.object({
  /** Which list it is of. */
  list: z.string(),
  /** Which of the list's sources told it. */
  from: z.string(),
  at: z.array(z.string()),
  /** Entries at that place that the page before had already. */
  skip: z.int().check(z.nonnegative()),
  /** How many pages came before. */
  pages: z.int().check(z.positive()),
  /** A place that was passed: to come there again is to go in circles. */
  mark: z.string(),
});

/** Where a page begins. */
export type Cursor = z.infer<typeof cursorSchema>;

/** A place in a list. */
interface Place {
  readonly from: string;
  readonly at: At;
  readonly skip: number;
}

/**
 * Reads a cursor.
 * @param list what the list is called: a cursor of another list is refused
 * @throws ReleaseError `usage`
 */
export function readCursor(text: string, list: string): Cursor {
  const unknown = () =>
    new ReleaseError('usage', `The cursor is no place in the list of ${list}`, { hint: 'Begin with the first page.' });
  const read = cursorSchema.safeParse(parseForeignJson(new TextEncoder().encode(text), maxCursorBytes, unknown));
  if (!read.success || read.data.list !== shortHash(list)) throw unknown();
  return read.data;
}

/**
 * The cursor of the next page. Whoever pages keeps nothing but the cursor, so it also carries what shows that a list repeats itself
 * over several pages: each place is held against one that was passed, which is renewed at the 1st, 2nd, 4th, 8th … page. Whatever
 * the length of the circle, it is found within a few rounds (Brent, "An improved Monte Carlo factorization algorithm", 1980).
 * @param before the cursor of this page; undefined for the first
 * @throws ReleaseError the teller's fault, when it does
 */
export function nextCursor(list: string, place: Place, before: Cursor | undefined, teller: Teller): string {
  const here = shortHash(JSON.stringify([place.from, place.at, place.skip]));
  if (here === before?.mark) throw goesInCircles(teller);
  const pages = (before?.pages ?? 0) + 1;
  const isPowerOfTwo = (pages & (pages - 1)) === 0;
  const mark = before === undefined || isPowerOfTwo ? here : before.mark;
  const cursor: Cursor = { list: shortHash(list), from: place.from, at: [...place.at], skip: place.skip, pages, mark };
  return JSON.stringify(cursor);
}

function shortHash(text: string): string {
  return digestOf(new TextEncoder().encode(text)).slice('sha256:'.length, 'sha256:'.length + 16);
}
