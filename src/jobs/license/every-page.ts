import { ReleaseError } from '#problem';
import type { Page } from '../page.ts';

/** Far above what an account has: more is a list that does not end. */
const mostPages = 1000;

/**
 * All entries of a list that comes in pages.
 * @param what the list, in words
 * @throws ReleaseError `aws-error` when a page names one before it as the next, or there is no end of them; what reading a page throws
 */
export async function everyPage<T>(
  what: string,
  read: (query: { readonly nextToken?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await read(nextToken === undefined ? {} : { nextToken });
    items.push(...page.items);
    nextToken = page.nextToken;
    if (nextToken !== undefined && (seen.has(nextToken) || seen.size >= mostPages)) {
      throw new ReleaseError('aws-error', `AWS's list of ${what} does not end: a page names one before it as the next`);
    }
    if (nextToken !== undefined) seen.add(nextToken);
  } while (nextToken !== undefined);
  return items;
}
