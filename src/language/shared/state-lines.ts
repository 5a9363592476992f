import { formatReference, newestRelease, shortDigest } from '#reference';
import type { Fix, LineState } from '../language.ts';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';
import { nextTag } from './next-tag.ts';
import { standingOf, targetOf } from './standing.ts';
import { incompleteProblem, repositoryProblem, takenProblem } from './standing-problem.ts';
import { ageWords } from './words.ts';

/** What can be done about states, in the words of the file that the image stands in. */
export interface StateFixes {
  /** Releases an image whose tag is taken under another one. */
  rerelease(asker: Asker, image: ListedImage): Fix | undefined;
  /** Takes a newer release. */
  update(asker: Asker, image: ListedImage, tag: string): Fix | undefined;
}

/** The states of one image, in the order in which they are told. */
export function statesOf(asker: Asker, image: ListedImage, fixes: StateFixes): LineState[] {
  return [...standing(asker, image, fixes), ...gone(asker, image), ...newer(asker, image, fixes)];
}

/** The newest upstream release of what a source names, when that is newer. */
export function newerTag(asker: Asker, { source, ownSource }: ListedImage): string | undefined {
  if (!ownSource || source?.tag === undefined) return undefined;
  return newestRelease(source.tag, asker.tags(source) ?? []);
}

function standing(asker: Asker, image: ListedImage, fixes: StateFixes): LineState[] {
  const found = standingOf(asker, image);
  const { range, dest } = image;
  const { target } = asker;
  switch (found.kind) {
    case 'unknown':
      return [];
    case 'missing':
      return [{ range, kind: 'missing', text: 'missing' }];
    case 'nowhere': {
      const problem = target && repositoryProblem(targetOf(image, target), target, dest.range);
      return [{ range, kind: 'nowhere', text: 'no such repository', ...(problem ? { problem } : {}) }];
    }
    case 'taken': {
      const fix = fixes.rerelease(asker, image);
      const renewed = nextTag(asker, image);
      const told = { held: found.image, wanted: found.wanted, ...(renewed === undefined ? {} : { renewed }) };
      const problem = target && takenProblem(targetOf(image, target), told, dest.range);
      const text = `taken by ${shortDigest(found.image.digest)}`;
      return [{ range, kind: 'taken', text, ...(fix ? { fix } : {}), ...(problem ? { problem } : {}) }];
    }
    case 'partial': {
      const held = found.image.platforms.map(({ platform }) => platform);
      const age = ageWords(found.image.pushedAt, asker.facts.now);
      const parts = [
        `there for ${held.join(', ')} only`,
        shortDigest(found.image.digest),
        ...(age === undefined ? [] : [age]),
      ];
      const problem = incompleteProblem(held, found.missing, dest.range);
      return [{ range, kind: 'partial', text: parts.join(' · '), problem }];
    }
    default: {
      const age = ageWords(found.image.pushedAt, asker.facts.now);
      const unsure = found.kind === 'unsure' ? ['not compared with its source'] : [];
      const parts = ['there', shortDigest(found.image.digest), ...(age === undefined ? [] : [age]), ...unsure];
      return [{ range, kind: found.kind, text: parts.join(' · ') }];
    }
  }
}

/** A source that is known not to be there. Nobody is asked for this alone: a plan finds out. */
function gone({ facts }: Asker, { source, ownSource, range }: ListedImage): LineState[] {
  if (!source || !ownSource || facts.image(formatReference(source)) !== 'missing') return [];
  return [{ range, kind: 'gone', text: 'not at its source' }];
}

function newer(asker: Asker, image: ListedImage, fixes: StateFixes): LineState[] {
  const tag = newerTag(asker, image);
  if (tag === undefined) return [];
  const fix = fixes.update(asker, image, tag);
  return [{ range: image.range, kind: 'newer', text: `${tag} is out`, ...(fix ? { fix } : {}) }];
}
