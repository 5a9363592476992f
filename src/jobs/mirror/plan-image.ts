import { type Code, ReleaseError } from '#problem';
import { formatPlatform, formatReference, parsePlatform, type Reference, shortDigest } from '#reference';
import {
  allBlobs,
  headManifest,
  type ImageNode,
  imageManifests,
  type RegistrySession,
  readImage,
  repositoryExists,
  type Transformed,
  transformImage,
} from '#registry';
import type { ResolvedImage } from '#release';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { Item } from '../item.ts';
import type { Sessions } from '../sessions.ts';
import { missingPlatforms } from './compare-platforms.ts';
import { freeTag } from './free-tag.ts';
import type { PlanTarget } from './mirror-plan.ts';

export interface PlanContext {
  readonly target: PlanTarget;
  readonly sessions: Sessions;
  readonly gateways: Gateways;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/** An item, with the content that it is about while the plan is being made. */
export interface PlannedImage {
  readonly item: Item;
  readonly image?: ResolvedImage;
  /** What the target gets, or has; unknown for what failed. */
  readonly node?: ImageNode;
}

/** An image that the lists leave out: counted, never asked about. */
export function ignoredItem(image: ResolvedImage): Item {
  return { ...blankItem(image), outcome: 'ignored' };
}

/** Plans one image; its failure is its outcome. Only cancelling is thrown. */
export async function planImage(image: ResolvedImage, context: PlanContext): Promise<PlannedImage> {
  const { emit, signal } = context;
  const blank = blankItem(image);
  emit({ type: 'item-started', item: blank.target, source: blank.source });
  const planned = await attempt(image, context).catch((error): PlannedImage => {
    signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    return { item: { ...blank, outcome: 'failed', code, message, ...(hint === undefined ? {} : { hint }) }, image };
  });
  const { item } = planned;
  emit({
    type: 'item-finished',
    item: item.target,
    outcome: item.outcome,
    ...(item.code === undefined ? {} : { code: item.code }),
    ...(item.message === undefined ? {} : { message: item.message }),
    bytes: 0,
  });
  return planned;
}

async function attempt(image: ResolvedImage, context: PlanContext): Promise<PlannedImage> {
  const { target, sessions, gateways, signal } = context;
  const from = await sessions.at(image.source.registry);
  const to = await sessions.at(image.target.registry);
  const place = {
    session: from,
    repository: image.source.repository,
    cache: gateways.manifests,
    reads: sessions.requests,
  };
  const source = await readImage(place, image.source.digest ?? image.source.tag ?? 'latest', signal);
  const platforms = target.platforms.flatMap((text) => parsePlatform(text) ?? []);
  const transformed = transformImage(source, { attestationManifests: target.attestationManifests, platforms });
  const known = itemOf(image, source, transformed);
  const held = await targetHolds(image.target, to, context);
  const node = transformed.node;
  if (held === undefined) {
    await requireRepository(image.target, to, context);
    return { item: { ...known, ...incomplete(transformed), outcome: 'copy' }, image, node };
  }
  if (held === node.digest)
    return { item: { ...known, ...incomplete(transformed), digest: held, outcome: 'present' }, image, node };
  const there = await readImage({ ...place, session: to, repository: image.target.repository }, held, signal);
  const missing = target.existing === 'fail' ? undefined : missingPlatforms(source, node, there);
  if (missing)
    return { item: { ...known, digest: held, outcome: 'equivalent', ...equivalence(missing, there) }, image, node };
  return {
    item: { ...known, digest: held, outcome: 'conflict', ...(await taken(image, held, node, to, context)) },
    image,
  };
}

function blankItem(image: ResolvedImage): Item {
  return {
    source: formatReference(image.source),
    target: formatReference(image.target),
    outcome: 'failed',
    bytes: 0,
    size: 0,
    platforms: [],
    missingPlatforms: [],
    droppedPlatforms: [],
    strippedAttestations: 0,
    origins: image.origins.map(({ file, line, column, endLine, endColumn }) => ({
      file,
      line,
      column,
      endLine,
      endColumn,
    })),
  };
}

function itemOf(image: ResolvedImage, source: ImageNode, transformed: Transformed): Item {
  const { node } = transformed;
  return {
    ...blankItem(image),
    sourceDigest: source.digest,
    targetDigest: node.digest,
    size: allBlobs(node).reduce((sum, blob) => sum + blob.size, 0),
    platforms: imageManifests(node).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : [])),
    droppedPlatforms: [...transformed.droppedPlatforms],
    strippedAttestations: transformed.strippedAttestations,
  };
}

function incomplete({ missingPlatforms: missing }: Transformed): Partial<Item> {
  if (missing.length === 0) return {};
  const message = `The source has no ${missing.join(', ')}`;
  return {
    missingPlatforms: [...missing],
    code: 'platform-incomplete',
    message,
    hint: 'A final tag can never get them later.',
  };
}

function equivalence(missing: readonly string[], there: ImageNode): Partial<Item> {
  if (missing.length === 0) return {};
  const held = imageManifests(there).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return {
    missingPlatforms: [...missing],
    code: 'platform-incomplete',
    message: `${held.join(', ') || 'One platform'} is there, ${missing.join(', ')} is not`,
    hint: 'The tag is left as it is. A new tag would hold all platforms.',
  };
}

async function taken(
  image: ResolvedImage,
  held: string,
  node: ImageNode,
  to: RegistrySession,
  { sessions, signal }: PlanContext,
): Promise<{ code: Code; message: string; hint: string }> {
  const free = await freeTag(image.target, (tag) =>
    sessions.requests.run(() => headManifest(to, image.target.repository, tag, signal), signal),
  );
  const offer = free === undefined ? 'Release it under a new tag' : `Release it under a new tag, for example ${free}`;
  return {
    code: 'tag-taken',
    message: `The tag holds ${shortDigest(held)} (${held}); the source is ${shortDigest(node.digest)} (${node.digest})`,
    hint: `${offer}, or leave it out. A tag that holds another image is never overwritten.`,
  };
}

/**
 * What the target tag holds.
 * @throws what the request throws; for AWS Marketplace a refusal is told with the second reason that it can have
 */
async function targetHolds(
  { repository, tag = '' }: Reference,
  session: RegistrySession,
  { target, sessions, signal }: PlanContext,
): Promise<string | undefined> {
  try {
    return await sessions.requests.run(() => headManifest(session, repository, tag, signal), signal);
  } catch (error) {
    if (target.kind !== 'marketplace' || !ReleaseError.is(error) || error.code !== 'access-denied') throw error;
    const hint =
      'A Marketplace repository that does not exist may answer the same: check its name, or add it to the product with the change type AddRepositories.';
    throw new ReleaseError('access-denied', error.message, { hint, cause: error });
  }
}

/** Where pushing makes no repository, a missing one is known before anything is copied. */
async function requireRepository(
  target: Reference,
  session: RegistrySession,
  { target: settings, sessions, signal }: PlanContext,
): Promise<void> {
  if (settings.kind === 'oci') return;
  const exists = await sessions.requests.run(
    () => repositoryExists(session, target.repository, target.tag ?? '', signal),
    signal,
  );
  if (exists) return;
  const hint =
    settings.kind === 'marketplace'
      ? 'Add it to the product with the change type AddRepositories, or in the portal: only the product can make it.'
      : `Create it first, for example: aws ecr create-repository --repository-name ${target.repository}`;
  throw new ReleaseError(
    'repository-missing',
    `The repository ${target.repository} does not exist at ${target.registry}`,
    { hint },
  );
}
