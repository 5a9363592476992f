/** What a values file can hold, as plain data. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap;

/** A mapping; its keys are texts, as Helm has them. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** A way into values: keys of mappings, positions in lists. */
export type ValuePath = readonly (string | number)[];

/** Whether a value is a mapping. */
export function isValueMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: Value | undefined, path: ValuePath): Value | undefined {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = typeof key === 'number' ? (at as readonly Value[])[key] : undefined;
    else if (isValueMap(at) && typeof key === 'string') at = Object.hasOwn(at, key) ? at[key] : undefined;
    else return undefined;
  }
  return at;
}

/** Whether two values are the same, whatever the order of the keys. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const left: readonly Value[] = a;
    const right: readonly Value[] = b;
    return left.length === right.length && left.every((item, position) => sameValue(item, right[position]));
  }
  if (!isValueMap(a) || !isValueMap(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}
