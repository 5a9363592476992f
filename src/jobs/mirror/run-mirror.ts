import { ReleaseError } from '#problem';
import { shortDigest } from '#reference';
import { allBlobs, ContentMover } from '#registry';
import { ClosingLog } from '../closing-log.ts';
import { PlannedChanges } from '../derive/planned-changes.ts';
import { errorLog } from '../error-log.ts';
import type { Gateways } from '../gateways.ts';
import { refuseMixedWorlds } from '../guards.ts';
import { imageForTarget } from '../images/image-for-target.ts';
import { itemFinished } from '../images/item-finished.ts';
import { inLanes } from '../in-lanes.ts';
import { type Item, isClean, summarise } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import { loginWarning } from '../login-warning.ts';
import { hasReferrersToCopy, ReferrerCopier } from '../referrers/referrer-copier.ts';
import type { Report } from '../report.ts';
import { incompleteRepositories } from '../repositories/repository-outcome.ts';
import { runRepositories } from '../repositories/run-repositories.ts';
import { Sessions } from '../sessions.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { type CopyContext, copyItem } from './copy-item.ts';
import { hasWrites } from './has-writes.ts';
import { type MirrorPlan, readPlaceOf, referenceOf } from './mirror-plan.ts';
import { recheck, recheckPlace } from './recheck.ts';
import { SpentManifests } from './spent-manifests.ts';

/** Images copied at the same time; their blobs share the transfers. */
const imagesAtOnce = 32;
const freshMs = 60_000;
/** As many as a registry is asked at a time. */
const tagsAtOnce = 64;

export interface RunOptions extends JobOptions {
  /** Blobs on their way at the same time; of small ones twice as many besides. */
  readonly concurrency: number;
  /** The error log: made before anything is written to a registry. */
  readonly log?: string;
  /** When the making of the plan began, in ms of the gateways' clock, where the same call has made it. */
  readonly plannedSince?: number;
}

/** A run can always be stopped: by who cancels, or by a login's end. */
interface Stoppable {
  readonly signal: AbortSignal;
}

/**
 * Does what a plan says, if the world is still the one it was made for: repositories first, then images. An image's failure is its
 * outcome in the report and stops no other. After a cancel, or when a login ends that nobody renews, what is finished stays finished and
 * is reported.
 * @throws ReleaseError `plan-stale`, `sandbox-guard`, `file-not-writable`, AWS login trouble: nothing was written then
 */
export async function runMirror(plan: MirrorPlan, around: Gateways, given: RunOptions): Promise<Report> {
  const { gateways, signal, ended } = stopOnLoginEnd(around, plan.target, given.signal);
  const options = { ...given, signal };
  const { emit } = options;
  const startedAt = new Date(gateways.clock.now()).toISOString();
  const log = new ClosingLog(plan, options.log, gateways, emit);
  await log.beginFile();
  await refuseMixedWorlds(plan.target, gateways);
  const sessions = new Sessions(gateways, emit);
  emit({ type: 'phase', phase: 'recheck', total: plan.items.length });
  await recheckPlace(plan, gateways, signal);
  await log.beginUpload(signal);
  const writes = hasWrites(plan);
  const changes = new PlannedChanges(gateways);
  if (writes || !isFresh(given.plannedSince, gateways)) await recheck(plan, gateways, { sessions, changes }, options);
  const { outcomes, refused } = await runRepositories(plan, gateways, options);
  const copied = await copyAll(plan, gateways, { sessions, changes, refused }, options);
  emit({ type: 'phase', phase: 'close', total: copied.items.length });
  // Whoever cancelled is not kept waiting for what the registry has acknowledged already; and where nothing was written, every tag was
  // read within the last minute.
  const items =
    signal.aborted || !writes
      ? copied.items
      : await inLanes(copied.items, tagsAtOnce, (item) => confirm(item, sessions, options));
  const incomplete = incompleteRepositories(outcomes);
  const failures = incomplete.map(({ message }) => message);
  const closed = await log.close(errorLog(items, failures));
  const warnings = [...incomplete, ...closed.warnings];
  return {
    schemaVersion: 1,
    job: 'mirror',
    planId: plan.planId,
    release: plan.release,
    ...(plan.shard ? { shard: plan.shard } : {}),
    target: plan.target,
    startedAt,
    finishedAt: new Date(gateways.clock.now()).toISOString(),
    ok: isClean(items) && warnings.length === 0,
    // What a login's end has stopped is a failure of the job, not somebody's wish.
    cancelled: [...items, ...outcomes].some(({ code }) => code === 'cancelled'),
    summary: summarise(items, copied.bytes, copied.mountedBytes),
    items,
    ...judgedBy(plan),
    ...(outcomes.length === 0 ? {} : { repositories: [...outcomes] }),
    ...(closed.uploadedTo === undefined ? {} : { uploadedTo: closed.uploadedTo }),
    warnings: [...loginWarning(ended(), items), ...warnings, ...copied.warnings, ...items.flatMap(referrerWarnings)],
  };
}

/** Whether all that a plan says was read so lately that, where nothing is written, it need not be read again. */
function isFresh(plannedSince: number | undefined, { clock }: Gateways): boolean {
  return plannedSince !== undefined && clock.now() - plannedSince < freshMs;
}

/** As the plan was judged: what is run is that, by digest. */
function judgedBy({ depth, unasked, silenced }: MirrorPlan): Pick<Report, 'depth' | 'unasked' | 'silenced'> {
  return { ...(depth ? { depth } : {}), ...(unasked ? { unasked } : {}), ...(silenced ? { silenced } : {}) };
}

function referrerWarnings({ target, referrers }: Item): Report['warnings'] {
  return (referrers?.warnings ?? []).map(({ code, message }) => ({ code, message, item: target }));
}

async function copyAll(
  plan: MirrorPlan,
  gateways: Gateways,
  { sessions, changes, refused }: Pick<CopyContext, 'sessions' | 'changes' | 'refused'>,
  { emit, signal, concurrency }: RunOptions & Stoppable,
) {
  const todo = plan.items.filter(({ outcome }) => outcome === 'copy');
  emit({ type: 'phase', phase: 'copy', total: todo.length });
  const moved = new Map<string, number>();
  let mountedBytes = 0;
  const mover = new ContentMover({
    target: await sessions.at(plan.target.registry),
    concurrency,
    missing: gateways.manifests.missing,
    observer: {
      progress: (item, { digest, size }, bytes) => emit({ type: 'blob', item, digest, size, bytes }),
      moved: (item, { size }) => moved.set(item, (moved.get(item) ?? 0) + size),
      mounted: (item, { digest, size }, from) => {
        mountedBytes += size;
        emit({ type: 'mounted', item, digest, size, from });
      },
    },
    signal,
  });
  const context: CopyContext = {
    target: plan.target,
    sessions,
    gateways,
    mover,
    changes,
    refused,
    emit,
    signal,
  };
  if (todo.length > 0) await tellWhatIsThere(plan, context);
  const referrers = new ReferrerCopier(context);
  const isNeeded = (item: Item) => item.outcome === 'copy' || hasReferrersToCopy(item);
  const spent = new SpentManifests(plan.items.filter(isNeeded), gateways.manifests);
  const copy = async (item: Item) => {
    if (!isNeeded(item)) return item;
    const isImage = item.outcome === 'copy';
    const whole = await referrers.copy(isImage ? await copyItem(item, context) : item);
    spent.done(item);
    const done = { ...whole, bytes: moved.get(item.target) ?? 0 };
    if (isImage) emit(itemFinished(done));
    return done;
  };
  const items = await inLanes(plan.items, imagesAtOnce, copy);
  const bytes = [...moved.values()].reduce((sum, one) => sum + one, 0);
  return { items, bytes, mountedBytes, warnings: referrers.warnings };
}

/**
 * The plan counts on mounting what its present images have; the mover has to know where that is. What can't be read is uploaded; after a
 * cancel nothing is, and the images say so themselves.
 */
async function tellWhatIsThere(plan: MirrorPlan, context: CopyContext): Promise<void> {
  const { target, mover, changes, signal } = context;
  const tell = async (item: Item) => {
    const taking = { ...target, change: await changes.of(item) };
    const { node } = await imageForTarget(readPlaceOf(item), item.sourceDigest ?? '', taking, context, signal);
    const { repository } = referenceOf(item.target);
    for (const { digest } of allBlobs(node)) mover.know(repository, digest);
  };
  const present = plan.items.filter(({ outcome }) => outcome === 'present');
  await inLanes(present, imagesAtOnce, (item) => tell(item).catch(() => undefined));
}

/** Reads a tag again that was written, or relied on: the report says what is there, not what should be. */
async function confirm(item: Item, sessions: Sessions, { emit, signal }: RunOptions & Stoppable): Promise<Item> {
  if (item.outcome !== 'copied' && item.outcome !== 'present') return item;
  try {
    const look = () => sessions.holds(referenceOf(item.target), signal);
    if ((await look()) === item.digest) return item;
    // A registry of several machines may not know everywhere yet what it has acknowledged.
    const held = await look();
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
    if (signal.aborted) return item;
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
