import { missingPlatforms, parsePlatform, platformMatches, type Reference, targetKindOf } from '#reference';
import { targetRepository } from '#release';
import type { ImageFact, TargetFact } from '../facts.ts';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';

/** How an image stands with the target, as far as it is known, with the words of a line's state. */
export type Standing =
  | { readonly kind: 'unknown' | 'missing' | 'nowhere' }
  | { readonly kind: 'there' | 'unsure'; readonly image: ImageFact }
  | { readonly kind: 'partial'; readonly image: ImageFact; readonly missing: readonly string[] }
  | { readonly kind: 'taken'; readonly image: ImageFact; readonly wanted: ImageFact };

/** Where an image goes: names mapped, below the prefix. */
export function targetOf({ dest, source }: ListedImage, target: TargetFact): Reference {
  const { registry, prefix, names = [] } = target;
  return { registry, repository: targetRepository(dest.path, source, prefix, names), tag: dest.tag };
}

/**
 * Holds what the target has under the image's tag against what the source has, as a plan would: the same platforms are the same image,
 * unless the settings say `existing: fail`.
 */
export function standingOf(asker: Asker, image: ListedImage): Standing {
  const { target } = asker;
  if (!target) return { kind: 'unknown' };
  const place = targetOf(image, target);
  const there = asker.image(place);
  if (there === undefined) return { kind: 'unknown' };
  if (there === 'missing') return { kind: isNowhere(asker, place, target) ? 'nowhere' : 'missing' };
  if (!image.source) return { kind: 'unsure', image: there };
  if (image.source.digest === there.digest && isTakenWhole(target)) return { kind: 'there', image: there };
  const wanted = asker.image(image.source);
  if (wanted === undefined || wanted === 'missing') return { kind: 'unsure', image: there };
  return compared(target, wanted, there);
}

/** Whether an image cannot be pushed, because its repository is not there and pushing makes none. */
export function isNowhere(asker: Asker, place: Reference, target: TargetFact): boolean {
  if (target.makesRepositories || (target.kind ?? targetKindOf(target.registry)) === 'oci') return false;
  return asker.lacksRepository(place);
}

/** What a tag holds, and what was to go there. */
function compared(target: TargetFact, wanted: ImageFact, there: ImageFact): Standing {
  const takes = ({ platform }: FoundPlatform) =>
    platform === undefined || (target.platforms?.some((one) => platformMatches(one, platform)) ?? true);
  const source = wanted.platforms.map(found);
  const needed = source.filter(takes);
  const isWhole = needed.length === source.length && (keepsAttestations(target) || wanted.attestations === 0);
  if (wanted.digest === there.digest && (isWhole || target.existing !== 'fail')) return { kind: 'there', image: there };
  const missing = missingPlatforms(source, needed, there.platforms.map(found));
  if (!missing || there.platforms.length === 0 || addsAttestations(wanted, there)) {
    return { kind: 'taken', image: there, wanted };
  }
  if (target.existing === 'fail') {
    const isOther = isWhole || missing.length > 0 || wanted.digest === there.digest;
    // What loses something on the way gets another digest, which only a plan reckons.
    return isOther ? { kind: 'taken', image: there, wanted } : { kind: 'unsure', image: there };
  }
  if (missing.length === 0) return { kind: 'there', image: there };
  return { kind: 'partial', image: there, missing: missing.map(({ text }) => text) };
}

/** Attestations may be lost on the way, but come from nowhere else. Where a count is not known, nothing is said of them. */
function addsAttestations({ attestations: wanted }: ImageFact, { attestations: there }: ImageFact): boolean {
  return wanted !== undefined && there !== undefined && there > wanted;
}

/** Whether the target gets every image just as its source has it. */
function isTakenWhole(target: TargetFact): boolean {
  return target.existing !== 'fail' || (keepsAttestations(target) && !target.platforms?.length);
}

function keepsAttestations({ attestationManifests }: TargetFact): boolean {
  return attestationManifests !== 'strip';
}

type FoundPlatform = ReturnType<typeof found>;

function found({ platform: text, digest }: ImageFact['platforms'][number]) {
  return { text, platform: parsePlatform(text), digest };
}
