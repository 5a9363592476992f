import { splitActions } from '../templates/split-actions.ts';

/** Blocks that are open at a place of a template, outermost first, by their keywords. */
export function openBlocks(text: string, offset: number): readonly { readonly word: string; readonly start: number }[] {
  const open: { word: string; start: number }[] = [];
  for (const { start, end, tokens } of splitActions(text)) {
    if (end > offset) break;
    const [first] = tokens ?? [];
    if (first?.kind !== 'name') continue;
    if (first.text === 'end') open.pop();
    else if (opening.has(first.text)) open.push({ word: first.text, start });
  }
  return open;
}

const opening = new Set(['if', 'range', 'with', 'define', 'block']);

/**
 * What the dot is at a place of a template: the `root`; something else, with the root in `$` (`nested`); or what an `include` gives, which nobody knows
 * here (`defined`).
 */
export function contextAt(text: string, offset: number): 'root' | 'nested' | 'defined' {
  const words = openBlocks(text, offset).map(({ word }) => word);
  if (words.some((word) => word === 'define' || word === 'block')) return 'defined';
  return words.some((word) => word === 'range' || word === 'with') ? 'nested' : 'root';
}
