import type { ImageRewrite } from '../images/image-rewrite.ts';
import type { ChartValues } from '../values/chart-values.ts';
import { placeInValues } from '../values/place-in-values.ts';
import { type Value, valueAt } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';
import type { ChartDraft } from './chart-draft.ts';

const path = ['global', 'security', 'allowInsecureImages'];

/**
 * What to set so that a chart renders with other images than its vendor's. Charts of Bitnami, and those that have one of them as a subchart, compare
 * the names of their images with a list and fail otherwise, unless this value is true. Helm hands what is global down to all subcharts.
 * @param wished values of the settings, which win
 * Source: https://github.com/bitnami/charts/issues/30850
 */
export function allowImages(
  draft: ChartDraft,
  { instances }: ChartValues,
  { rewritten }: ImageRewrite,
  wished: Value,
): YamlEdit[] {
  if (valueAt(wished, path) !== undefined) return [];
  const refusing = instances.filter(({ values }) => {
    const value = valueAt(values, path);
    return value !== undefined && value !== true;
  });
  const [first] = refusing;
  if (rewritten.length === 0 || !first) return [];
  const names = [...new Set(refusing.map(({ chart }) => chart.metadata.name))];
  const whose = names.length > 3 ? `${names.length} charts` : names.join(', ');
  const place = placeInValues(instances.slice(0, 1), path);
  const [start] = place?.node.range ?? [0];
  draft.finding({
    code: 'chart-images-allowed',
    severity: 'info',
    message: `${path.join('.')} was set to true: templates of ${whose} do not render with other images than their vendor's.`,
    hint: 'It skips that comparison of names, and nothing else. Under values of the chart in the settings it can be set otherwise.',
    file: 'values.yaml',
    ...(place ? { line: place.instance.file.index.range(start, start).line } : {}),
  });
  return [{ path, value: true }];
}
