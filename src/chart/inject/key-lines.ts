import { splitActions } from '../templates/split-actions.ts';

/** A key of the YAML that a template writes. */
export interface KeyLine {
  /** The keys that lead to it, slashes between; `-` for an item of a list. */
  readonly path: string;
  /** What stands behind the colon, without a comment. */
  readonly value: string;
  /** Blanks before it. */
  readonly indent: number;
  /** Where its line begins, and the one after it. */
  readonly start: number;
  readonly next: number;
}

const keyPattern = /^( *)((?:- +)*)("[^"\\{}]*"|'[^'{}]*'|[A-Za-z0-9_][^\s:#{}"']*):(?:[ \t]+(.*))?$/;
const blockScalar = /^[|>][-+0-9]{0,2}(?:\s+#.*)?$/;

/** The keys of a part of a template, each with the way that leads to it by the indentation. Lines within actions and within texts count for nothing. */
export function keyLines(text: string, from: number, to: number): KeyLine[] {
  const parts = splitActions(text);
  const open: { readonly indent: number; readonly name: string }[] = [];
  const keys: KeyLine[] = [];
  let scalar: number | undefined;
  let part = 0;
  for (let start = from; start < to; ) {
    const stop = text.indexOf('\n', start);
    const next = stop < 0 ? text.length : stop + 1;
    const line = text.slice(start, stop < 0 ? text.length : stop).trimEnd();
    while ((parts[part]?.end ?? Number.POSITIVE_INFINITY) <= start) part++;
    const isInAction = (parts[part]?.start ?? Number.POSITIVE_INFINITY) < start;
    const content = line.trimStart();
    const indent = line.length - content.length;
    const isSaid = !isInAction && content !== '' && !content.startsWith('#') && !content.startsWith('{{');
    if (isSaid && scalar !== undefined && indent <= scalar) scalar = undefined;
    if (isSaid && scalar === undefined) {
      while ((open.at(-1)?.indent ?? -1) >= indent + Number(content.startsWith('- ') && open.at(-1)?.name !== '-'))
        open.pop();
      const [, blanks = '', dashes = '', name = '', rest = ''] = keyPattern.exec(line) ?? [];
      for (let dash = 0; dash < dashes.length; dash++) {
        if (dashes[dash] === '-') open.push({ indent: blanks.length + dash, name: '-' });
      }
      if (name !== '') {
        const column = blanks.length + dashes.length;
        open.push({ indent: column, name: name.replace(/^["']|["']$/g, '') });
        const value = rest.replace(/(?:^|\s)#.*$/, '').trim();
        if (blockScalar.test(value)) scalar = column;
        keys.push({ path: open.map((one) => one.name).join('/'), value, indent: column, start, next });
      }
    }
    start = next;
  }
  return keys;
}
