import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { parseReference, type Reference } from '#reference';
import { digestOfText, parseForeignJson } from '#registry';
import { type Item, itemSchema, originSchema, summarySchema } from '../item.ts';
import { targetSchema } from '../plan-target.ts';
import { productSchema } from '../products/product.ts';
import { configurationSchema, plannedRepositorySchema } from '../repositories/configuration.ts';
import { shardSchema } from '../shard.ts';
import { depthShape } from '../trust/depth.ts';
import { silencedSchema } from '../trust/judgement.ts';
import { uploadSchema } from '../upload-place.ts';

/** 5,000 images are about 5 MB. */
const maxPlanBytes = 67_108_864;

/** Somebody that requests go to. */
export const endpointSchema = z.object({
  /**
   * The logical name: a registry, `aws`, `catalog`, the bucket that the error log is put into (`s3://bucket`), or a server of
   * attestations (`https://host`).
   */
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

/** A saved plan; its identity is a hash over all of it (`planId`). */
export const planSchema = z.object({
  schemaVersion: z.literal(1),
  job: z.literal('mirror'),
  planId: z.string(),
  /** ISO 8601 */
  createdAt: z.string(),
  ok: z.boolean(),
  /** A hash over what the files ask for and how the target takes it, before anyone is asked: the same for all shards of one release. */
  release: z.string(),
  /** The part of the release that this plan is about; absent for the whole. Images of other shards are not in it. */
  shard: z.optional(shardSchema),
  target: targetSchema,
  /** The target that the images are promoted from, when they are not read where the files say. */
  promotedFrom: z.optional(targetSchema),
  /** The Marketplace products that are written to, as far as the Catalog told. */
  products: z.optional(z.array(productSchema)),
  /** Repositories of a private ECR that a run makes or changes, and those that differ from the settings. */
  repositories: z.optional(z.array(plannedRepositorySchema)),
  /** How they are made: the same for all. Set beside them. */
  repositoryConfiguration: z.optional(configurationSchema),
  /** Where the error log is put when a run begins and when it ends. */
  upload: z.optional(uploadSchema),
  ...depthShape,
  /** Rules that are off and found something in the files; of single images the items say it. */
  silenced: z.optional(z.array(silencedSchema)),
  endpoints: z.array(endpointSchema),
  summary: summarySchema,
  items: z.array(itemSchema),
  /** Warnings of the files it was made from. */
  warnings: z.array(z.object({ ...originSchema.shape, rule: z.string(), message: z.string() })),
});

/** What a mirror would do, as data: printed, saved, compared, and run later only if the world is still the same. */
export type MirrorPlan = z.infer<typeof planSchema>;
export type Endpoint = z.infer<typeof endpointSchema>;

/** The plan's identity: a hash over all of it, so that neither a changed file nor a changed world goes unseen. */
export function planId(plan: Omit<MirrorPlan, 'planId'>): string {
  return digestOfText(identifyingText(plan));
}

/** The plan as JSON, but for its id. In pieces: thousands of images as one text would take more memory than all else. */
function* identifyingText(plan: Omit<MirrorPlan, 'planId'>): Generator<string> {
  // A plan that was read has its keys in the schema's order; one that was made gets them there.
  const { planId: _, ...rest } = planSchema.parse({ ...plan, planId: '', items: [] });
  let before = '{';
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    before = ',';
    if (key === 'items') yield* itemsText(plan.items);
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* itemsText(items: readonly Item[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}${JSON.stringify(itemSchema.parse(item))}`;
    before = ',';
  }
  yield items.length === 0 ? '[]' : ']';
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

/** Where an item's image is read. @throws ReleaseError `plan-unreadable` */
export function readPlaceOf({ source, from }: Pick<Item, 'source' | 'from'>): Reference {
  return referenceOf(from ?? source);
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
  for (const { source, from, target } of parsed.data.items) {
    referenceOf(source);
    readPlaceOf({ source, from });
    if (referenceOf(target).registry !== parsed.data.target.registry)
      throw unreadable(`${target} is at another registry`);
  }
  return parsed.data;
}
