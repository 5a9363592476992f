import { compareSemanticVersions, newestVersion, parseSemanticVersion, targetKindOf } from '#reference';
import type { ChartFact } from '../facts.ts';
import type { Asker } from '../shared/asker.ts';
import type { ChartPlace, PlacedChart } from './setting-charts.ts';

/** The versions of a chart at its source; `missing` when it has no such chart, undefined when that is not known. */
export function versionsAt(asker: Asker, place: ChartPlace): readonly ChartFact[] | 'missing' | undefined {
  if (place.kind === 'helm') return asker.chart(place.repository, place.name);
  if (asker.lacksRepository(place.reference)) return 'missing';
  // Tags have no +: Helm writes it as _ (Helm documentation, "Use OCI-based registries").
  return asker.tags(place.reference)?.map((tag) => ({ version: tag.replaceAll('_', '+'), deprecated: false }));
}

/** The newest version of a chart, when it is newer; those that were withdrawn, or cannot be released to the target, count for nothing. */
export function newerVersion(asker: Asker, { source, version }: PlacedChart): string | undefined {
  const all = source && versionsAt(asker, source);
  if (!all || all === 'missing') return undefined;
  const usable = all.filter((one) => !one.deprecated && isReleasable(asker, one.version));
  return newestVersion(
    version,
    usable.map((one) => one.version),
  );
}

/** What the source has under a version; undefined when it has no such version. Helm takes `v1.0.0` and `1.0.0` for one. */
export function versionAmong(all: readonly ChartFact[], version: string): ChartFact | undefined {
  const exact = all.find((one) => one.version === version);
  const wanted = exact ? undefined : parseSemanticVersion(version);
  if (!wanted) return exact;
  return all.find((one) => {
    const parsed = parseSemanticVersion(one.version);
    return parsed && parsed.build === wanted.build && compareSemanticVersions(parsed, wanted) === 0;
  });
}

function isReleasable({ facts: { target } }: Asker, version: string): boolean {
  return !version.includes('+') || !target || (target.kind ?? targetKindOf(target.registry)) !== 'marketplace';
}
