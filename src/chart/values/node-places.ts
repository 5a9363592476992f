import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** Where the content of a node begins; without its anchor and tag. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Whether nothing is written for a value, so that it is null. */
export function isUnwritten(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}

/** Whether a collection is written by indentation. */
export function isBlock(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

/** Where the last character of a node's content is, plus one: without the comments, blank lines and breaks that follow. */
export function contentEnd(text: string, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  if (isAlias(node) || ((isMap(node) || isSeq(node)) && node.flow)) return end;
  if (isSeq(node)) {
    const last = node.items.at(-1) as Node | undefined;
    return last ? contentEnd(text, last) : end;
  }
  if (isMap(node)) {
    const last = node.items.at(-1);
    return last ? pairEnd(text, last as Pair<Node, Node | null>) : end;
  }
  const written = text.slice(start, end);
  // All breaks belong to a text whose mark has a +.
  return /^[|>]\d?\+/.test(written) ? end : start + written.trimEnd().length;
}

/** The same of a key and its value. */
export function pairEnd(text: string, { key, value }: Pair<Node, Node | null>): number {
  if (value && !isUnwritten(value)) return contentEnd(text, value);
  // Behind an anchor or a tag.
  if (value && (value.anchor !== undefined || value.tag !== undefined)) return startOf(value);
  // Between brackets a key can do without a colon.
  return colonEnd(text, key) ?? key.range?.[1] ?? 0;
}

/** The place behind the colon of a key; undefined where it has none. */
export function colonEnd(text: string, key: Node): number | undefined {
  const at = afterBlanks(text, key.range?.[1] ?? 0);
  return text[at] === ':' ? at + 1 : undefined;
}

/** The next place where neither a blank nor a break nor a comment is. */
export function afterBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (text[at] !== '#') return at;
    at = lineEnd(text, at);
  }
}

/** The end of the line that a place is on, before its break. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  const end = found < 0 ? text.length : found;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Characters before a place on its line. */
export function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

/** Where a value with its anchor and its tag begins, and where those end if nothing else is there. */
export function headOf(text: string, after: number, node: Node | null): { start: number; end: number } {
  if (!node) return { start: after, end: after };
  const hasProps = !isAlias(node) && (node.anchor !== undefined || node.tag !== undefined);
  if (!hasProps) return isUnwritten(node) ? { start: after, end: after } : { start: startOf(node), end: startOf(node) };
  const start = afterBlanks(text, after);
  const props = /[&!][^\s,[\]{}]*(?:[ \t]+[&!][^\s,[\]{}]*)?/y;
  props.lastIndex = start;
  return props.test(text) ? { start, end: props.lastIndex } : { start: startOf(node), end: startOf(node) };
}
