import { editYaml } from '../values/edit-yaml.ts';
import type { Value } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';

interface Group {
  readonly values: Map<string, Group | Leaf>;
}

interface Leaf {
  readonly value: Value;
  readonly comment: readonly string[];
}

/** A YAML text of values, in their order, each with the comment that belongs to it. */
export function commentedValues(edits: readonly YamlEdit[]): string {
  const root: Group = { values: new Map() };
  for (const { path, value, comment = [] } of edits) {
    let group = root;
    for (const key of path.slice(0, -1)) {
      const there = group.values.get(String(key));
      const inner: Group = there && 'values' in there ? there : { values: new Map() };
      group.values.set(String(key), inner);
      group = inner;
    }
    group.values.set(String(path.at(-1)), { value, comment });
  }
  return linesOf(root).join('\n').concat('\n');
}

function linesOf({ values }: Group): readonly string[] {
  return [...values].flatMap(([key, item]) => {
    if ('values' in item) return [`${key}:`, ...linesOf(item).map((line) => `  ${line}`)];
    const written = editYaml('', [{ path: [key], value: item.value }]).text;
    return [...item.comment.map((line) => `# ${line}`), ...written.trimEnd().split('\n')];
  });
}
