import * as z from 'zod/mini';
import { codeSchema } from './code-schema.ts';
import { derivationSchema } from './derive/derivation.ts';
import { referrerCountsSchema, referrersSchema, sumReferrers } from './referrer-list.ts';
import { judgementShape } from './trust/judgement.ts';

/** What became, or would become, of one image. `copy` stands only in plans, `copied` and `cancelled` only in reports. */
const outcomes = ['copy', 'copied', 'present', 'equivalent', 'ignored', 'conflict', 'failed', 'cancelled'] as const;
export type ItemOutcome = (typeof outcomes)[number];

export const originSchema = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  endLine: z.int(),
  endColumn: z.int(),
});

/** One image of a plan or report. References and digests are logical: a hosts map never shows in them. */
export const itemSchema = z.object({
  /** The source as the files name it; with a digest, the digest decides. */
  source: z.string(),
  /** Where it is really read, when that is another place: the original of an image that its source does not have. */
  from: z.optional(z.string()),
  /** The tag written to. Also the item's identity. */
  target: z.string(),
  /** The tag that the files ask for, when that is taken and the image goes under a new one instead. */
  wanted: z.optional(z.string()),
  /** What the source is. */
  sourceDigest: z.optional(z.string()),
  /** What belongs at the target: the source's digest, or that of the rewritten index. */
  targetDigest: z.optional(z.string()),
  /** What the target holds: now (plan) or in the end (report). */
  digest: z.optional(z.string()),
  outcome: z.enum(outcomes),
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
  hint: z.optional(z.string()),
  /** Bytes this item moves or moved; a blob that several items need counts for the first. */
  bytes: z.number(),
  /** Bytes of all its content. */
  size: z.number(),
  platforms: z.array(z.string()),
  /** Platforms asked for that the target doesn't and won't have under this tag. */
  missingPlatforms: z.array(z.string()),
  droppedPlatforms: z.array(z.string()),
  strippedAttestations: z.int(),
  /** Set where the target gets an image that is made from the source: `targetDigest` is its digest. */
  derived: z.optional(derivationSchema),
  /** What refers to the image, where that was asked for. */
  referrers: z.optional(referrersSchema),
  ...judgementShape,
  origins: z.array(originSchema),
});

export type Item = z.infer<typeof itemSchema>;

export const summarySchema = z.object({
  total: z.int(),
  ignored: z.int(),
  prepared: z.int(),
  copy: z.int(),
  copied: z.int(),
  present: z.int(),
  equivalent: z.int(),
  conflict: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  /** Bytes to move (plan) or moved (report). */
  bytes: z.number(),
  /** Bytes that need, or needed, no transfer, because another repository of the target has them. */
  mountedBytes: z.number(),
  /** Set where referrers were asked for. */
  referrers: z.optional(referrerCountsSchema),
});

export type Summary = z.infer<typeof summarySchema>;

/** Counts items by outcome; bytes are given, because blobs are shared between items. */
export function summarise(
  items: readonly Pick<Item, 'outcome' | 'referrers'>[],
  bytes: number,
  mountedBytes: number,
): Summary {
  const count = (outcome: ItemOutcome) => items.filter((item) => item.outcome === outcome).length;
  const ignored = count('ignored');
  const referrers = sumReferrers(items.map((item) => item.referrers));
  return {
    total: items.length,
    ignored,
    prepared: items.length - ignored,
    copy: count('copy'),
    copied: count('copied'),
    present: count('present'),
    equivalent: count('equivalent'),
    conflict: count('conflict'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    bytes,
    mountedBytes,
    ...(referrers ? { referrers } : {}),
  };
}

/** Whether nothing of it needs a person: what exit status 0 means. */
export function isClean(items: readonly Pick<Item, 'outcome'>[]): boolean {
  return items.every(({ outcome }) => outcome !== 'conflict' && outcome !== 'failed' && outcome !== 'cancelled');
}
