import * as z from 'zod/mini';
import type { Shard } from './shard.ts';

/** Where the error log is put when a run begins and when it ends. */
export const uploadSchema = z.object({
  /** `s3://bucket/key`; that of a shard has the shard in its name besides ({@link uploadPlace}). */
  to: z.string(),
  /** Where S3 is asked; the bucket may be elsewhere. */
  region: z.string(),
});

export type LogUpload = z.infer<typeof uploadSchema>;

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
