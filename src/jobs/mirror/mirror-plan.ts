import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { parseReference, type Reference } from '#reference';
import { digestOf, parseForeignJson } from '#registry';
import { itemSchema, originSchema, summarySchema } from '../item.ts';

/** 5,000 images are about 5 MB. */
const maxPlanBytes = 67_108_864;

const targetSchema = z.object({
  name: z.optional(z.string()),
  registry: z.string(),
  prefix: z.string(),
  kind: z.enum(['marketplace', 'ecr', 'oci']),
  /** 12 digits; set when AWS said as whom the plan was made. */
  account: z.optional(z.string()),
  profile: z.optional(z.string()),
  /** The ARN of a role that is assumed with those credentials. */
  role: z.optional(z.string()),
  region: z.optional(z.string()),
  attestationManifests: z.enum(['strip', 'keep']),
  platforms: z.array(z.string()),
  existing: z.enum(['equivalent', 'fail']),
  /** The folder of an OCI image layout that takes the place of the registry; absolute. */
  layout: z.optional(z.string()),
  /** Set when what refers to an image travels with it. */
  referrers: z.optional(z.literal(true)),
});

const endpointSchema = z.object({
  /** The logical name: a registry, or `aws`. */
  name: z.string(),
  /** Where requests really go. */
  origin: z.string(),
  /** The path that a mirror keeps the registry under. */
  prefix: z.optional(z.string()),
  /** In words: where the credentials come from. */
  credentials: z.string(),
  /** Hosts that credentials were sent to. */
  sentTo: z.array(z.string()),
});

const productSchema = z.object({
  /** `prod-…` */
  id: z.string(),
  title: z.string(),
  /** Those of its repositories that the plan writes to, by their whole names. */
  repositories: z.array(z.string()),
});

const planSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.literal('mirror'),
  planId: z.string(),
  /** ISO 8601 */
  createdAt: z.string(),
  ok: z.boolean(),
  target: targetSchema,
  /** The Marketplace products that are written to, as far as the Catalog told. */
  products: z.optional(z.array(productSchema)),
  endpoints: z.array(endpointSchema),
  summary: summarySchema,
  items: z.array(itemSchema),
  /** Warnings of the files it was made from. */
  warnings: z.array(z.object({ ...originSchema.shape, rule: z.string(), message: z.string() })),
});

/** What a mirror would do, as data: printed, saved, compared, and run later only if the world is still the same. */
export type MirrorPlan = z.infer<typeof planSchema>;
export type PlanTarget = z.infer<typeof targetSchema>;
export type Endpoint = z.infer<typeof endpointSchema>;

/** The plan's identity: a hash over all of it, so that neither a changed file nor a changed world goes unseen. */
export function planId(plan: Omit<MirrorPlan, 'planId'>): string {
  // A plan that was read has its keys in the schema's order; one that was made gets them there.
  const { planId: _, ...rest } = planSchema.parse({ ...plan, planId: '' });
  return digestOf(new TextEncoder().encode(JSON.stringify(rest)));
}

/**
 * The reference in a plan's item.
 * @throws ReleaseError `plan-unreadable`: a plan that was made by us has none that is no reference
 */
export function referenceOf(text: string): Reference {
  const parsed = parseReference(text);
  if (parsed.ok) return parsed.reference;
  throw new ReleaseError(
    'plan-unreadable',
    `The plan names ${text.slice(0, 200)}, which is no reference: ${parsed.fault.message}`,
  );
}

/**
 * Reads a saved plan.
 * @throws ReleaseError `plan-unreadable`
 */
export function parsePlan(bytes: Uint8Array): MirrorPlan {
  const hint = 'Make a new one with: marketplace-release plan -o PLAN';
  const unreadable = (why: string) =>
    new ReleaseError('plan-unreadable', `The file is no plan that can be run: ${why}`, { hint });
  const parsed = planSchema.safeParse(parseForeignJson(bytes, maxPlanBytes, unreadable));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unreadable(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown shape'}`);
  }
  if (planId(parsed.data) !== parsed.data.planId) throw unreadable('it was changed after it was made');
  for (const { source, target } of parsed.data.items) {
    referenceOf(source);
    if (referenceOf(target).registry !== parsed.data.target.registry)
      throw unreadable(`${target} is at another registry`);
  }
  return parsed.data;
}
