import { type ImageEntry, parseImageList } from '#formats';
import { parseReference, type Reference } from '#reference';
import type { Facts } from '../facts.ts';
import { hostOf } from '../shared/host-of.ts';
import type { ListedImage } from '../shared/listed-image.ts';

/** The images of a list, as far as they can be read: with a release a single field is a destination, without one it may be a source. */
export function listImages(text: string, facts: Facts): ListedImage[] {
  const { entries } = parseImageList(text).model;
  const pins = pinsOf(facts);
  return entries.flatMap((entry) => {
    const image = entry.source ? pair(entry) : single(entry, facts, pins);
    return image ?? [];
  });
}

/** Where the paired release has its images from, by destination. */
export function pinsOf({ release }: Facts): ReadonlyMap<string, Reference> {
  const pins = new Map<string, Reference>();
  for (const { dest, source } of release?.images ?? []) if (source.reference) pins.set(dest.text, source.reference);
  return pins;
}

function pair({ dest, source, range }: ImageEntry): ListedImage | undefined {
  if (dest.repository === undefined || dest.tag === undefined || !source) return undefined;
  const place = { text: dest.text, range: dest.range, path: dest.repository, tag: dest.tag };
  return { range, dest: place, source: source.reference, ownSource: source };
}

function single({ dest, range }: ImageEntry, facts: Facts, pins: ReadonlyMap<string, Reference>) {
  const { text, repository, tag } = dest;
  const source = isSource(text, facts) ? parseReference(text) : undefined;
  if (source?.ok && source.reference.tag !== undefined) {
    const place = { text, range: dest.range, path: source.reference.repository, tag: source.reference.tag };
    return { range, dest: place, source: source.reference, ownSource: { text, range: dest.range } };
  }
  if (repository === undefined || tag === undefined) return undefined;
  const place = { text, range: dest.range, path: repository, tag };
  return { range, dest: place, source: pins.get(text), ownSource: undefined };
}

/** Settings say what a list without a release is; without settings a host in front says it. */
function isSource(text: string, { release, unpaired }: Facts): boolean {
  if (release || unpaired === 'error') return false;
  return unpaired === 'sources' || hostOf(text) !== '';
}
