import { ReleaseError } from '#problem';
import type { Page } from '../gateways.ts';

/** A registry of a million images has 1,000 pages; more is a loop. */
const maxPages = 1000;

/**
 * Reads all pages of an AWS list.
 * @throws ReleaseError `aws-error` when its pages go in circles
 */
export async function allPages<T>(read: (nextToken: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page: Page<T> = await read(token);
    items.push(...page.items);
    token = page.nextToken;
    if (token === undefined) return items;
    if (seen.has(token) || seen.size >= maxPages)
      throw new ReleaseError('aws-error', 'AWS sent a list whose pages go in circles');
    seen.add(token);
  }
}
