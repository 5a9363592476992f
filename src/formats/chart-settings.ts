import type { TextProblem } from '#problem';
import { parseSemanticVersion } from '#reference';
import { ociChart, type RawChart } from './chart-schema.ts';
import { present } from './present.ts';
import { quote } from './quote.ts';
import type { ChartSettings, ChartSource } from './settings-model.ts';
import type { RawSettings } from './settings-schema.ts';
import { trimEndSlashes } from './trim-slashes.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/** The charts with the keys that they stand under, and where. */
function chartsOf({ chart, charts }: Charts): readonly [chart: RawChart, path: Path][] {
  if (chart) return [[chart, ['chart']]];
  return Object.entries(charts ?? {}).map(([key, each]) => [each, ['charts', key]]);
}

type Charts = Pick<RawSettings, 'chart' | 'charts'>;

/** The charts as the schema has accepted them. */
export function chartSettings(raw: Charts, yaml: YamlValue): ChartSettings[] {
  return chartsOf(raw).map(([{ source, version, delivery, inject, values }, path]) => ({
    name: String(path.at(-1)),
    source: sourceOf(source),
    ...present({ version }),
    delivery: delivery ?? 'helm',
    inject: inject ?? [],
    values: values ?? {},
    range: yaml.keyRangeOf(path),
    ...(version === undefined ? {} : { versionRange: yaml.rangeOf([...path, 'version']) }),
  }));
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
  return chartsOf(raw).flatMap(([chart, path]) => versionProblem(chart, path, isMarketplace, yaml) ?? []);
}

function versionProblem(
  { source, version }: RawChart,
  path: Path,
  isMarketplace: boolean,
  yaml: YamlValue,
): TextProblem | undefined {
  if (version === undefined) {
    if (source.path !== undefined) return undefined;
    const message = `${path.join('.')}.version is missing.`;
    return { rule: 'setting-missing', severity: 'error', range: yaml.keyRangeOf(path), message };
  }
  const range = yaml.rangeOf([...path, 'version']);
  const parsed = parseSemanticVersion(version);
  if (!parsed) {
    const message = `${quote(version)} is no version of a chart.`;
    const hint = 'Write it as Semantic Versioning has it: major.minor.patch, perhaps with a pre-release behind a -.';
    return { rule: 'chart-version-invalid', severity: 'error', range, message, hint };
  }
  if (parsed.build === undefined || !isMarketplace) return undefined;
  const message = `The version ${quote(version)} has a + in it, which no tag can have.`;
  const hint =
    'Release a version without +: Helm would push it with _, and AWS Marketplace lists no chart by such a tag.';
  return { rule: 'chart-version-build', severity: 'error', range, message, hint };
}
