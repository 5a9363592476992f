import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../aws-error.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** An object as it was sent: its bytes, and the checksums that came with them. */
export interface S3Body {
  readonly bytes: Buffer;
  /** `x-amz-checksum-<algorithm>` as sent, from a header or the trailer. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Takes the body of a PutObject apart and holds it against what its sender says of it (S3 API Reference, "Authenticating requests", the
 * values of `x-amz-content-sha256`; user guide, "Checking object integrity"): a plain body, or one in chunks with a trailer
 * (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`). Of the algorithms CRC32, SHA1 and SHA256 are computed again; others are kept as they are.
 * @throws AwsError `XAmzContentSHA256Mismatch`, `BadDigest`, `IncompleteBody`, `NotImplemented`
 */
export function s3Body(headers: Headers, body: Buffer): S3Body {
  const claimed = text(headers['x-amz-content-sha256']) ?? '';
  const chunked = claimed.startsWith('STREAMING-');
  if (chunked && claimed !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw new AwsError('NotImplemented', `The sandbox does not take payloads of ${claimed}`, 501);
  }
  const { bytes, trailer } = chunked ? unchunked(body) : { bytes: body, trailer: {} };
  if (/^[0-9a-f]{64}$/.test(claimed) && createHash('sha256').update(bytes).digest('hex') !== claimed) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const md5 = text(headers['content-md5']);
  if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const sent = Object.entries({ ...headers, ...trailer }).flatMap(([name, value]): [string, string][] => {
    const sum = text(value);
    return sum !== undefined && /^x-amz-checksum-(?:crc|sha)/.test(name) ? [[name, sum]] : [];
  });
  for (const [name, sum] of sent) {
    const wanted = checksum(name, bytes);
    if (wanted === undefined || wanted === sum) continue;
    const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
    throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { bytes, checksums: Object.fromEntries(sent) };
}

function checksum(name: string, bytes: Buffer): string | undefined {
  switch (name) {
    case 'x-amz-checksum-crc32': {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(bytes));
      return sum.toString('base64');
    }
    case 'x-amz-checksum-sha1':
      return createHash('sha1').update(bytes).digest('base64');
    case 'x-amz-checksum-sha256':
      return createHash('sha256').update(bytes).digest('base64');
    default:
      return undefined;
  }
}

/** `<hex size>\r\n<bytes>\r\n … 0\r\n<name>:<value>\r\n\r\n` (S3 API Reference, "Transferring payload in multiple chunks"). */
function unchunked(body: Buffer): { bytes: Buffer; trailer: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const head = end < 0 ? '' : body.subarray(at, end).toString();
    const size = /^[0-9a-f]+$/i.test(head) ? Number.parseInt(head, 16) : Number.NaN;
    if (Number.isNaN(size)) throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    at = end + 2;
    if (size === 0) break;
    chunks.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const lines = body.subarray(at).toString().split('\r\n');
  const pairs = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return { bytes: Buffer.concat(chunks), trailer: Object.fromEntries(pairs) };
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
