import type { ChartDependency } from '../chart-metadata.ts';
import { isValueMap, type ValueMap, valueAt } from './value-tree.ts';

/**
 * Whether a chart that another one needs is used: the first path of its condition that is a boolean decides; without one its tags do, of which one
 * that is true outweighs all that are false.
 * Source: Helm documentation, "Charts" (Tags and Condition fields in dependencies).
 * @param parent values of the chart that needs it
 * @param root values of the outermost chart, which alone has tags
 */
export function isSwitchedOn({ condition, tags }: ChartDependency, parent: ValueMap, root: ValueMap): boolean {
  for (const path of (condition ?? '').split(',')) {
    const value = path.trim() === '' ? undefined : valueAt(parent, path.trim().split('.'));
    if (typeof value === 'boolean') return value;
  }
  const switches = isValueMap(root.tags) ? root.tags : {};
  const set = tags.flatMap((tag) => {
    const value = valueAt(switches, [tag]);
    return typeof value === 'boolean' ? [value] : [];
  });
  return set.length === 0 || set.includes(true);
}
