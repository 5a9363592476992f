import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readAmzDate, writeAmzDate } from './amz-date.ts';
import { type Identity, identities } from './identity.ts';
import { openRoleSession } from './role-sessions.ts';

/** A request as it came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  /** Lower-case names; a header that came twice has its values joined with commas. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What a signature proved, or why it did not. `message` is AWS's sentence for it where there is one. */
export type SignatureVerdict =
  | { readonly ok: true; readonly identity: Identity; readonly region: string }
  | {
      readonly ok: false;
      readonly reason: 'missing' | 'incomplete' | 'unknownKey' | 'sessionEnded' | 'mismatch' | 'expired';
      readonly message: string;
    };

/** AWS takes a date that is off by at most this much, in milliseconds. */
const skew = 15 * 60 * 1000;

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * Verifies an AWS Signature Version 4 in the Authorization header (IAM User Guide, "Create a signed AWS API request"): rebuilds
 * the canonical request from what came, derives the key for date, region and service, and compares in constant time. The
 * payload hash is that of the body as received, so a body changed on the way does not pass. Temporary keys come with the token of their
 * session.
 */
export function verifySignature(request: SignedRequest, service: string, now: number): SignatureVerdict {
  const authorization = header(request, 'authorization');
  if (authorization === undefined) return no('missing', 'Missing Authentication Token');
  const parts = /^AWS4-HMAC-SHA256 +Credential=([^,\s]+) *, *SignedHeaders=([^,\s]+) *, *Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  const [keyId = '', day = '', region = '', scopeService = '', end = ''] = (parts?.[1] ?? '').split('/');
  const date = header(request, 'x-amz-date') ?? '';
  const time = readAmzDate(date);
  if (!parts || end !== 'aws4_request' || time === undefined || !date.startsWith(day)) {
    return no(
      'incomplete',
      "Authorization header requires 'Credential' parameter, 'SignedHeaders' parameter, 'Signature' parameter and an 'X-Amz-Date' header.",
    );
  }
  const token = header(request, 'x-amz-security-token');
  const session = token === undefined ? undefined : openRoleSession(keyId, token);
  // Long-lived keys have no session token: one that comes with such a key belongs to something else.
  const identity =
    token === undefined ? identities.find(({ accessKeyId }) => accessKeyId === keyId) : session?.identity;
  if (!identity) return no('unknownKey', 'The security token included in the request is invalid.');
  if (session && session.expiresAt <= now) {
    return no('sessionEnded', 'The security token included in the request is expired');
  }
  if (scopeService !== service) return no('mismatch', `Credential should be scoped to correct service: '${service}'. `);
  const signedHeaders = (parts[2] ?? '').split(';');
  if (!signedHeaders.includes('host')) {
    return no('mismatch', "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (Math.abs(now - time) > skew) {
    return no('expired', `Signature expired: ${date} is not within 15 minutes of ${writeAmzDate(now)}`);
  }
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hex(canonicalRequest(request, signedHeaders, service))}`;
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${identity.secretAccessKey}`),
  );
  const wanted = hmac(key, toSign);
  const given = Buffer.from(parts[3] ?? '', 'hex');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return no('mismatch', mismatch);
  return { ok: true, identity, region };
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[], service: string): string {
  const question = request.target.indexOf('?');
  const path = question < 0 ? request.target : request.target.slice(0, question);
  const query = question < 0 ? '' : request.target.slice(question + 1);
  return [
    request.method,
    // Every service but S3 encodes the path that is on the wire once more.
    service === 's3' ? path : path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    // S3 takes the sender's word here (it may not know the body yet), and holds the body against it itself.
    (service === 's3' ? header(request, 'x-amz-content-sha256') : undefined) ?? hex(request.body),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return `${encode(decode(name))}=${encode(decode(value))}`;
  });
  return pairs.sort().join('&');
}

/** What cannot be decoded stands for itself; the signature will then not match, which is all that follows from it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986: everything but letters, digits and `-._~` as %XX. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function no(reason: Extract<SignatureVerdict, { ok: false }>['reason'], message: string): SignatureVerdict {
  return { ok: false, reason, message };
}
