import { ReleaseError } from '#problem';
import { shortDigest } from '#reference';
import { allBlobs, ContentMover, Limiter } from '#registry';
import { errorLog, unfinishedLog } from '../error-log.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import { type Item, isClean, summarise } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import type { Report } from '../report.ts';
import { Sessions } from '../sessions.ts';
import { type CopyContext, copyItem } from './copy-item.ts';
import { refuseMixedWorlds } from './guards.ts';
import { imageForTarget } from './image-for-target.ts';
import { itemFinished } from './item-finished.ts';
import { type MirrorPlan, referenceOf } from './mirror-plan.ts';
import { recheck } from './recheck.ts';

/** Images copied at the same time; their blobs share the transfers. */
const imagesAtOnce = 32;

export interface RunOptions extends JobOptions {
  /** Blobs on their way at the same time. */
  readonly concurrency: number;
  /** The error log: made before anything is written to a registry. */
  readonly log?: string;
}

/**
 * Does what a plan says, if the world is still the one it was made for. An image's failure is its outcome in the report and stops
 * no other. After a cancel what is finished stays finished and is reported.
 * @throws ReleaseError `plan-stale`, `sandbox-guard`, `file-not-writable`, AWS login trouble: nothing was written then
 */
export async function runMirror(plan: MirrorPlan, gateways: Gateways, options: RunOptions): Promise<Report> {
  const { emit, signal, log } = options;
  const startedAt = new Date(gateways.clock.now()).toISOString();
  if (log !== undefined) await gateways.files.write(log, unfinishedLog);
  await refuseMixedWorlds(plan.target, gateways);
  const sessions = new Sessions(gateways, emit);
  emit({ type: 'phase', phase: 'recheck', total: plan.items.length });
  await recheck(plan, gateways, sessions, options);
  const copied = await copyAll(plan, gateways, sessions, options);
  emit({ type: 'phase', phase: 'close', total: copied.items.length });
  // Whoever cancelled is not kept waiting for what the registry has acknowledged already.
  const items = signal?.aborted
    ? copied.items
    : await Promise.all(copied.items.map((item) => confirm(item, sessions, options)));
  const warnings = log === undefined ? [] : await closeLog(log, items, gateways, emit);
  return {
    schemaVersion: 1,
    job: 'mirror',
    planId: plan.planId,
    startedAt,
    finishedAt: new Date(gateways.clock.now()).toISOString(),
    ok: isClean(items) && warnings.length === 0,
    cancelled: items.some(({ outcome }) => outcome === 'cancelled'),
    summary: summarise(items, copied.bytes, copied.mountedBytes),
    items,
    warnings,
  };
}

/** Tags are written by now: a disk that is full in the end must not cost the report of them. */
async function closeLog(
  log: string,
  items: readonly Item[],
  { files }: Gateways,
  emit: Emit,
): Promise<Report['warnings']> {
  try {
    await files.write(log, errorLog(items));
    return [];
  } catch (error) {
    const { code, message } = ReleaseError.from(error);
    emit({ type: 'warning', code, message });
    return [{ code, message }];
  }
}

async function copyAll(
  plan: MirrorPlan,
  gateways: Gateways,
  sessions: Sessions,
  { emit, signal, concurrency }: RunOptions,
) {
  const todo = plan.items.filter(({ outcome }) => outcome === 'copy');
  emit({ type: 'phase', phase: 'copy', total: todo.length });
  const moved = new Map<string, number>();
  let mountedBytes = 0;
  const mover = new ContentMover({
    target: await sessions.at(plan.target.registry),
    requests: sessions.requests,
    transfers: new Limiter(concurrency),
    observer: {
      progress: (item, { digest, size }, bytes) => emit({ type: 'blob', item, digest, size, bytes }),
      moved: (item, { size }) => moved.set(item, (moved.get(item) ?? 0) + size),
      mounted: (item, { digest, size }, from) => {
        mountedBytes += size;
        emit({ type: 'mounted', item, digest, size, from });
      },
    },
    ...(signal ? { signal } : {}),
  });
  const context = { target: plan.target, sessions, gateways, mover, emit, ...(signal ? { signal } : {}) };
  if (todo.length > 0) await tellWhatIsThere(plan, context);
  const lanes = new Limiter(imagesAtOnce);
  const copy = (item: Item) =>
    lanes.run(async () => {
      const done = { ...(await copyItem(item, context)), bytes: moved.get(item.target) ?? 0 };
      emit(itemFinished(done));
      return done;
    });
  const items = await Promise.all(plan.items.map((item) => (item.outcome === 'copy' ? copy(item) : item)));
  return { items, bytes: [...moved.values()].reduce((sum, bytes) => sum + bytes, 0), mountedBytes };
}

/** The plan counts on mounting what its present images have; the mover has to know where that is. What can't be read is uploaded. */
async function tellWhatIsThere(plan: MirrorPlan, context: CopyContext): Promise<void> {
  const { target, mover, signal } = context;
  const tell = async (item: Item) => {
    const { node } = await imageForTarget(referenceOf(item.source), item.sourceDigest ?? '', target, context, signal);
    const { repository } = referenceOf(item.target);
    for (const { digest } of allBlobs(node)) mover.know(repository, digest);
  };
  const present = plan.items.filter(({ outcome }) => outcome === 'present');
  const lanes = new Limiter(imagesAtOnce);
  await Promise.all(present.map((item) => lanes.run(() => tell(item).catch(() => signal?.throwIfAborted()))));
}

/** Reads a tag again that was written, or relied on: the report says what is there, not what should be. */
async function confirm(item: Item, sessions: Sessions, { emit, signal }: RunOptions): Promise<Item> {
  if (item.outcome !== 'copied' && item.outcome !== 'present') return item;
  try {
    const held = await sessions.holds(referenceOf(item.target), signal);
    if (held === item.digest) return item;
    const message = `After the run the tag holds ${held === undefined ? 'nothing' : shortDigest(held)}, not ${item.digest}`;
    const { digest: _, ...rest } = item;
    return {
      ...rest,
      outcome: 'failed',
      code: 'verification-failed',
      message,
      ...(held === undefined ? {} : { digest: held }),
    };
  } catch (error) {
    // The registry has acknowledged it; that it can't be asked again is worth a word, but no failure of the image.
    const { message } = ReleaseError.from(error);
    emit({
      type: 'warning',
      code: 'verification-failed',
      message: `The tag could not be read again: ${message}`,
      item: item.target,
    });
    return item;
  }
}
