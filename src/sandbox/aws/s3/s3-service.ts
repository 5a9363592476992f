import { createHash } from 'node:crypto';
import type { AccountState, ObjectState } from '../../store/account-state.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { AwsAnswer } from '../aws-call.ts';
import { AwsError } from '../aws-error.ts';
import { type Identity, sandboxRegion, sellerAccount } from '../identity.ts';
import { xmlText } from '../xml-text.ts';
import type { S3Body } from './s3-body.ts';
import type { S3Place } from './s3-request.ts';

/** Amazon S3, as far as a release uses it. */
export interface S3Service {
  /** The answer to an operation; throws `AwsError`. `body` is asked for by those operations that have one. */
  answer(
    operation: S3Operation,
    caller: Identity,
    place: S3Place,
    body: () => S3Body,
    headers: S3Headers,
  ): Promise<AwsAnswer>;
}

export type S3Operation = 'CreateBucket' | 'HeadBucket' | 'ListObjectsV2' | 'PutObject' | 'GetObject' | 'HeadObject';
type S3Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What S3 looks at. */
export interface S3Parts {
  readonly buckets: AccountState['buckets'];
  readonly blobs: Pick<BlobStore, 'put' | 'read'>;
  readonly save: () => Promise<void>;
  readonly now: () => number;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * Buckets of the seller's account, and whole objects in them (S3 API Reference). All buckets are in the sandbox's region and answer to
 * signatures for any other too, as a client that follows S3's redirects finds them.
 */
export function s3Service(parts: S3Parts): S3Service {
  return {
    answer: async (operation, caller, place, body, headers) => {
      const { bucket, key, query } = place;
      if (caller.account !== sellerAccount.account) throw new AwsError('AccessDenied', 'Access Denied', 403);
      if (operation === 'CreateBucket') return createBucket(parts, bucket);
      const objects = parts.buckets.get(bucket);
      if (!objects) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      switch (operation) {
        case 'HeadBucket':
          return { status: 200, headers: { 'x-amz-bucket-region': sandboxRegion }, body: '' };
        case 'ListObjectsV2':
          return listObjects(bucket, objects, query.get('prefix') ?? '');
        case 'PutObject': {
          const { bytes, checksums } = body();
          const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
          const digest = await parts.blobs.put(bytes);
          const type = String(headers['content-type'] ?? 'binary/octet-stream');
          const held = { 'content-type': type, ...checksums };
          objects.set(key, { digest, size: bytes.byteLength, etag, modifiedAt: parts.now(), headers: held });
          await parts.save();
          return { status: 200, headers: { etag, ...checksums }, body: '' };
        }
        default:
          return getObject(parts, objects.get(key), headers);
      }
    },
  };
}

async function createBucket({ buckets, save }: S3Parts, bucket: string): Promise<AwsAnswer> {
  // User guide, "General purpose bucket naming rules".
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  }
  // In us-east-1 making one's own bucket again is no error (API Reference, CreateBucket, BucketAlreadyOwnedByYou).
  if (!buckets.has(bucket)) buckets.set(bucket, new Map());
  await save();
  return { status: 200, headers: { location: `/${bucket}` }, body: '' };
}

function listObjects(bucket: string, objects: ReadonlyMap<string, ObjectState>, prefix: string): AwsAnswer {
  const found = [...objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  const contents = found.map(
    ([key, { size, etag, modifiedAt }]) =>
      `<Contents><Key>${xmlText(key)}</Key><LastModified>${new Date(modifiedAt).toISOString()}</LastModified><ETag>${xmlText(etag)}</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="${namespace}"><Name>${bucket}</Name><Prefix>${xmlText(prefix)}</Prefix><KeyCount>${found.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
  };
}

async function getObject({ blobs }: S3Parts, object: ObjectState | undefined, headers: S3Headers): Promise<AwsAnswer> {
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  const asked = String(headers['x-amz-checksum-mode'] ?? '').toUpperCase() === 'ENABLED';
  const kept = Object.entries(object.headers).filter(([name]) => asked || !name.startsWith('x-amz-checksum-'));
  return {
    status: 200,
    headers: {
      ...Object.fromEntries(kept),
      etag: object.etag,
      'last-modified': new Date(object.modifiedAt).toUTCString(),
      'accept-ranges': 'none',
    },
    body: await blobs.read(object.digest),
  };
}
