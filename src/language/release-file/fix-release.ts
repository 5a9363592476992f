import { type ReleaseFile, readReleaseTree } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Facts } from '../facts.ts';
import type { Answer, Fix } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { fixAllImages, fixImages } from '../shared/fix-images.ts';
import { pinFix } from '../shared/image-edits.ts';
import { pairedFiles } from '../shared/paired-files.ts';
import { touches } from '../shared/places.ts';
import { listedImages } from './release-images.ts';
import { containersOf } from './release-tree.ts';
import { fieldFixes, frameFixes, removalFixes } from './tree-fixes.ts';

/** All that can be done at a place of a release file, what concerns the place first. */
export function fixRelease(
  text: string,
  range: Range,
  problems: readonly TextProblem[],
  facts: Facts,
): Answer<readonly Fix[]> {
  // The release that a list is paired with is this one.
  const { release: _, ...own } = facts;
  const asker = new Asker(own);
  const tree = readReleaseTree(text);
  const { model } = tree;
  const images = listedImages(model);
  const known = new Set(images.map(({ range: place }) => place));
  // A source can be pinned before its image has a destination.
  const halves = model.images.filter((image) => !known.has(image.range) && touches(image.range, range));
  const value = [
    ...fixImages(asker, images, range, problems),
    ...halves.flatMap(({ source }) => pinFix(asker, { source: source.reference, ownSource: source }) ?? []),
    ...frameFixes(text, tree),
    ...fieldFixes(text, tree, range),
    ...removalFixes(
      tree,
      problems,
      problems.some(({ rule }) => rule === 'duplicate-key') ? containersOf(tree.root) : [],
    ),
    ...fixAllImages(own, images, range),
    ...listCreation(model, facts),
  ];
  return { value, wants: asker.wants };
}

/** Writes the image list that a release does not have yet, with all its images: lines can then be left out. */
function listCreation(model: ReleaseFile, { neighbours }: Facts): Fix[] {
  if (!neighbours || pairedFiles(neighbours, 'images').length > 0) return [];
  const { file, files } = neighbours;
  const name = file.replace(/release\.json$/, 'images.txt');
  const dests = new Set(model.images.flatMap(({ dest }) => (dest.tag === undefined ? [] : dest.text)));
  if (name === file || files.includes(name) || dests.size === 0) return [];
  const title = `Create ${name.slice(name.lastIndexOf('/') + 1)} with ${dests.size === 1 ? '1 image' : `all ${dests.size} images`}`;
  const creates = { file: name, text: `${[...dests].join('\n')}\n` };
  return [{ title, edits: [], creates, isPreferred: false, isSafe: false }];
}
