import { createHash } from 'node:crypto';
import { GoogleError } from './google-error.ts';

/** What is asked of a list of occurrences. */
export interface ListQuery {
  /** The resource that they have to be of; undefined: any. */
  readonly resource: string | undefined;
  readonly size: number;
  readonly start: number;
  /** The token of the page that begins there. */
  tokenAt(start: number): string;
}

/** proto/v1beta1/grafeas.proto, ListOccurrencesRequest: 20 unless told otherwise, 1,000 at most. */
const usualSize = 20;
const largestSize = 1000;

/**
 * Reads `filter`, `pageSize` and `pageToken` of a request. Of the filter language only what one asks attestations with is known:
 * `resourceUrl="…"`, `kind="ATTESTATION"`, joined by AND.
 * @throws GoogleError 400
 */
export function readListQuery(query: URLSearchParams): ListQuery {
  const filter = query.get('filter') ?? '';
  // A token is good for the filter that it was given out for (google.aip.dev/158).
  const seal = createHash('sha256').update(filter).digest('base64url').slice(0, 16);
  const tokenAt = (start: number): string => Buffer.from(`${start} ${seal}`).toString('base64url');
  const size = Number(query.get('pageSize') ?? 0);
  if (!Number.isInteger(size) || size < 0) throw invalid('page_size must not be negative');
  const token = query.get('pageToken') ?? '';
  const start = Number(/^(\d+) /.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? 0);
  if (token !== '' && token !== tokenAt(start)) throw invalid('page_token is invalid');
  return { resource: resourceIn(filter), size: Math.min(size || usualSize, largestSize), start, tokenAt };
}

function resourceIn(filter: string): string | undefined {
  let resource: string | undefined;
  for (const term of filter.split(/\s+AND\s+/).filter((one) => one.trim() !== '')) {
    const [, field, value] = /^\s*(\w+)\s*=\s*"([^"]*)"\s*$/.exec(term) ?? [];
    if (field === 'resourceUrl' || field === 'resource_url') resource = value;
    else if (field !== 'kind' || value !== 'ATTESTATION') throw invalid(`filter is invalid: ${term.trim()}`);
  }
  return resource;
}

function invalid(message: string): GoogleError {
  return new GoogleError(400, 'INVALID_ARGUMENT', message);
}
