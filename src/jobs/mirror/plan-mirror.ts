import type { Problem } from '#problem';
import { Limiter } from '#registry';
import type { ResolvedImage } from '#release';
import type { Gateways } from '../gateways.ts';
import { isClean, summarise } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import { Sessions } from '../sessions.ts';
import { bytesToMove } from './bytes-to-move.ts';
import { endpointsOf } from './endpoints.ts';
import { refuseMixedWorlds, requireAccount } from './guards.ts';
import { type MirrorPlan, type PlanTarget, planId } from './mirror-plan.ts';
import { ignoredItem, planImage } from './plan-image.ts';
import { planProducts } from './plan-products.ts';

/** Images planned at the same time: bounds whose manifests are held in memory; requests have a limiter of their own. */
const imagesAtOnce = 48;

export interface MirrorInput {
  readonly images: readonly ResolvedImage[];
  readonly ignored: readonly ResolvedImage[];
  readonly target: PlanTarget;
  /** Problems of the files that don't stop the job. */
  readonly warnings: readonly Problem[];
}

/**
 * Says what a mirror would do, by reading only. An image that can't be planned is an item `failed`; only what concerns the whole
 * job is thrown.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, AWS login trouble; the signal's reason
 */
export async function planMirror(
  input: MirrorInput,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<MirrorPlan> {
  const account = await requireAccount(input.target, gateways, signal);
  const target: PlanTarget = account === undefined ? input.target : { ...input.target, account };
  await refuseMixedWorlds(target, gateways);
  const sessions = new Sessions(gateways, emit);
  emit({ type: 'phase', phase: 'plan', total: input.images.length });
  const lanes = new Limiter(imagesAtOnce);
  const planned = await Promise.all(
    input.images.map((image) =>
      lanes.run(() => planImage(image, { target, sessions, gateways, emit, ...(signal ? { signal } : {}) }), signal),
    ),
  );
  const context = { target, gateways, emit, ...(signal ? { signal } : {}) };
  const [bytes, products] = await Promise.all([
    bytesToMove(planned, await sessions.at(target.registry), sessions, signal),
    planProducts(
      planned.map(({ item }) => item),
      context,
    ),
  ]);
  const items = [
    ...planned.map(({ item }) => ({ ...item, bytes: bytes.byItem.get(item.target) ?? 0 })),
    ...input.ignored.map(ignoredItem),
  ];
  const plan = {
    schemaVersion: 1 as const,
    job: 'mirror' as const,
    createdAt: new Date(gateways.clock.now()).toISOString(),
    ok: isClean(items),
    target,
    ...(products === undefined ? {} : { products }),
    endpoints: await endpointsOf(sessions, target, gateways),
    summary: summarise(items, bytes.move, bytes.shared),
    items,
    warnings: input.warnings.map(({ file, range, rule, message }) => ({ file, ...range, rule, message })),
  };
  return { ...plan, planId: planId(plan) };
}
