import type { NameMapping } from '#formats';
import type { Reference } from '#reference';
import { mapName, type ResolvedImage } from '#release';
import type { PlanTarget } from '../../plan-target.ts';

/**
 * Whether an image is the target's already: what an injection of before has put into the chart. It is its own target, for below the prefix once
 * more it would be nowhere. Where there is no prefix the settings may still say where it goes.
 */
export function isOwnImage(
  reference: Reference,
  { registry, prefix }: Pick<PlanTarget, 'registry' | 'prefix'>,
  names: readonly NameMapping[],
): boolean {
  if (reference.registry !== registry) return false;
  return prefix === '' ? mapName(names, reference) === undefined : reference.repository.startsWith(`${prefix}/`);
}

/** An image that stays where it is, under the tag that it has. */
export function ownImage(reference: Reference): Omit<ResolvedImage, 'origins'> {
  return { source: reference, target: reference, paths: [] };
}
