import { formatReference, targetKindOf } from '#reference';
import type { ChartFact } from '../facts.ts';
import type { Hover } from '../language.ts';
import type { Asker } from '../shared/asker.ts';
import { touches } from '../shared/places.ts';
import { ageWords, codeSpan } from '../shared/words.ts';
import { chartStanding, targetOfChart } from './chart-states.ts';
import { newerVersion, versionAmong, versionsAt } from './chart-versions.ts';
import { chartsOf, type PlacedChart } from './setting-charts.ts';
import type { SettingsTree } from './settings-tree.ts';

/** What a hover tells of a version of a chart besides what the setting means: what its source says of it, and where it goes. */
export function chartHover(asker: Asker, tree: SettingsTree, offset: number, hover: Hover): Hover {
  const place = tree.index.range(offset, offset);
  const chart = chartsOf(tree).find(({ range }) => touches(range, place));
  if (!chart) return hover;
  const parts = [hover.text, ...sourceLines(asker, chart), ...targetLines(asker, chart)];
  return { range: hover.range, text: parts.join('\n\n') };
}

function sourceLines(asker: Asker, chart: PlacedChart): string[] {
  const all = chart.source && versionsAt(asker, chart.source);
  if (!all) return [];
  if (all === 'missing') return ['Its source has no such chart.'];
  const found = versionAmong(all, chart.version);
  const newer = newerVersion(asker, chart);
  const next = newer === undefined ? undefined : versionAmong(all, newer);
  return [
    found ? factWords(asker, found) : `Its source has no version ${codeSpan(chart.version)}.`,
    ...(next ? [`Newer: ${factWords(asker, next)}`] : []),
  ];
}

/** `8.3.5` · 3 days old · application 8.3.4 */
function factWords({ facts }: Asker, { version, created, appVersion, deprecated }: ChartFact): string {
  const age = ageWords(created, facts.now);
  return [
    codeSpan(version),
    ...(age === undefined ? [] : [age === 'new' ? 'new' : `${age} old`]),
    ...(appVersion === undefined ? [] : [`application ${codeSpan(appVersion)}`]),
    ...(deprecated ? ['withdrawn'] : []),
  ].join(' · ');
}

const sentences = {
  missing: 'It is not there yet.',
  nowhere: 'There is no such repository.',
  there: 'It is there.',
  taken: 'The tag is taken by an image.',
} as const;

function targetLines(asker: Asker, chart: PlacedChart): string[] {
  const { target } = asker;
  const place = target && targetOfChart(chart, target);
  if (!target || !place) return [];
  const standing = chartStanding(asker, chart);
  const isFinal = (target.kind ?? targetKindOf(target.registry)) === 'marketplace';
  return [
    `Goes to ${codeSpan(formatReference(place))}`,
    ...(standing ? [sentences[standing.kind]] : []),
    ...(isFinal ? ['A pushed tag is final.'] : []),
  ];
}
