import { isMap, isSeq, type Node, visit } from 'yaml';
import { columnOf, isBlock, startOf } from './node-places.ts';
import type { YamlLayout } from './write-value.ts';

/** How a YAML text is laid out: what most of its mappings and lists do; two blanks where it has none. */
export function layoutOf(text: string, root: Node | undefined): YamlLayout {
  const steps = new Map<number, number>();
  const listSteps = new Map<number, number>();
  if (root) {
    visit(root, {
      Pair(_, { key, value }) {
        if (!isBlock(value)) return;
        const moved = columnOf(text, startOf(value as Node)) - columnOf(text, startOf(key as Node));
        // A first key behind a dash stands where it stands for another reason.
        if (isSeq(value) && moved >= 0) listSteps.set(moved, (listSteps.get(moved) ?? 0) + 1);
        if (isMap(value) && moved > 0) steps.set(moved, (steps.get(moved) ?? 0) + 1);
      },
    });
  }
  const step = mostFrequent(steps) ?? 2;
  return { step, listStep: mostFrequent(listSteps) ?? step, hasLiterals: true };
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
