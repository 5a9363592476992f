import { isValueMap, type Value } from './value-tree.ts';
import type { YamlEdit } from './yaml-edit.ts';

/** What becomes of a value: another one, or changes further in. */
export type ValuePatch =
  | { readonly kind: 'set'; readonly value: Value; readonly comment?: readonly string[] }
  | { readonly kind: 'into'; readonly keys: Map<string | number, ValuePatch>; readonly comment?: readonly string[] };

/** Edits, made one after the other, as one patch of the whole. */
export function patchOf(edits: readonly YamlEdit[]): ValuePatch {
  let patch: ValuePatch = { kind: 'into', keys: new Map() };
  for (const edit of edits) patch = within(patch, edit, 0);
  return patch;
}

function within(patch: ValuePatch | undefined, edit: YamlEdit, depth: number): ValuePatch {
  const { path, value, comment } = edit;
  // Further edits of what is to be set make it another value.
  if (patch?.kind === 'set') return { ...patch, value: patched(patch.value, within(undefined, edit, depth)) };
  const key = path[depth];
  if (key === undefined) return put(patch, value, comment);
  const into = patch ?? { kind: 'into', keys: new Map() };
  into.keys.set(key, within(into.keys.get(key), edit, depth + 1));
  return into;
}

function put(patch: ValuePatch | undefined, value: Value, comment: readonly string[] | undefined): ValuePatch {
  const said = comment === undefined ? {} : { comment };
  if (!isValueMap(value)) return { kind: 'set', value, ...said };
  if (patch?.kind === 'set')
    return { ...patch, value: patched(patch.value, put(undefined, value, undefined)), ...said };
  const keys = patch?.keys ?? new Map<string | number, ValuePatch>();
  for (const [key, item] of Object.entries(value)) keys.set(key, put(keys.get(key), item, undefined));
  return { kind: 'into', keys, ...said };
}

/** What a value is with the patch. Positions that a list does not have count for nothing. */
export function patched(value: Value | undefined, patch: ValuePatch): Value {
  if (patch.kind === 'set') return patch.value;
  const keys = [...patch.keys];
  if (Array.isArray(value) && keys.length > 0 && keys.every(([key]) => typeof key === 'number')) {
    const list: readonly Value[] = value;
    return list.map((item, position) => {
      const change = patch.keys.get(position);
      return change ? patched(item, change) : item;
    });
  }
  const entries = new Map(isValueMap(value) ? Object.entries(value) : []);
  for (const [key, change] of keys) entries.set(String(key), patched(entries.get(String(key)), change));
  return Object.fromEntries(entries);
}
