import { lineIndex } from '#formats';
import type { TextProblem } from '#problem';
import { layoutOf } from './layout-of.ts';
import { notEditable } from './not-editable.ts';
import { patched, patchOf } from './value-patch.ts';
import { sameValue, type Value, valueAt } from './value-tree.ts';
import type { YamlEdit } from './yaml-edit.ts';
import { YamlEditor } from './yaml-editor.ts';
import { readYamlValues } from './yaml-values.ts';

/** A YAML text after edits. With problems it is the text as it was. */
export interface EditedYaml {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

/**
 * Sets values in a YAML text, such that every byte stays that has nothing to do with them: comments, order, quotes, indentation, ends of lines. What
 * has its value already is left alone, so the same edits twice change nothing. Where an anchor is changed, aliases of it that should not change get a
 * copy of what they stood for; where an alias is changed, it alone is.
 *
 * The result is read again and compared with what was asked for before it is given out.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): EditedYaml {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const bare = text.slice(mark.length);
  const before = readYamlValues(bare);
  if (before.problems.length > 0) return { text, problems: before.problems };
  const patch = patchOf(edits);
  const old = before.root ? before.valueOf(before.root) : undefined;
  let wished: Value = old ?? {};
  for (const edit of edits) {
    wished = patched(wished, patchOf([edit]));
    // A position that a list does not have.
    if (valueAt(wished, edit.path) === undefined) return { text, problems: [notEditable(lineIndex(bare).range(0, 0))] };
  }
  if (old !== undefined && sameValue(old, wished)) return { text, problems: [] };
  const layout = layoutOf(bare, before.root);
  // Lines of a text would swallow comments that stand below it and as far right.
  for (const hasLiterals of [true, false]) {
    const done = new YamlEditor(bare, before, wished, { ...layout, hasLiterals }).edited(patch);
    if (typeof done !== 'string') return { text, problems: [done] };
    const after = readYamlValues(done);
    if (after.problems.length === 0 && sameValue(after.valueOf(after.root), wished))
      return { text: mark + done, problems: [] };
  }
  return { text, problems: [notEditable(lineIndex(bare).range(0, 0))] };
}
