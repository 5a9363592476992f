import * as z from 'zod/mini';
import { codeSchema } from '../code-schema.ts';
import { targetSchema } from '../plan-target.ts';
import { repositoryOutcomeSchema } from '../repositories/repository-outcome.ts';

const troubleShape = {
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
  hint: z.optional(z.string()),
};

/** What an injection did. */
export const chartReportSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.literal('chart'),
  planId: z.string(),
  target: targetSchema,
  /** ISO 8601 */
  startedAt: z.string(),
  finishedAt: z.string(),
  ok: z.boolean(),
  cancelled: z.boolean(),
  /** The chart as it was released. */
  chart: z.object({ name: z.string(), version: z.string() }),
  /** The packed chart. */
  archive: z.object({ digest: z.string(), size: z.number() }),
  /** Set where it was to be written. */
  output: z.optional(
    z.object({ file: z.string(), outcome: z.enum(['written', 'present', 'failed', 'cancelled']), ...troubleShape }),
  ),
  /** Set where it was to be pushed. */
  push: z.optional(
    z.object({
      reference: z.string(),
      outcome: z.enum(['pushed', 'present', 'conflict', 'failed', 'cancelled']),
      /** What the tag holds in the end: the digest of a manifest. */
      digest: z.optional(z.string()),
      /** Bytes that were sent. */
      bytes: z.number(),
      ...troubleShape,
    }),
  ),
  /** What became of the chart's repository, where it was made or changed. */
  repositories: z.optional(z.array(repositoryOutcomeSchema)),
  warnings: z.array(z.object({ code: codeSchema, message: z.string() })),
});

export type ChartReport = z.infer<typeof chartReportSchema>;
