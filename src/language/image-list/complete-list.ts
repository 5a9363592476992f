import { formatReference } from '#reference';
import type { Facts } from '../facts.ts';
import type { Answer, Completion } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { completeSource } from '../shared/complete-source.ts';
import { listImages, pinsOf } from './list-images.ts';
import { commentAt, listText } from './list-text.ts';

/** What can stand at a place of an image list: destinations of the release that are not listed yet, or sources. */
export function completeList(text: string, offset: number, facts: Facts): Answer<readonly Completion[]> {
  const asker = new Asker(facts);
  const before = text.slice(0, Math.max(offset, 0));
  const start = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const written = listText(text).lines[line - 1] ?? '';
  const left = written.slice(0, before.length - start);
  const comment = commentAt(written);
  if (comment !== undefined && comment < left.length) return { value: [], wants: [] };
  const typed = left.slice(Math.max(left.lastIndexOf(' '), left.lastIndexOf('\t')) + 1);
  const rest = /^[^ \t]*/.exec(written.slice(left.length))?.[0] ?? '';
  const column = left.length - typed.length + 1;
  const range = { line, column, endLine: line, endColumn: left.length + rest.length + 1 };
  const [first, ...others] = left.slice(0, column - 1).match(/[^ \t]+/g) ?? [];
  if (others.length > 0) return { value: [], wants: [] };
  const images = listImages(text, facts);
  if (first === undefined && facts.release) {
    const listed = new Set(images.filter((image) => image.range.line !== line).map(({ dest }) => dest.text));
    return { value: destinations(facts, listed, range), wants: [] };
  }
  const known = images.flatMap(({ source, ownSource, range: { line: other } }) =>
    source && ownSource && other !== line ? [source] : [],
  );
  const pin = first === undefined ? undefined : pinsOf(facts).get(first);
  const released = pin && { label: formatReference(pin), detail: 'as the release pins it', kind: 'value' as const };
  const value = [
    ...(released ? [{ ...released, edit: { range, text: released.label } }] : []),
    ...completeSource(asker, typed, range, known),
  ];
  return { value, wants: asker.wants };
}

function destinations(
  { release }: Facts,
  listed: ReadonlySet<string>,
  range: Completion['edit']['range'],
): Completion[] {
  const whole = release?.images.filter(({ dest }) => dest.tag !== undefined && !listed.has(dest.text)) ?? [];
  const byDest = new Map(whole.map((image) => [image.dest.text, image]));
  return [...byDest].map(([text, { source }]) => ({
    label: text,
    kind: 'image',
    detail: source.text,
    edit: { range, text },
    filterText: text,
  }));
}
