import type { DerivedImage } from '#formats';
import { formatReference } from '#reference';
import type { ResolvedImage } from '#release';
import { Derivations } from '../../derive/derivations.ts';
import type { Gateways } from '../../gateways.ts';
import { NewTags } from '../../images/new-tags.ts';
import type { PlanContext } from '../../images/plan-context.ts';
import { inLanes } from '../../in-lanes.ts';
import type { Item } from '../../item.ts';
import type { JobOptions } from '../../job-options.ts';
import { planImage } from '../../mirror/plan-image.ts';
import type { PlanTarget } from '../../plan-target.ts';
import type { Sessions } from '../../sessions.ts';
import type { ChartImage } from '../chart-image.ts';
import { heldImage } from './held-image.ts';
import type { MappedImage } from './map-images.ts';

/** Images asked about at the same time. */
const imagesAtOnce = 64;

/** What it takes to know what belongs at a target. */
export interface TargetTaking {
  readonly target: PlanTarget;
  /** Changes that the settings make to images on their way, and where their files are. */
  readonly derive: readonly DerivedImage[];
  readonly folder: string;
  /** Whether images whose tag is taken go under a new one. */
  readonly newTags?: boolean | undefined;
}

interface Around {
  readonly sessions: Sessions;
  readonly gateways: Gateways;
}

/**
 * Tells of each image what the target has of it, as a mirror's plan would; nobody judges it here. What cannot be learned is told with
 * its reason.
 * @throws the signal's reason, and nothing else
 */
export async function targetImages(
  mapped: readonly MappedImage[],
  { target: whole, derive, folder, newTags = false }: TargetTaking,
  { sessions, gateways }: Around,
  { emit, signal }: JobOptions,
): Promise<ChartImage[]> {
  // Whether signatures travel with an image is no matter of the chart.
  const { referrers: _, ...target } = whole;
  const context: PlanContext = {
    target,
    derivations: new Derivations({ derive, folder }, target, gateways),
    judges: [],
    ...(newTags ? { newTags: new NewTags(mapped.flatMap(({ resolved }) => resolved?.target ?? [])) } : {}),
    sessions,
    gateways,
    emit,
    ...(signal ? { signal } : {}),
  };
  const asked = new Map<string, Promise<Found>>();
  return inLanes(mapped, imagesAtOnce, async ({ image, resolved, refused, isOwn }): Promise<ChartImage> => {
    signal?.throwIfAborted();
    const known = {
      source: formatReference(image.reference),
      isDefault: image.isDefault,
      ...(image.isGuess ? { isGuess: true as const } : {}),
      places: [...image.places],
    };
    if (refused) return { ...known, state: 'refused', ...refused };
    if (!resolved) return { ...known, state: 'unknown' };
    const key = `${formatReference(resolved.source)} ${formatReference(resolved.target)}`;
    const finding = asked.get(key) ?? (isOwn ? heldImage(resolved.target, context) : found(resolved, context));
    asked.set(key, finding);
    return { ...known, ...(await finding) };
  });
}

type Found = Pick<ChartImage, 'state' | 'target' | 'wanted' | 'sourceDigest' | 'digest' | 'code' | 'message' | 'hint'>;

async function found(image: ResolvedImage, context: PlanContext): Promise<Found> {
  const { item } = await planImage(image, context);
  const { sourceDigest, digest } = item;
  const known = {
    // Another one than was asked for where that is taken and images go under new tags.
    target: item.target,
    ...(item.wanted === undefined ? {} : { wanted: item.wanted }),
    ...(sourceDigest === undefined ? {} : { sourceDigest }),
    ...(digest === undefined ? {} : { digest }),
    ...trouble(item),
  };
  switch (item.outcome) {
    case 'copy':
      return { ...known, state: 'missing' };
    case 'present':
    case 'equivalent':
      return { ...known, state: item.outcome };
    case 'conflict':
      return { ...known, state: 'taken' };
    default:
      if (item.code === 'repository-missing') return { ...known, state: 'missing' };
      return unread(known, image, context);
  }
}

/** What the source has could not be learned; that the target has the tag is worth knowing all the same. */
async function unread(known: Omit<Found, 'state'>, { target }: ResolvedImage, context: PlanContext): Promise<Found> {
  const held = await context.sessions.holds(target, context.signal).catch(() => undefined);
  context.signal?.throwIfAborted();
  if (held === undefined) return { ...known, state: 'unknown' };
  const message = `${known.message ?? 'The source could not be read'}. The target has the tag; whether it is this image was not learned`;
  return { ...known, state: 'unknown', digest: held, message };
}

function trouble({
  code,
  message,
  hint,
}: Pick<Item, 'code' | 'message' | 'hint'>): Pick<Found, 'code' | 'message' | 'hint'> {
  return {
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(hint === undefined ? {} : { hint }),
  };
}
