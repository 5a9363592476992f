import { AwsError } from './aws-error.ts';

/** How a page was asked for. */
export interface PageRequest {
  readonly maxResults: unknown;
  readonly nextToken: unknown;
}

/**
 * One page of a list (ECR API Reference: `maxResults` 1 to 1000, 100 when absent; `nextToken` opaque). The token holds the
 * position and what it was made for: used with other parameters it is refused, as an opaque token should be.
 */
export function paginate<T>(
  list: readonly T[],
  { maxResults, nextToken }: PageRequest,
  made: string,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  if (maxResults !== undefined && (typeof maxResults !== 'number' || !(maxResults >= 1 && maxResults <= 1000))) {
    const rule = 'Member must have value greater than or equal to 1 and less than or equal to 1000';
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'maxResults' failed to satisfy constraint: '${rule}'`,
    );
  }
  const start = nextToken === undefined ? 0 : position(nextToken, made);
  const end = start + (maxResults ?? 100);
  const page = list.slice(start, end);
  if (end >= list.length) return { page };
  return { page, nextToken: Buffer.from(JSON.stringify([made, end])).toString('base64') };
}

function position(token: unknown, made: string): number {
  try {
    const read: unknown = typeof token === 'string' ? JSON.parse(Buffer.from(token, 'base64').toString()) : undefined;
    if (Array.isArray(read) && read[0] === made && Number.isInteger(read[1])) return Number(read[1]);
  } catch {
    // not one of ours: refused below
  }
  const message = "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid pagination token'";
  throw new AwsError('InvalidParameterException', message);
}
