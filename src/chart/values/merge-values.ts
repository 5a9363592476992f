import { isValueMap, type Value, type ValueMap } from './value-tree.ts';

/**
 * Values over defaults, as Helm coalesces them: mappings key by key, everything else as a whole; `null` takes a default away.
 * Source: Helm documentation, "Values Files" (deleting a default key), and helm's `chartutil` (`CoalesceTables`).
 */
export function mergeValues(values: ValueMap, defaults: ValueMap): ValueMap {
  const entries = new Map<string, Value>();
  for (const [key, value] of Object.entries(values)) {
    const hasDefault = Object.hasOwn(defaults, key);
    if (value === null && hasDefault) continue;
    const other = hasDefault ? defaults[key] : undefined;
    entries.set(key, isValueMap(value) && isValueMap(other) ? mergeValues(value, other) : value);
  }
  for (const [key, value] of Object.entries(defaults)) {
    if (!Object.hasOwn(values, key)) entries.set(key, value);
  }
  return Object.fromEntries(entries);
}
