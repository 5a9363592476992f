/** How a page was asked for. */
export interface PageRequest {
  readonly maxResults: unknown;
  readonly nextToken: unknown;
}

/** How a service pages. */
export interface PageRule {
  /** The most that may be asked for, and what is given to who asks for nothing. */
  readonly most: number;
  readonly usual: number;
  /** The service's error for a parameter that it does not take. */
  readonly refuse: (parameter: 'maxResults' | 'nextToken', rule: string) => Error;
}

/**
 * One page of a list. The token is opaque to the client; it holds the position and what it was made for: used with other parameters
 * it is refused.
 */
export function paginate<T>(
  list: readonly T[],
  { maxResults, nextToken }: PageRequest,
  made: string,
  { most, usual, refuse }: PageRule,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  if (maxResults !== undefined && (typeof maxResults !== 'number' || !(maxResults >= 1 && maxResults <= most))) {
    throw refuse('maxResults', `Member must have value greater than or equal to 1 and less than or equal to ${most}`);
  }
  const start = nextToken === undefined ? 0 : position(nextToken, made);
  if (start === undefined) throw refuse('nextToken', 'Invalid pagination token');
  const end = start + (maxResults ?? usual);
  const page = list.slice(start, end);
  if (end >= list.length) return { page };
  return { page, nextToken: Buffer.from(JSON.stringify([made, end])).toString('base64') };
}

function position(token: unknown, made: string): number | undefined {
  try {
    const read: unknown = typeof token === 'string' ? JSON.parse(Buffer.from(token, 'base64').toString()) : undefined;
    return Array.isArray(read) && read[0] === made && Number.isInteger(read[1]) ? Number(read[1]) : undefined;
  } catch {
    return undefined;
  }
}
