import type { Chart } from '../chart.ts';
import { textOfFile } from '../read/chart-text.ts';
import { isValueMap, type Value, type ValueMap, valueAt } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';
import { readYamlValues } from '../values/yaml-values.ts';
import type { ChartDraft } from './chart-draft.ts';
import { chartNameUses } from './chart-name-uses.ts';
import type { InjectionWish } from './injection-wish.ts';
import { isOurs } from './our-mark.ts';

const ofOverride = /\.Values\.nameOverride\b/;

/**
 * What to set so that the objects of a chart keep their names although the chart gets another one. Names of objects are mostly made of the chart's
 * name, or of `nameOverride` in its place: `helm create` and most vendors have it so. Where a template makes them of the chart's name alone is told.
 */
export function keepNames(draft: ChartDraft, chart: Chart, after: string, wish: InjectionWish): readonly YamlEdit[] {
  const before = chart.metadata.name;
  if (before === after) return [];
  const templates = draft.templates().flatMap((path) => {
    const text = draft.text(path) ?? '';
    return isOurs(text) ? [] : [{ path, text }];
  });
  const yaml = readYamlValues((draft.text('values.yaml') ?? '').replace(/^\uFEFF/, ''));
  const values = yaml.root && yaml.valueOf(yaml.root);
  // What the settings give is checked where it is merged.
  tellOfNames(draft, templates, [...(isValueMap(values) ? [values] : []), wish.values as ValueMap], { before, after });
  const set = valueAt(values, ['nameOverride']);
  const isRead = [...templates, ...libraryTemplates(chart)].some(({ text }) => ofOverride.test(text));
  if ((set === undefined && !isRead) || isName(set)) return [];
  return [{ path: ['nameOverride'], value: before, comment: ['The name that the chart had.'] }];
}

function isName(value: Value | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

interface Template {
  readonly path: string;
  readonly text: string;
}

/** Once for the names of objects, and once for selectors, at the first place of each. */
function tellOfNames(
  draft: ChartDraft,
  templates: readonly Template[],
  values: readonly ValueMap[],
  { before, after }: { readonly before: string; readonly after: string },
): void {
  const uses = templates
    .filter(({ path }) => /\.(?:ya?ml|tpl)$/.test(path))
    .flatMap(({ path, text }) => chartNameUses(text, values).map((use) => ({ path, ...use })));
  const renamed = `The chart is renamed from ${before} to ${after}, and`;
  const name = uses.find(({ isSelector }) => !isSelector);
  if (name) {
    const message = `${renamed} its templates make names of objects of it without a nameOverride.`;
    const hint =
      'Releases that are installed cannot be upgraded to it. Keep the name, or add nameOverride to the templates.';
    const { path: file, line } = name;
    draft.finding({ code: 'chart-names-change', severity: 'warning', message, hint, file, line });
  }
  const selector = uses.find(({ isSelector }) => isSelector);
  if (selector) {
    const message = `${renamed} a selector has it, which Kubernetes never changes.`;
    const hint =
      'Keep the name, add nameOverride to the template, or set the value that the template takes before the name.';
    const { path: file, line } = selector;
    draft.finding({ code: 'chart-names-change', severity: 'error', message, hint, file, line });
  }
}

/** Named templates that charts share: many vendors have the names of objects from there. */
function libraryTemplates({ subcharts }: Chart): readonly { readonly text: string }[] {
  return subcharts
    .filter(({ chart }) => chart.metadata.type === 'library')
    .flatMap(({ chart }) => chart.files.map((file) => ({ text: textOfFile(file) ?? '' })));
}
