import * as z from 'zod/mini';
import type { ChartDependency } from '../chart-metadata.ts';
import { mergeValues } from './merge-values.ts';
import { isValueMap, type ValueMap, valueAt } from './value-tree.ts';

const pairSchema = z.looseObject({ child: z.string(), parent: z.string() });

/**
 * What a chart takes over from the values of one that it needs: `import-values`, by names below `exports`, or by pairs of child and parent.
 * Source: Helm documentation, "Charts" (Importing Child Values via dependencies).
 */
export function importedValues({ importValues }: ChartDependency, child: ValueMap): ValueMap {
  let imported: ValueMap = {};
  for (const wish of importValues) {
    const pair = pairSchema.safeParse(wish);
    const source = typeof wish === 'string' ? `exports.${wish}` : pair.data?.child;
    const found = source === undefined ? undefined : valueAt(child, source.split('.'));
    if (!isValueMap(found)) continue;
    const target = pair.success && pair.data.parent !== '.' ? pair.data.parent.split('.') : [];
    imported = mergeValues(imported, nested(target, found));
  }
  return imported;
}

function nested(path: readonly string[], value: ValueMap): ValueMap {
  return path.reduceRight<ValueMap>((inner, key) => Object.fromEntries([[key, inner]]), value);
}
