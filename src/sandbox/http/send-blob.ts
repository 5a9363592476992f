import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '../store/blob-store.ts';
import { send } from './send.ts';

/**
 * Answers GET or HEAD of a stored blob as a stream, whole or one byte range (RFC 9110, section 14: one `bytes=` range; anything
 * else is ignored, a range outside the blob is 416).
 */
export async function sendBlob(
  request: IncomingMessage,
  response: ServerResponse,
  blobs: BlobStore,
  digest: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const size = await blobs.size(digest);
  if (size === undefined) throw new Error(`The content of ${digest} is gone from the sandbox's store`);
  const range = readRange(request.headers.range, size);
  if (range === 'outside') return send(response, 416, { 'content-range': `bytes */${size}` });
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'accept-ranges': 'bytes',
    'content-length': String(end - start + 1),
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) return void response.end();
  // A client that goes away in the middle is its own business, not an error of ours.
  await pipeline(blobs.open(digest, start, end), response).catch(() => response.destroy());
}

function readRange(header: string | undefined, size: number): { start: number; end: number } | 'outside' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  if (from === '' && to === '') return undefined;
  if (from === '') return Number(to) === 0 ? 'outside' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size) return 'outside';
  return end < start ? undefined : { start, end };
}
