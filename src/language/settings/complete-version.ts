import { compareSemanticVersions, parseSemanticVersion } from '#reference';
import type { ChartFact } from '../facts.ts';
import type { Completion } from '../language.ts';
import type { Asker } from '../shared/asker.ts';
import { ageWords } from '../shared/words.ts';
import { versionsAt } from './chart-versions.ts';
import { placeOfChart } from './setting-charts.ts';
import { settingPlaceAt } from './setting-place.ts';
import type { SettingsTree } from './settings-tree.ts';

/** More versions than this nobody looks through; typing narrows them. */
const mostVersions = 500;

/** The versions that a chart has, the newest first, where the version of one is being written. Undefined anywhere else. */
export function completeVersion(asker: Asker, tree: SettingsTree, offset: number): Completion[] | undefined {
  const place = settingPlaceAt(tree.text, offset);
  const isVersion = place?.kind === 'value' && place.path.at(-1) === 'version';
  const chart = place?.path.slice(0, -1) ?? [];
  if (!place || !isVersion || (chart.join() !== 'chart' && (chart[0] !== 'charts' || chart.length !== 2)))
    return undefined;
  const node = tree.find(chart);
  const source = node && placeOfChart(node);
  const all = source && versionsAt(asker, source);
  if (!all || all === 'missing') return undefined;
  const range = tree.index.range(place.start, place.end);
  return newestFirst(all)
    .slice(0, mostVersions)
    .map((one, position) => ({
      label: one.version,
      kind: 'tag',
      detail: words(one, asker.facts.now),
      edit: { range, text: one.version },
      sortText: String(position).padStart(4, '0'),
    }));
}

/** `3 days old`, `withdrawn` */
function words({ created, deprecated }: ChartFact, now: number | undefined): string {
  const age = ageWords(created, now);
  return [
    ...(age === undefined ? [] : [age === 'new' ? 'new' : `${age} old`]),
    ...(deprecated ? ['withdrawn'] : []),
  ].join(', ');
}

/** What is no version is no chart: signatures lie among the tags of a registry. */
function newestFirst(all: readonly ChartFact[]): ChartFact[] {
  return all
    .flatMap((one) => {
      const parsed = parseSemanticVersion(one.version);
      return parsed ? [{ one, parsed }] : [];
    })
    .sort((a, b) => compareSemanticVersions(b.parsed, a.parsed))
    .map(({ one }) => one);
}
