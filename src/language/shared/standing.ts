import type { Reference } from '#reference';
import { targetRepository } from '#release';
import type { ImageFact, TargetFact } from '../facts.ts';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';

/** How an image stands with the target, as far as it is known. `unsure`: the tag is there, but not what it ought to hold. */
export type Standing =
  | { readonly kind: 'unknown' | 'missing' }
  | { readonly kind: 'there' | 'taken' | 'unsure'; readonly image: ImageFact };

/** Where an image goes: names mapped, below the prefix. */
export function targetOf({ dest, source }: ListedImage, target: TargetFact): Reference {
  const { registry, prefix, names = [] } = target;
  return { registry, repository: targetRepository(dest.path, source, prefix, names), tag: dest.tag };
}

/** Holds what the target has under the image's tag against what the source has, as a plan would: the same platforms are the same image. */
export function standingOf(asker: Asker, image: ListedImage): Standing {
  const { target } = asker.facts;
  if (!target) return { kind: 'unknown' };
  const there = asker.image(targetOf(image, target));
  if (there === undefined) return { kind: 'unknown' };
  if (there === 'missing') return { kind: 'missing' };
  if (!image.source) return { kind: 'unsure', image: there };
  if (image.source.digest === there.digest) return { kind: 'there', image: there };
  const wanted = asker.image(image.source);
  if (wanted === undefined || wanted === 'missing') return { kind: 'unsure', image: there };
  return { kind: isSame(there, wanted) ? 'there' : 'taken', image: there };
}

/** The indexes may differ for good reasons (attestations stripped, platforms left out); the platforms' digests may not. */
function isSame(there: ImageFact, wanted: ImageFact): boolean {
  if (there.digest === wanted.digest) return true;
  const source = new Set(wanted.platforms.map(label));
  return there.platforms.length > 0 && there.platforms.every((platform) => source.has(label(platform)));
}

/** Variants are left out: configs often don't name theirs. */
function label({ platform, digest }: ImageFact['platforms'][number]): string {
  return `${platform.split('/').slice(0, 2).join('/')} ${digest}`;
}
