import type { ChartMetadata } from '../chart-metadata.ts';
import { editYaml } from '../values/edit-yaml.ts';
import type { ChartDraft } from './chart-draft.ts';
import type { InjectionWish } from './injection-wish.ts';

const file = 'Chart.yaml';

/**
 * Gives the chart the name and the versions that are asked for. `Chart.lock` stays right: it is about dependencies only, and none of them is touched.
 * @returns what `Chart.yaml` says then
 */
export function editMetadata(draft: ChartDraft, before: ChartMetadata, wish: InjectionWish): ChartMetadata {
  const asked = (['name', 'version', 'appVersion'] as const).flatMap((key) => {
    const value = wish[key];
    return value === undefined || value === before[key] ? [] : [{ key, value }];
  });
  const text = draft.text(file);
  if (asked.length === 0 || text === undefined) return before;
  const edits = asked.map(({ key, value }) => ({ path: [key], value }));
  const edited = editYaml(text, edits);
  for (const { rule, severity, message, hint, range } of edited.problems) {
    draft.finding({ code: rule, severity, message, file, line: range.line, ...(hint === undefined ? {} : { hint }) });
  }
  if (edited.problems.length > 0) return before;
  draft.set(file, edited.text);
  return { ...before, ...Object.fromEntries(asked.map(({ key, value }) => [key, value])) };
}
