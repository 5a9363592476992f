import { formatReference, highestRelease, isMovingTag, shortDigest } from '#reference';
import type { Edit, Fix } from '../language.ts';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';
import { nextTag } from './next-tag.ts';
import { movedTo, pinned, retagged } from './rewrite-source.ts';
import type { StateFixes } from './state-lines.ts';

type Sources = Pick<ListedImage, 'source' | 'ownSource'>;

/** Adds the digest that a source's tag has now. */
export function pinEdit(asker: Asker, { source, ownSource }: Sources): (Edit & { digest: string }) | undefined {
  const pin = source && ownSource ? pinned(asker, ownSource.text, source) : undefined;
  return pin && ownSource ? { range: ownSource.range, ...pin } : undefined;
}

/**
 * Takes another tag upstream. The destination follows when it has the same tag, but not beside a release: what a vendor's packages expect is
 * in the destination, wherever the image is had from.
 */
export function updateEdits(asker: Asker, image: ListedImage, tag: string): Edit[] | undefined {
  const { dest, source, ownSource } = image;
  const text = source && ownSource ? movedTo(asker, ownSource.text, source, tag) : undefined;
  if (!source || !ownSource || text === undefined) return undefined;
  const edit = { range: ownSource.range, text };
  const isExpected = asker.facts.release !== undefined;
  if (ownSource.range === dest.range || dest.tag !== source.tag || isExpected) return [edit];
  return [{ range: dest.range, text: retagged(dest.text, tag, undefined) }, edit];
}

/** What can be done about the state of an image, in a list or in a release file. */
export const stateFixes: StateFixes = {
  rerelease(asker, image) {
    const { dest, source, ownSource, range } = image;
    if (isMovingTag(dest.tag)) return versionFix(asker, image);
    const tag = nextTag(asker, image);
    if (tag === undefined) return undefined;
    const title = `Release as ${tag}`;
    const renamed = `${dest.path}:${tag}`;
    const fix = { title, isPreferred: true, isSafe: false, solves: 'tag-taken' } as const;
    // Two fields: only the destination changes. One: the line says from now on where the image comes from.
    if (ownSource && ownSource.range !== dest.range) return { ...fix, edits: [{ range: dest.range, text: renamed }] };
    if (!source) return undefined;
    const from = ownSource?.text ?? formatReference(source);
    return { ...fix, edits: [{ range: { ...range, endColumn: dest.range.endColumn }, text: `${renamed} ${from}` }] };
  },
  update(asker, image, tag) {
    const edits = updateEdits(asker, image, tag);
    return edits && { title: `Update to ${tag}`, edits, isPreferred: true, isSafe: false };
  },
};

/** Pins a source that has only a tag. */
export function pinFix(asker: Asker, image: Sources): Fix | undefined {
  const edit = pinEdit(asker, image);
  if (!edit) return undefined;
  const { range, text, digest } = edit;
  return {
    title: `Pin to ${shortDigest(digest)}`,
    edits: [{ range, text }],
    isPreferred: true,
    isSafe: false,
    solves: 'digest-missing',
  };
}

/** Releases what has a moving tag under its version: that of its source, or the newest release upstream. */
function versionFix(asker: Asker, { dest, source, ownSource }: ListedImage): Fix | undefined {
  if (!ownSource || !source?.tag) return undefined;
  const isMoving = isMovingTag(source.tag);
  const tag = isMoving ? highestRelease(asker.tags(source) ?? [], source.tag) : source.tag;
  const text = tag === undefined || !isMoving ? ownSource.text : movedTo(asker, ownSource.text, source, tag);
  if (tag === undefined || text === undefined) return undefined;
  const edits = [
    ...(ownSource.range === dest.range ? [] : [{ range: dest.range, text: `${dest.path}:${tag}` }]),
    ...(isMoving ? [{ range: ownSource.range, text }] : []),
  ];
  const title = isMoving ? `Take the newest release, ${tag}` : `Release as ${tag}`;
  const solves = dest.tag === 'latest' ? 'tag-latest' : 'tag-taken';
  return { title, edits, isPreferred: true, isSafe: false, solves };
}

/** Takes the newest release in place of `latest`, or says which version it is that goes out as `latest`. */
export function latestFix(asker: Asker, image: ListedImage): Fix | undefined {
  const { dest, source, ownSource } = image;
  if (!ownSource || !source?.tag) return undefined;
  const plain = { isPreferred: true, isSafe: false } as const;
  if (!/^latest(?:-|$)/.test(source.tag)) {
    if (dest.tag !== 'latest' || ownSource.range === dest.range) return undefined;
    const edits = [{ range: dest.range, text: `${dest.path}:${source.tag}` }];
    return { title: `Release as ${source.tag}`, edits, ...plain, solves: 'tag-latest' };
  }
  const tag = highestRelease(asker.tags(source) ?? [], source.tag);
  const edits = tag === undefined ? undefined : updateEdits(asker, image, tag);
  if (!edits) return undefined;
  const solves = dest.tag === 'latest' && edits.some(({ range }) => range === dest.range);
  return { title: `Take the newest release, ${tag}`, edits, ...plain, ...(solves ? { solves: 'tag-latest' } : {}) };
}
