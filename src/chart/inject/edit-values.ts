import type { Chart } from '../chart.ts';
import { rewriteImages } from '../images/rewrite-images.ts';
import { chartValues } from '../values/chart-values.ts';
import { editYaml } from '../values/edit-yaml.ts';
import { isValueMap, sameValue, type Value, type ValueMap, valueAt } from '../values/value-tree.ts';
import type { YamlEdit } from '../values/yaml-edit.ts';
import { readYamlValues } from '../values/yaml-values.ts';
import { allowImages } from './allow-images.ts';
import type { ChartDraft } from './chart-draft.ts';
import { commentedValues } from './commented-values.ts';
import { imageTroubles } from './image-troubles.ts';
import type { InjectionWish } from './injection-wish.ts';
import type { PartValue } from './part-content.ts';

const file = 'values.yaml';
const ourKey = 'awsmp';

/** Sets in `values.yaml` what the parts read, where images are released to, and what the settings say; in this order, so that the last wins. */
export function editValues(
  draft: ChartDraft,
  chart: Chart,
  wish: InjectionWish,
  parts: readonly PartValue[],
  further: readonly YamlEdit[],
): void {
  const before = draft.text(file) ?? '';
  if (before === '' && draft.isUnreadable(file)) {
    const message = 'values.yaml is too large, or not UTF-8, and was left as it is.';
    draft.finding({ code: 'values-not-editable', severity: 'error', message, file });
    return;
  }
  const present = valueOfText(before);
  if (isTaken(draft, chart, present, parts)) return;
  const values = chartValues(chart);
  const wished = plainValues(wish.values);
  const rewrite = wish.images.size === 0 ? undefined : rewriteImages(chart, wish.images, values);
  if (rewrite) for (const finding of imageTroubles(rewrite, wish.images)) draft.finding(finding);
  const start = valueAt(present, [ourKey]) === undefined ? withOurs(before, parts) : before;
  const edits: YamlEdit[] = [
    ...partEdits(parts, valueAt(present, [ourKey])),
    ...(rewrite?.edits ?? []),
    ...(rewrite ? allowImages(draft, values, rewrite, wished) : []),
    ...further,
    ...Object.entries(wished).map(([key, value]) => ({ path: [key], value })),
  ];
  if (edits.length === 0) return;
  const edited = editYaml(start, edits);
  for (const { rule, severity, message, hint, range } of edited.problems) {
    draft.finding({ code: rule, severity, message, file, line: range.line, ...(hint === undefined ? {} : { hint }) });
  }
  if (edited.problems.length === 0 && (edited.text !== '' || draft.has(file))) draft.set(file, edited.text);
}

/** What the settings give, as a values file can hold it: what lacks there is `null`. */
function plainValue(value: unknown): Value {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null) return plainValues(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function plainValues(values: object): ValueMap {
  return Object.fromEntries(Object.entries(values).map(([key, item]) => [key, plainValue(item)]));
}

/** Whether something else than values of ours stands where they go. */
function isTaken(draft: ChartDraft, { metadata }: Chart, present: Value, parts: readonly PartValue[]): boolean {
  if (parts.length === 0) return false;
  const ours = valueAt(present, [ourKey]);
  const isOther = ours !== undefined && ours !== null && !isValueMap(ours);
  const isSubchart = metadata.dependencies.some(({ name, alias = name }) => alias === ourKey);
  if (!isOther && !isSubchart) return false;
  const message = isSubchart
    ? `A dependency of the chart is called ${ourKey}, and so its values stand where ours would.`
    : `The chart has a value ${ourKey} that is no group of keys; ours stand there.`;
  const hint = isSubchart ? 'Give the dependency an alias.' : 'Give the value of the chart another name.';
  const where = isSubchart ? 'Chart.yaml' : file;
  draft.finding({ code: 'chart-part-in-the-way', severity: 'error', message, hint, file: where });
  return true;
}

function partEdits(parts: readonly PartValue[], present: Value | undefined): YamlEdit[] {
  return parts.flatMap(({ path, value, comment, isWished }) => {
    const there = valueAt(present, path);
    if (there !== undefined && !isWished) return [];
    return [{ path: [ourKey, ...path], value, ...(comment === undefined ? {} : { comment: [comment] }) }];
  });
}

/** A group of our own at the end of the text, with a comment for each value. A text that would mean another thing with it stays as it is. */
function withOurs(text: string, parts: readonly PartValue[]): string {
  if (parts.length === 0) return text;
  const ours = commentedValues(partEdits(parts, undefined));
  const newLine = /\r?\n/.exec(text)?.[0] ?? '\n';
  const head = `# What AWS Marketplace needs of the release; added by marketplace-release.\n`;
  const group = (head + ours).replaceAll('\n', newLine);
  const isBlank = text.trim() === '';
  const whole = (isBlank ? text : text.replace(/(?<!\n)$/, newLine) + newLine) + group;
  const before = valueOfText(text);
  const after = readYamlValues(whole.replace(/^\uFEFF/, ''));
  if (after.problems.length > 0 || !isValueMap(before ?? {})) return text;
  const expected = { ...(isValueMap(before) ? before : {}), [ourKey]: valueAt(valueOfText(ours), [ourKey]) ?? null };
  return sameValue(after.valueOf(after.root), expected) ? whole : text;
}

function valueOfText(text: string): Value {
  const read = readYamlValues(text.replace(/^\uFEFF/, ''));
  return read.root ? read.valueOf(read.root) : null;
}
