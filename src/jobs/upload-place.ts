import type { LogUpload } from './log-upload.ts';
import type { Shard } from './shard.ts';

/** The object that a run writes: each shard has one of its own, `sync-error.2-of-4.log`, because the last would hide all others. */
export function uploadPlace({ to }: LogUpload, shard: Shard | undefined): string {
  if (!shard) return to;
  const [, begin = to, ending = ''] = /^(.*\/[^/]+?)(\.[^./]*)?$/.exec(to) ?? [];
  return `${begin}.${shard.index}-of-${shard.count}${ending}`;
}

/** Bucket and key of `s3://bucket/key`. */
export function bucketAndKey(place: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
  return { bucket, key };
}
