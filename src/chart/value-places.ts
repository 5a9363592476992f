import { isMap, isScalar, isSeq } from 'yaml';
import { lineIndex, readYaml } from '#formats';
import type { Range } from '#problem';
import { largestText } from './largest-text.ts';

/** A value of a values file, with the place of its key. */
export interface ValuePlace {
  /** Keys, and positions in lists, as texts. */
  readonly path: readonly string[];
  /** Undefined for a map or a list; null where nothing stands. */
  readonly value?: string | number | boolean | null;
  readonly range: Range;
}

/** Values beyond this many are not told. */
const mostValues = 50_000;

/**
 * All values of a `values.yaml`, in the order of the file; aliases stand for themselves and lead to nothing here. None of a text that cannot be
 * read: that is told elsewhere.
 */
export function valuePlaces(text: string): ValuePlace[] {
  const index = lineIndex(text);
  const { document } = readYaml(text, index, largestText);
  const found: ValuePlace[] = [];
  const place = (key: unknown, path: readonly string[], value: unknown) => {
    if (found.length >= mostValues) return;
    const [start, , end] = (key as { range?: [number, number, number] | null }).range ?? [0, 0, 0];
    const scalar = isScalar(value) ? plain(value.value) : value === null ? null : undefined;
    const range = index.range(start, start + text.slice(start, end).trimEnd().length);
    found.push({ path, range, ...(scalar === undefined ? {} : { value: scalar }) });
    walk(value, path);
  };
  const walk = (node: unknown, path: readonly string[]) => {
    if (isMap(node)) {
      for (const { key, value } of node.items)
        if (isScalar(key)) place(key, [...path, String(key.source ?? key.value)], value);
    } else if (isSeq(node)) {
      for (const [position, item] of node.items.entries())
        if (item !== null) place(item, [...path, String(position)], item);
    }
  };
  walk(document?.contents, []);
  return found;
}

function plain(value: unknown): ValuePlace['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
