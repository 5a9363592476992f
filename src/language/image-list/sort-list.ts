import { compareVersions } from '#reference';
import { fieldTexts, isBlank, listText } from './list-text.ts';

/**
 * The list with the entries of each paragraph in order: by repository, then by version. Comments go with the entry that they stand above; a
 * comment that heads a paragraph stays where it is, when no other entry of it has one. Blank lines stay. The same text when it is in order.
 */
export function sortList(text: string): string {
  const { lines, end } = listText(text);
  const sorted: string[][] = [];
  let paragraph: string[] = [];
  for (const line of lines) {
    if (!isBlank(line)) {
      paragraph.push(line);
      continue;
    }
    sorted.push(sortParagraph(paragraph), [line]);
    paragraph = [];
  }
  sorted.push(sortParagraph(paragraph));
  const result = sorted.flat().join(end);
  return result === lines.join(end) ? text : result;
}

interface Block {
  readonly lines: readonly string[];
  readonly entry: string;
}

function sortParagraph(lines: readonly string[]): string[] {
  const blocks: Block[] = [];
  let above: string[] = [];
  for (const line of lines) {
    const [entry] = fieldTexts(line);
    above.push(line);
    if (entry === undefined) continue;
    blocks.push({ lines: above, entry });
    above = [];
  }
  const [first, ...others] = blocks;
  if (!first) return above;
  const isHead = others.every((block) => block.lines.length === 1);
  const head = isHead ? first.lines.slice(0, -1) : [];
  const movable = isHead ? [{ ...first, lines: first.lines.slice(-1) }, ...others] : blocks;
  const inOrder = [...movable].sort((a, b) => compareEntries(a.entry, b.entry));
  return [...head, ...inOrder.flatMap((block) => block.lines), ...above];
}

function compareEntries(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return compareVersions(left.tag, right.tag);
}

function split(entry: string): { path: string; tag: string } {
  const at = entry.indexOf('@');
  const named = at < 0 ? entry : entry.slice(0, at);
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/')
    ? { path: named.slice(0, colon), tag: named.slice(colon + 1) }
    : { path: named, tag: '' };
}
