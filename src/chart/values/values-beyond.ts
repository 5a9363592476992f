import { isValueMap, type ValueMap } from './value-tree.ts';

/** What values have that others lack, mappings key by key. */
export function valuesBeyond(values: ValueMap, others: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (!Object.hasOwn(others, key)) return [[key, value]];
      const other = others[key];
      const rest = isValueMap(value) && isValueMap(other) ? valuesBeyond(value, other) : {};
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}
