import { type Problem, ReleaseError } from '#problem';
import type { ResolvedImage } from '#release';
import { type Assessed, assessProducts } from '../assessments/assess-products.ts';
import { ClosingLog } from '../closing-log.ts';
import { Derivations } from '../derive/derivations.ts';
import { endpointsOf } from '../endpoints.ts';
import { errorLog } from '../error-log.ts';
import { fileWarnings } from '../file-warning.ts';
import type { Gateways } from '../gateways.ts';
import { refuseMixedWorlds, requireAccount } from '../guards.ts';
import { NewTags } from '../images/new-tags.ts';
import { inLanes } from '../in-lanes.ts';
import { type Item, isClean, summarise } from '../item.ts';
import type { JobOptions } from '../job-options.ts';
import { isLoginEnd } from '../login-ended.ts';
import { loginWarning } from '../login-warning.ts';
import { ignoredItem } from '../mirror/plan-image.ts';
import type { PlanTarget } from '../plan-target.ts';
import { type FoundProducts, findProducts } from '../products/find-products.ts';
import type { Product } from '../products/product.ts';
import { releasePart } from '../release-part.ts';
import type { Report, ReportWarning } from '../report.ts';
import { Sessions } from '../sessions.ts';
import type { Shard } from '../shard.ts';
import { stopOnLoginEnd } from '../stop-on-login-end.ts';
import { judgedBy } from '../trust/judged-by.ts';
import { judgesOf } from '../trust/judges-of.ts';
import type { TrustWish } from '../trust/trust-wish.ts';
import { HeldContent } from './held-content.ts';
import { type VerifyContext, verifyImage } from './verify-image.ts';

/** As for a plan: bounds whose manifests are held in memory. */
const imagesAtOnce = 64;

/** A report says it too: the log of a shard is not merged. */
const cancelledLate: ReportWarning = {
  code: 'cancelled',
  message: "Cancelled before AWS's own assessments were given",
};

export interface VerifyInput {
  readonly images: readonly ResolvedImage[];
  readonly ignored: readonly ResolvedImage[];
  readonly target: PlanTarget;
  /** What is to be known of what is at the target; nothing beside digests and content when absent. */
  readonly trust?: TrustWish | undefined;
  /** Whether an image whose tag is taken may be under a new one. */
  readonly newTags?: boolean;
  /** Problems of the files that don't stop the job. */
  readonly warnings?: readonly Problem[];
  /** Of several machines that share the release, the one that this is. */
  readonly shard?: Shard | undefined;
}

export interface VerifyOptions extends JobOptions {
  /** The error log: made before anyone is asked. */
  readonly log?: string | undefined;
}

/**
 * Holds a target against release files, by reading only: each image that they ask for is there, is the one that belongs there, whole,
 * attested and within the rules. What is at the target counts, because that is what buyers get; the source is read for what cannot be
 * told without it. What is wrong with an image is its outcome and stops no other. After a cancel, or when a login ends that nobody
 * renews, what is known is reported.
 * @throws ReleaseError `account-mismatch`, `sandbox-guard`, `file-not-writable`, AWS login trouble; the signal's reason before the first
 *   image is looked at
 */
export async function verifyRelease(input: VerifyInput, around: Gateways, options: VerifyOptions): Promise<Report> {
  const { gateways, signal, ended } = stopOnLoginEnd(around, input.target, options.signal);
  const { emit } = options;
  const startedAt = new Date(gateways.clock.now()).toISOString();
  const part = releasePart(input, input.shard);
  const log = new ClosingLog({ target: input.target, ...part.identity }, options.log, gateways, emit);
  await log.beginFile();
  const account = await requireAccount(input.target, gateways, signal);
  const target: PlanTarget = account === undefined ? input.target : { ...input.target, account };
  await refuseMixedWorlds(target, gateways);
  const sessions = new Sessions(gateways, emit);
  emit({ type: 'phase', phase: 'verify', total: part.images.length });
  const judges = [new HeldContent(), ...judgesOf(input.trust, gateways, sessions)];
  const derivations = new Derivations(input.trust, target, gateways);
  const context: VerifyContext = {
    target,
    derivations,
    ...(input.newTags ? { newTags: new NewTags(part.images.map((image) => image.target)) } : {}),
    judges,
    sessions,
    gateways,
    emit,
    signal,
  };
  // Of several machines one asks AWS what it has found itself, for all of them.
  const asksAws = (input.shard?.index ?? 1) === 1;
  const [verified, found] = await Promise.all([
    inLanes(part.images, imagesAtOnce, (image) => verifyImage(image, context)),
    productsOf(asksAws ? input.images : part.images, context),
  ]);
  const items = [...verified, ...part.ignored.map(ignoredItem)];
  const products = found && ownProducts(found, part.images);
  const assessed = asksAws ? await assessedOf(found, items, context) : nothingAssessed;
  const { warnings: ofAws, isCancelled, ...told } = assessed;
  const isStopped = items.some(({ code }) => code === 'cancelled');
  // Images that were stopped say so themselves.
  const late = isCancelled && !isStopped ? [cancelledLate] : [];
  const failures = late.map(({ message }) => message);
  const { warnings } = await log.close(errorLog(items, failures, 'verified'));
  return {
    schemaVersion: 1,
    job: 'verify',
    ...part.identity,
    target,
    startedAt,
    finishedAt: new Date(gateways.clock.now()).toISOString(),
    ok: isClean(items) && !isCancelled && warnings.length === 0,
    // What a login's end has stopped is a failure of the job, not somebody's wish.
    cancelled: isCancelled || isStopped,
    summary: summarise(items, 0, 0),
    items,
    ...judgedBy(input.trust),
    endpoints: await endpointsOf(sessions, { target }, gateways, judges),
    ...(products === undefined ? {} : { products }),
    ...told,
    ...(input.warnings?.length ? { fileWarnings: fileWarnings(input.warnings) } : {}),
    warnings: [...loginWarning(ended(), items), ...late, ...ofAws, ...warnings],
  };
}

/** A fact for display: when the job is stopped, the images say so. */
async function productsOf(
  images: readonly ResolvedImage[],
  context: VerifyContext,
): Promise<FoundProducts | undefined> {
  return findProducts([...repositoriesOf(images)], context).catch((error) => {
    if (!context.signal.aborted) throw error;
    return undefined;
  });
}

/** Those that these images are in; undefined where the Catalog told nothing. */
function ownProducts({ products, failure }: FoundProducts, images: readonly ResolvedImage[]): Product[] | undefined {
  if (failure && products.length === 0) return undefined;
  const ours = repositoriesOf(images);
  return products.flatMap((product) => {
    const repositories = product.repositories.filter((name) => ours.has(name));
    return repositories.length === 0 ? [] : [{ ...product, repositories }];
  });
}

function repositoriesOf(images: readonly ResolvedImage[]): ReadonlySet<string> {
  return new Set(images.map(({ target }) => target.repository));
}

/** What AWS has found by itself. */
interface Asked extends Assessed {
  /** Whether somebody cancelled the job before it was told. */
  readonly isCancelled: boolean;
}

const nothingAssessed: Asked = { warnings: [], isCancelled: false };

/** A job that is stopped by a login's end has no more to tell than its images say. */
async function assessedOf(
  found: FoundProducts | undefined,
  items: readonly Item[],
  context: VerifyContext,
): Promise<Asked> {
  const { target, signal } = context;
  if (target.kind !== 'marketplace') return nothingAssessed;
  if (signal.aborted) return { ...nothingAssessed, isCancelled: !isLoginEnd(signal.reason) };
  if (!found) return nothingAssessed;
  try {
    return { ...(await assessProducts(found, { ...context, items })), isCancelled: false };
  } catch (error) {
    if (!signal.aborted) throw error;
    const { code, message } = ReleaseError.from(signal.reason);
    const assessmentsNotGiven = { code, message: `AWS's own assessments were not given: ${message}` };
    return { assessmentsNotGiven, warnings: [], isCancelled: !isLoginEnd(signal.reason) };
  }
}
