import type { Chart } from '../chart.ts';
import { textOfFile } from '../read/chart-text.ts';
import { valueAt } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';
import { readYamlValues } from '../values/yaml-values.ts';
import type { ChartDraft } from './chart-draft.ts';
import { isOurs } from './our-mark.ts';

/** What templates make names of; labels that name the chart with its version change with each version anyway. */
const ofName = /\.Chart\.Name\b/;
const ofOverride = /\.Values\.nameOverride\b/;

/**
 * What to set so that the objects of a chart keep their names although the chart gets another one. Names of objects are mostly made of the chart's
 * name, or of `nameOverride` in its place: `helm create` and most vendors have it so.
 */
export function keepNames(draft: ChartDraft, chart: Chart, after: string): readonly YamlEdit[] {
  const before = chart.metadata.name;
  if (before === after) return [];
  const templates = draft.templates().flatMap((path) => {
    const text = draft.text(path) ?? '';
    return isOurs(text) ? [] : [{ path, text }];
  });
  const values = readYamlValues((draft.text('values.yaml') ?? '').replace(/^\uFEFF/, ''));
  const set = values.root && valueAt(values.valueOf(values.root), ['nameOverride']);
  if (set !== undefined || [...templates, ...libraryTemplates(chart)].some(({ text }) => ofOverride.test(text))) {
    const isSet = typeof set === 'string' && set !== '';
    return isSet ? [] : [{ path: ['nameOverride'], value: before, comment: ['The name that the chart had.'] }];
  }
  const using = templates.find(({ text }) => ofName.test(text));
  if (using) {
    const line = using.text.slice(0, using.text.search(ofName)).split('\n').length;
    const message = `The chart is renamed from ${before} to ${after}, and its templates make names of objects of it without a nameOverride.`;
    const hint =
      'Releases that are installed cannot be upgraded to it. Keep the name, or add nameOverride to the templates.';
    draft.finding({ code: 'chart-names-change', severity: 'warning', message, hint, file: using.path, line });
  }
  return [];
}

/** Named templates that charts share: many vendors have the names of objects from there. */
function libraryTemplates({ subcharts }: Chart): readonly { readonly text: string }[] {
  return subcharts
    .filter(({ chart }) => chart.metadata.type === 'library')
    .flatMap(({ chart }) => chart.files.map((file) => ({ text: textOfFile(file) ?? '' })));
}
