import * as z from 'zod/mini';
import { codeSchema } from './code-schema.ts';

/** `copy` stands only in plans, `copied`, `failed` and `skipped` only in reports. */
const outcomes = ['copy', 'copied', 'present', 'conflict', 'failed', 'skipped'] as const;

/** Something that refers to an image: a signature, an attestation, an SBOM. */
const referrerSchema = z.object({
  digest: z.string(),
  /** What it refers to: the image, one of its platforms, or another referrer. */
  subject: z.string(),
  /** What it is, in its own words. */
  artifactType: z.optional(z.string()),
  /** A tag that names its subject, as cosign makes them. Without one the registry lists it by its subject. */
  tag: z.optional(z.string()),
  /** Bytes of its content. */
  size: z.number(),
  outcome: z.enum(outcomes),
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
});

const counts = {
  found: z.int(),
  copy: z.int(),
  copied: z.int(),
  present: z.int(),
  conflict: z.int(),
  failed: z.int(),
  skipped: z.int(),
  /** Found at the source but for good reason not to be copied: what they refer to is not what the target gets. */
  leftOut: z.int(),
};

/** How many referrers of several images there are. */
export const referrerCountsSchema = z.object(counts);

/** What refers to one image. Nothing here makes the image fail. */
export const referrersSchema = z.object({
  ...counts,
  list: z.array(referrerSchema),
  warnings: z.array(z.object({ code: codeSchema, message: z.string() })),
});

export type Referrer = z.infer<typeof referrerSchema>;
export type Referrers = z.infer<typeof referrersSchema>;
export type ReferrerCounts = z.infer<typeof referrerCountsSchema>;

/** A list of referrers with its counts. */
export function referrersOf(list: readonly Referrer[], leftOut: number, warnings: Referrers['warnings']): Referrers {
  const count = (outcome: Referrer['outcome']) => list.filter((one) => one.outcome === outcome).length;
  return {
    found: list.length + leftOut,
    copy: count('copy'),
    copied: count('copied'),
    present: count('present'),
    conflict: count('conflict'),
    failed: count('failed'),
    skipped: count('skipped'),
    leftOut,
    list: [...list],
    warnings: [...warnings],
  };
}

/** The counts of several images together; undefined when nobody asked for referrers. */
export function sumReferrers(all: readonly (ReferrerCounts | undefined)[]): ReferrerCounts | undefined {
  const known = all.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const sum = (key: keyof ReferrerCounts) => known.reduce((total, one) => total + one[key], 0);
  return {
    found: sum('found'),
    copy: sum('copy'),
    copied: sum('copied'),
    present: sum('present'),
    conflict: sum('conflict'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    leftOut: sum('leftOut'),
  };
}
