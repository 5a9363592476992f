import { nearest } from '#formats';

/** Values in lower case → values, of each list that was asked for: the lists of the catalogue stay as they are. */
const indexes = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** The value that was probably meant: the same but for its case, or the one that differs least from it. */
export function nearestValue(text: string, values: readonly string[]): string | undefined {
  const index = indexes.get(values) ?? new Map(values.map((value) => [value.toLowerCase(), value]));
  indexes.set(values, index);
  const key = text.toLowerCase();
  const near = index.has(key) ? key : nearest(key, index.keys());
  return near === undefined ? undefined : index.get(near);
}
