import { formatReference, type Reference, targetKindOf } from '#reference';
import type { ImageFact } from '../facts.ts';
import type { Asker } from './asker.ts';
import type { ListedImage } from './listed-image.ts';
import { standingOf, targetOf } from './standing.ts';
import { ageWords, codeSpan } from './words.ts';

/** What an image is: its whole reference, digest, platforms, size and age, as far as they are known. Markdown. */
export function sourceHover(asker: Asker, source: Reference): string {
  return [codeSpan(formatReference(source)), ...imageLines(asker, asker.image(source))].join('\n\n');
}

/** Where an image goes, and what is there. Markdown. */
export function destHover(asker: Asker, image: ListedImage): string {
  const { target } = asker;
  if (!target) return `${codeSpan(image.dest.text)}\n\nNo target is known: marketplace.yaml names it.`;
  const place = targetOf(image, target);
  const head = `Goes to ${codeSpan(formatReference(place))}`;
  const from = image.source ? [`From ${codeSpan(formatReference(image.source))}`] : [];
  const standing = standingOf(asker, image);
  const isFinal = (target.kind ?? targetKindOf(target.registry)) === 'marketplace';
  const final = isFinal ? ['A pushed tag is final.'] : [];
  if (standing.kind === 'unknown') return [head, ...from, ...final].join('\n\n');
  const facts = 'image' in standing ? imageLines(asker, standing.image) : [];
  return [head, ...from, sentences[standing.kind], ...facts, ...final].join('\n\n');
}

const sentences = {
  missing: 'It is not there yet.',
  nowhere: 'The target has no such repository.',
  there: 'It is there.',
  partial: 'It is there, but not for all its platforms.',
  unsure: 'The tag is there. It was not compared with the source.',
  taken: 'The tag is taken by another image.',
} as const;

function imageLines({ facts }: Asker, image: ImageFact | 'missing' | undefined): string[] {
  if (image === undefined) return [];
  if (image === 'missing') return ['The registry has no such image.'];
  const age = ageWords(image.pushedAt, facts.now);
  const known = [
    image.platforms.map(({ platform }) => codeSpan(platform)).join(' '),
    image.size === undefined ? '' : sizeWords(image.size),
    age === undefined ? '' : age === 'new' ? 'pushed just now' : `pushed ${age} ago`,
  ].filter((part) => part !== '');
  return [codeSpan(image.digest), ...(known.length > 0 ? [known.join(' · ')] : [])];
}

/** Decimal units, as registries count. */
function sizeWords(bytes: number): string {
  const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  if (bytes < 1e6) return `${format.format(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${format.format(bytes / 1e6)} MB` : `${format.format(bytes / 1e9)} GB`;
}
