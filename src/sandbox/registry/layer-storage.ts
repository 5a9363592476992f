import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { readAmzDate, writeAmzDate } from '../aws/amz-date.ts';
import type { Handler } from '../http/listener.ts';
import { send } from '../http/send.ts';
import { sendBlob } from '../http/send-blob.ts';
import type { BlobStore } from '../store/blob-store.ts';

/** How long a download URL is good for, in seconds. */
const lifetime = 3600;

/** The place that blob downloads are redirected to: S3, as far as such a download sees of it. */
export interface LayerStorage {
  /** A URL at this storage's origin that fetches the blob once or often within the hour. */
  sign(digest: string): string;
  readonly handle: Handler;
}

/**
 * Serves `GET /layer-storage/<digest>?X-Amz-…`. As S3 does, it refuses a request that carries an Authorization header besides
 * the signature in its URL (400): a client that takes its registry login along across the redirect is found out. The signature
 * is over our own key, not SigV4: nobody but us reads it.
 */
export function layerStorage(origin: string, blobs: BlobStore, now: () => number): LayerStorage {
  const key = randomBytes(32);
  const sign = (path: string, date: string): string =>
    createHmac('sha256', key).update(`GET ${path} ${date}`).digest('hex');
  return {
    sign: (digest) => {
      const path = `/layer-storage/${digest}`;
      const date = writeAmzDate(now());
      const query = new URLSearchParams({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Date': date,
        'X-Amz-SignedHeaders': 'host',
        'X-Amz-Expires': String(lifetime),
        'X-Amz-Credential': `AKIASANDBOXLAYERS000/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
        'X-Amz-Signature': sign(path, date),
      });
      return `${origin}${path}?${query}`;
    },
    handle: async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', origin);
      if (request.headers.authorization !== undefined) {
        const message =
          'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified';
        return refuse(response, 400, 'InvalidArgument', message);
      }
      const date = searchParams.get('X-Amz-Date') ?? '';
      const given = Buffer.from(searchParams.get('X-Amz-Signature') ?? '');
      const wanted = Buffer.from(sign(pathname, date));
      // The method is part of what is signed, so HEAD fails here as it does at S3.
      const matches = request.method === 'GET' && given.length === wanted.length && timingSafeEqual(given, wanted);
      if (!matches) {
        const message =
          'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
        return refuse(response, 403, 'SignatureDoesNotMatch', message);
      }
      if (now() > (readAmzDate(date) ?? 0) + lifetime * 1000) {
        return refuse(response, 403, 'AccessDenied', 'Request has expired');
      }
      const digest = pathname.slice('/layer-storage/'.length);
      await sendBlob(request, response, blobs, digest, { 'content-type': 'application/octet-stream' });
    },
  };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  send(response, status, { 'content-type': 'application/xml' }, body);
}
