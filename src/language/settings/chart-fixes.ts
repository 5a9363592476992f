import type { Range } from '#problem';
import type { Fix } from '../language.ts';
import { Asker } from '../shared/asker.ts';
import { touches } from '../shared/places.ts';
import { updateFix } from './chart-states.ts';
import { chartsOf } from './setting-charts.ts';
import type { SettingsTree } from './settings-tree.ts';

/** What can be done about the charts at a place, and about all of them as far as is known without asking. */
export function chartFixes(asker: Asker, tree: SettingsTree, range: Range): Fix[] {
  const charts = chartsOf(tree);
  const here = charts.filter((chart) => touches(chart.range, range));
  const updates = charts.flatMap((chart) => updateFix(new Asker(asker.facts), chart) ?? []);
  const all: Fix = {
    title: `Update all ${updates.length} charts`,
    edits: updates.flatMap(({ edits }) => edits),
    isPreferred: false,
    isSafe: false,
  };
  return [...here.flatMap((chart) => updateFix(asker, chart) ?? []), ...(updates.length > 1 ? [all] : [])];
}
