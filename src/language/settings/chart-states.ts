import type { Range, TextProblem } from '#problem';
import { formatReference, isTag, parseReference, type Reference, shortDigest } from '#reference';
import { targetRepository } from '#release';
import type { ImageFact, TargetFact } from '../facts.ts';
import type { Fix, LineState } from '../language.ts';
import type { Asker } from '../shared/asker.ts';
import { touches } from '../shared/places.ts';
import { isNowhere } from '../shared/standing.ts';
import { repositoryProblem } from '../shared/standing-problem.ts';
import { ageWords } from '../shared/words.ts';
import { newerVersion, versionAmong, versionsAt } from './chart-versions.ts';
import { chartsOf, type PlacedChart } from './setting-charts.ts';
import type { SettingsTree } from './settings-tree.ts';

/** The states of the charts of a settings file, at their versions. @param within only of those that touch this range */
export function chartStates(asker: Asker, tree: SettingsTree, within?: Range): LineState[] {
  return chartsOf(tree)
    .filter(({ range }) => !within || touches(range, within))
    .flatMap((chart) => [...standing(asker, chart), ...gone(asker, chart), ...newer(asker, chart)]);
}

/** Where Helm pushes a chart: below the prefix under its own name, whatever `names` say; a + is written as _. */
export function targetOfChart({ name, version }: PlacedChart, target: TargetFact): Reference | undefined {
  if (name === undefined) return undefined;
  const tag = version.replaceAll('+', '_');
  const { registry, prefix } = target;
  const repository = targetRepository(name, undefined, prefix, []);
  return isTag(tag) && parseReference(`${registry}/${repository}`).ok ? { registry, repository, tag } : undefined;
}

/** How a chart stands with the target. What was injected into it nobody can tell by its digest: that it is there is all that is known. */
export function chartStanding(
  asker: Asker,
  chart: PlacedChart,
):
  | { readonly kind: 'missing' | 'nowhere'; readonly place: Reference }
  | { readonly kind: 'there' | 'taken'; readonly place: Reference; readonly image: ImageFact }
  | undefined {
  const { target } = asker;
  const place = target && targetOfChart(chart, target);
  const there = place && asker.image(place);
  if (!target || !place || there === undefined) return undefined;
  if (there === 'missing') return { kind: isNowhere(asker, place, target) ? 'nowhere' : 'missing', place };
  // A chart is for no platform. An image of the same name and version has the place.
  return { kind: there.platforms.length > 0 ? 'taken' : 'there', place, image: there };
}

/** Takes the newer version of a chart, if there is one. */
export function updateFix(asker: Asker, chart: PlacedChart): Fix | undefined {
  const version = newerVersion(asker, chart);
  if (version === undefined) return undefined;
  const edits = [{ range: chart.range, text: `${chart.quote}${version}${chart.quote}` }];
  return { title: `Update to ${version}`, edits, isPreferred: true, isSafe: false };
}

function standing(asker: Asker, chart: PlacedChart): LineState[] {
  const { range } = chart;
  const found = chartStanding(asker, chart);
  if (!found) return [];
  switch (found.kind) {
    case 'missing':
      return [{ range, kind: 'missing', text: 'missing' }];
    case 'nowhere': {
      const problem = asker.target && repositoryProblem(found.place, asker.target, range);
      return [{ range, kind: 'nowhere', text: 'no such repository', ...(problem ? { problem } : {}) }];
    }
    case 'taken': {
      const held = shortDigest(found.image.digest);
      const problem = takenProblem(found.place, held, range);
      return [{ range, kind: 'taken', text: `taken by an image, ${held}`, problem }];
    }
    default: {
      const age = ageWords(found.image.pushedAt, asker.facts.now);
      const parts = ['there', shortDigest(found.image.digest), ...(age === undefined ? [] : [age])];
      return [{ range, kind: 'there', text: parts.join(' · ') }];
    }
  }
}

/** The tag of a chart that holds an image. Another tag needs another version: Helm pushes a chart under its own. */
function takenProblem(place: Reference, held: string, range: Range): TextProblem {
  return {
    rule: 'tag-taken',
    severity: 'error',
    range,
    message: `${formatReference(place)} holds an image, ${held}; a chart was to go there.`,
    hint: 'Take another version of the chart, or leave it out. A tag that holds an image is never overwritten.',
  };
}

/** A version that its source is known not to have. */
function gone(asker: Asker, { source, version, range }: PlacedChart): LineState[] {
  const all = source && versionsAt(asker, source);
  if (!all || (all !== 'missing' && versionAmong(all, version))) return [];
  return [{ range, kind: 'gone', text: 'not at its source' }];
}

function newer(asker: Asker, chart: PlacedChart): LineState[] {
  const version = newerVersion(asker, chart);
  const fix = updateFix(asker, chart);
  if (version === undefined || !fix) return [];
  return [{ range: chart.range, kind: 'newer', text: `${version} is out`, fix }];
}
