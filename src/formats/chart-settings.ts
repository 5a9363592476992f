import type { TextProblem } from '#problem';
import { parseSemanticVersion } from '#reference';
import type { ChartPublishing } from './chart-model.ts';
import { ociChart, type RawChart } from './chart-schema.ts';
import { injectionProblems, injectionSettings } from './inject-settings.ts';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { ChartSettings, ChartSource } from './settings-model.ts';
import type { RawSettings } from './settings-schema.ts';
import { trimEndSlashes, trimSlashes } from './trim-slashes.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/** The charts with the keys that they stand under, and where. */
function chartsOf({ chart, charts }: Charts): readonly [chart: RawChart, path: Path][] {
  if (chart) return [[chart, ['chart']]];
  return Object.entries(charts ?? {}).map(([key, each]) => [each, ['charts', key]]);
}

type Charts = Pick<RawSettings, 'chart' | 'charts'>;

/** The charts as the schema has accepted them. */
export function chartSettings(raw: Charts, yaml: YamlValue): ChartSettings[] {
  return chartsOf(raw).map(([{ source, version, delivery, inject, values, publish }, path]) => ({
    name: String(path.at(-1)),
    source: sourceOf(source),
    ...present({ version }),
    delivery: delivery ?? 'helm',
    inject: injectionSettings(inject ?? [], [...path, 'inject'], yaml),
    values: values ?? {},
    publish: publishingOf(publish ?? {}),
    range: yaml.keyRangeOf(path),
    ...(version === undefined ? {} : { versionRange: yaml.rangeOf([...path, 'version']) }),
  }));
}

function publishingOf({ name, version, appVersion, path }: NonNullable<RawChart['publish']>): ChartPublishing {
  return { ...present({ name, version, appVersion }), path: trimSlashes(path ?? '') };
}

function sourceOf({ repository, name, oci, path }: RawChart['source']): ChartSource {
  if (repository !== undefined && name !== undefined) return { repository: trimEndSlashes(repository), name };
  const found = oci === undefined ? undefined : ociChart(oci);
  return found ?? { path: path ?? '' };
}

/**
 * What is wrong with charts although each of their keys is right.
 * @param isMarketplace whether one of the targets is AWS Marketplace
 */
export function chartProblems(raw: Charts, isMarketplace: boolean, yaml: YamlValue): TextProblem[] {
  if (raw.chart && raw.charts) {
    const message = 'The file has both chart and charts.';
    const hint = 'Move the single chart under charts and give it a name.';
    return [{ rule: 'setting-invalid', severity: 'error', range: yaml.keyRangeOf(['charts']), message, hint }];
  }
  return chartsOf(raw).flatMap(([chart, path]) => {
    const { source, version, publish, inject, delivery } = chart;
    const isReleased = publish?.version === undefined;
    return [
      ...(version === undefined && source.path === undefined ? [missingVersion(path, yaml)] : []),
      // A version that is only read may have its +.
      ...versionProblems(version, [...path, 'version'], isMarketplace && isReleased, yaml),
      ...versionProblems(publish?.version, [...path, 'publish', 'version'], isMarketplace, yaml),
      ...injectionProblems(inject ?? [], delivery ?? 'helm', [...path, 'inject'], yaml),
    ];
  });
}

function missingVersion(path: Path, yaml: YamlValue): TextProblem {
  const message = `${path.join('.')}.version is missing.`;
  return { rule: 'setting-missing', severity: 'error', range: yaml.keyRangeOf(path), message };
}

function versionProblems(
  version: string | undefined,
  path: Path,
  isMarketplace: boolean,
  yaml: YamlValue,
): TextProblem[] {
  if (version === undefined) return [];
  const range = yaml.rangeOf(path);
  const parsed = parseSemanticVersion(version);
  if (!parsed) {
    const message = `${quote(version)} is no version of a chart.`;
    const hint = 'Write it as Semantic Versioning has it: major.minor.patch, perhaps with a pre-release behind a -.';
    return [{ rule: 'chart-version-invalid', severity: 'error', range, message, hint }];
  }
  if (parsed.build === undefined || !isMarketplace) return [];
  const message = `The version ${quote(version)} has a + in it, which no tag can have.`;
  const hint =
    'Release a version without +: Helm would push it with _, and AWS Marketplace lists no chart by such a tag.';
  return [{ rule: 'chart-version-build', severity: 'error', range, message, hint }];
}
