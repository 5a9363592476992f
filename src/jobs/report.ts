import * as z from 'zod/mini';
import { assessmentSchema } from './assessments/assessment.ts';
import { codeSchema } from './code-schema.ts';
import { fileWarningSchema } from './file-warning.ts';
import { itemSchema, summarySchema } from './item.ts';
import { endpointSchema } from './mirror/mirror-plan.ts';
import { targetSchema } from './plan-target.ts';
import { productSchema } from './products/product.ts';
import { repositoryOutcomeSchema } from './repositories/repository-outcome.ts';
import { shardSchema } from './shard.ts';
import { depthShape } from './trust/depth.ts';
import { silencedSchema } from './trust/judgement.ts';

const warningSchema = z.object({
  code: codeSchema,
  message: z.string(),
  /** The image that it is about, by its target. */
  item: z.optional(z.string()),
});

/** One of the runs that a merged report is made of. */
const runSchema = z.object({
  /** Of a mirror. */
  planId: z.optional(z.string()),
  /** Absent for a run of the whole release. */
  shard: z.optional(shardSchema),
  /** ISO 8601 */
  startedAt: z.string(),
  finishedAt: z.string(),
  ok: z.boolean(),
});

/** What a job did. The same shape for every job that works through items; survives `structuredClone` and JSON. */
export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.enum(['mirror', 'verify']),
  /** The plan that a mirror has run. A merged report has one of each of its `runs` instead. */
  planId: z.optional(z.string()),
  /** What the files ask for, as a hash: that of the plan, the same for all shards of one release. */
  release: z.string(),
  /** The part of the release that this is about; absent for the whole. */
  shard: z.optional(shardSchema),
  target: targetSchema,
  /** ISO 8601 */
  startedAt: z.string(),
  finishedAt: z.string(),
  ok: z.boolean(),
  cancelled: z.boolean(),
  summary: summarySchema,
  items: z.readonly(z.array(itemSchema)),
  ...depthShape,
  /** Rules that are off and found something in the files; of single images the items say it. */
  silenced: z.optional(z.array(silencedSchema)),
  /** Where the error log was uploaded to: `s3://bucket/key`. */
  uploadedTo: z.optional(z.string()),
  /** Where the requests of a verify went, and as whom. */
  endpoints: z.optional(z.array(endpointSchema)),
  /** The Marketplace products whose repositories a verify is about, as far as the Catalog told. */
  products: z.optional(z.array(productSchema)),
  /** AWS's own assessments of the products, as a verify was given them: of each the newest, by framework and delivery option. */
  assessments: z.optional(z.array(assessmentSchema)),
  /** Why AWS's own assessments were not given, or not all. Nothing fails by it. */
  assessmentsNotGiven: z.optional(z.object({ code: codeSchema, message: z.string() })),
  /** What became of the repositories that the plan makes or changes. */
  repositories: z.optional(z.array(repositoryOutcomeSchema)),
  /** Warnings of the files that a verify was made from. */
  fileWarnings: z.optional(z.readonly(z.array(fileWarningSchema))),
  /**
   * What went wrong beside the images. Most change nothing; when the error log or something else that others rely on could not be written
   * in the end, or when a shard is missing, `ok` is false.
   */
  warnings: z.readonly(z.array(warningSchema)),
  /** Set in a merged report. */
  runs: z.optional(z.array(runSchema)),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportWarning = z.infer<typeof warningSchema>;
