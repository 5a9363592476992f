import type { Problem } from '#problem';
import type { ResolvedImage } from '#release';
import { Derivations } from '../derive/derivations.ts';
import { endpointsOf } from '../endpoints.ts';
import type { Gateways } from '../gateways.ts';
import { refuseMixedWorlds, requireAccount } from '../guards.ts';
import { NewTags } from '../images/new-tags.ts';
import { readPresentImages } from '../images/present-images.ts';
import { ReleasedImages } from '../images/released-images.ts';
import { inLanes } from '../in-lanes.ts';
import { isClean, summarise } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import { plannedUpload } from '../log-upload.ts';
import type { PlanTarget } from '../plan-target.ts';
import { planProducts } from '../products/plan-products.ts';
import { releasePart } from '../release-part.ts';
import { type RepositoryWish, wishedRepositories } from '../repositories/wished-repositories.ts';
import { Sessions } from '../sessions.ts';
import type { Shard } from '../shard.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { judgedBy } from '../trust/judged-by.ts';
import { judgesOf } from '../trust/judges-of.ts';
import type { TrustWish } from '../trust/trust-wish.ts';
import type { LogUpload } from '../upload-place.ts';
import { bytesToMove } from './bytes-to-move.ts';
import { type MirrorPlan, planId, referenceOf } from './mirror-plan.ts';
import { ignoredItem, planFromSource, planImage } from './plan-image.ts';

/** Images planned at the same time: bounds whose manifests are held in memory; requests have a limiter of their own. */
const imagesAtOnce = 64;

export interface MirrorInput {
  readonly images: readonly ResolvedImage[];
  readonly ignored: readonly ResolvedImage[];
  readonly target: PlanTarget;
  /** The target that the images are promoted from. */
  readonly from?: PlanTarget | undefined;
  /** Whether images whose tag is taken go under a new one. */
  readonly newTags?: boolean;
  /** Problems of the files that don't stop the job. */
  readonly warnings: readonly Problem[];
  /** What the settings say of the repositories of a private ECR. */
  readonly repositories?: RepositoryWish | undefined;
  /** What is to be known of images before they are released; nothing when absent. */
  readonly trust?: TrustWish | undefined;
  /** Where the settings want the error log of a run; the account may not be filled in yet. */
  readonly upload?: LogUpload | undefined;
  /** Of several machines that share the release, the one that this is. */
  readonly shard?: Shard | undefined;
}

/**
 * Says what a mirror would do, by reading only. An image that can't be planned is an item `failed`; only what concerns the whole
 * job is thrown.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, AWS login trouble; the signal's reason
 */
export async function planMirror(
  input: MirrorInput,
  around: Gateways,
  { emit, signal: cancel }: JobOptions,
): Promise<MirrorPlan> {
  const { gateways, signal } = stopOnLoginEnd(around, input.target, cancel);
  const account = await requireAccount(input.target, gateways, signal);
  const target: PlanTarget = account === undefined ? input.target : { ...input.target, account };
  await refuseMixedWorlds(target, gateways);
  const upload = await plannedUpload(input.upload, target, gateways, signal);
  const part = releasePart(input, input.shard);
  const sessions = new Sessions(gateways, emit);
  emit({ type: 'phase', phase: 'plan', total: part.images.length });
  const derivations = new Derivations(input.trust, target, gateways);
  const context = {
    target,
    ...(input.from ? { from: input.from, releasedImages: new ReleasedImages(input.from, derivations) } : {}),
    // What is promoted was changed when the first target got it.
    derivations: input.from ? new Derivations(undefined, target, gateways) : derivations,
    ...(input.newTags ? { newTags: new NewTags(part.images.map((image) => image.target)) } : {}),
    judges: judgesOf(input.trust, gateways, sessions),
    sessions,
    gateways,
    emit,
    ...(input.repositories?.create ? { missing: new Set<string>() } : {}),
    ...(signal ? { signal } : {}),
  };
  const first = await inLanes(part.images, imagesAtOnce, async (image) => {
    signal?.throwIfAborted();
    return planImage(image, context);
  });
  const planned = await readPresentImages(
    first,
    imagesAtOnce,
    async (image) => {
      const { seen: _, ...known } = await planFromSource(image, Promise.resolve(image.source.digest), context);
      return known;
    },
    signal,
  );
  const [bytes, products, repositories] = await Promise.all([
    bytesToMove(
      planned,
      await sessions.at(target.registry),
      { manifests: gateways.manifests, newRepositories: context.missing },
      signal,
    ),
    planProducts(
      planned.flatMap(({ item }) => (item.outcome === 'copy' ? [referenceOf(item.target).repository] : [])),
      context,
    ),
    wishedRepositories(input.repositories, planned, context),
  ]);
  const items = [
    ...planned.map(({ item }) => ({ ...item, bytes: bytes.byItem.get(item.target) ?? 0 })),
    ...part.ignored.map(ignoredItem),
  ];
  const plan = {
    schemaVersion: 1 as const,
    job: 'mirror' as const,
    createdAt: new Date(gateways.clock.now()).toISOString(),
    ok: isClean(items),
    ...part.identity,
    target,
    ...(input.from ? { promotedFrom: input.from } : {}),
    ...(products === undefined ? {} : { products }),
    ...repositories,
    ...(upload ? { upload } : {}),
    ...judgedBy(input.trust),
    endpoints: await endpointsOf(sessions, { target, upload }, gateways, context.judges),
    summary: summarise(items, bytes.move, bytes.shared),
    items,
    warnings: input.warnings.map(({ file, range, rule, message }) => ({ file, ...range, rule, message })),
  };
  // Its identity stands in front, where a saved plan is known by it.
  const { schemaVersion, job, ...rest } = plan;
  return { schemaVersion, job, planId: planId(plan), ...rest };
}
