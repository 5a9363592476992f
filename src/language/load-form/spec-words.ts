import { type FieldSpec, isEmpty, type TextShape, textsOf, type ValueList } from '#catalog';
import type { FormValue } from '#formats';
import { codeSpan } from '../shared/words.ts';

type Shape = FieldSpec['shape'];
type Fault = keyof FieldSpec['awsCodes'];

/** So many values are told one by one. */
const mostValues = 12;

/** When AWS answers with a code. */
const faults: Readonly<Record<Fault, string>> = {
  missing: 'missing',
  long: 'too long',
  form: 'of another form',
  value: 'not among the values',
  twice: 'there twice',
  few: 'too few',
  many: 'too many',
  characters: 'has characters that are refused',
  remote: 'found by AWS only',
};

/** A field in a few words: `required · up to 72 characters`. */
export function specDetail({ required, shape }: FieldSpec): string {
  const need = required === undefined ? [] : [required === 'always' ? 'required' : `required when ${required.when}`];
  return [...need, ...shapeWords(shape)].join(' · ');
}

/** What a field is, how much of it is there, where it goes and what AWS calls its mistakes; Markdown. */
export function specWords(spec: FieldSpec, value?: FormValue): string {
  const { label, help, path, awsCodes, onlyWith, isRetired } = spec;
  const count = value && countWords(spec, value);
  const where = path && (path.json === '' ? 'the details' : codeSpan(path.json));
  const goes = path ? `Goes to ${where}${changes(path.changes)}.` : 'Not sent to AWS.';
  const codes = codeWords(awsCodes);
  const parts = [
    `**${label}**`,
    help,
    [specDetail(spec), ...(count === undefined ? [] : [`now ${count}`])].filter((part) => part !== '').join(' · '),
    ...valueWords(spec.shape),
    ...(onlyWith ? [`Only counts when ${onlyWith.when}.`] : []),
    ...(isRetired ? ["AWS's pages no longer have it."] : []),
    goes,
    ...(codes.length > 0 ? [`AWS's codes:\n\n${codes.map((line) => `- ${line}`).join('\n')}`] : []),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How much of a limit is used: `61 of 72 characters`, `3 of 5 items`; undefined where nothing is limited. */
function countWords({ shape }: FieldSpec, value: FormValue): string | undefined {
  if (shape.kind === 'text') {
    if (value.kind !== 'text' || shape.most === undefined || shape.range) return undefined;
    return `${value.text.length} of ${shape.most} characters`;
  }
  if (shape.kind === 'groups') {
    const items = value.kind === 'list' ? value.items.length : 0;
    return value.kind === 'list' || isEmpty(value) ? `${items} of ${shape.most} items` : undefined;
  }
  const texts = textsOf(value, shape);
  // What a file lists is not known here.
  if (shape.takesFile && texts.some(({ text }) => text.startsWith('@'))) return undefined;
  const total = texts.reduce((sum, { text }) => sum + text.length, 0);
  const inAll = shape.total === undefined ? '' : `, ${total} of ${shape.total} characters`;
  return `${texts.length} of ${shape.most} items${inAll}`;
}

/** The values that a field takes, where they can be listed. */
export function valuesOf(shape: Shape): readonly string[] {
  const text = textShape(shape);
  return text?.values ?? text?.list?.values ?? [];
}

/** Where a value of a list is from: `AWS regions as of 2026-05-20`. */
export function listWords({ name, taken }: ValueList): string {
  return `${name} as of ${taken}`;
}

/** The shape of a text, or of one item of a list. */
export function textShape(shape: Shape): TextShape | undefined {
  if (shape.kind === 'groups') return undefined;
  return shape.kind === 'list' ? shape.item : shape;
}

function valueWords(shape: Shape): string[] {
  if (shape.kind === 'groups') return [`Each item has ${shape.fields.map(({ label }) => label).join(', ')}.`];
  const values = valuesOf(shape);
  const list = textShape(shape)?.list;
  if (values.length === 0) return [];
  const from = list ? ` (${listWords(list)})` : '';
  if (values.length > mostValues) return [`One of ${values.length} values${from}.`];
  return [`${values.length === 1 ? 'Takes' : 'One of'} ${values.map(codeSpan).join(', ')}${from}.`];
}

function changes(names: readonly string[]): string {
  return names.length === 0 ? '' : ` of ${names.map(codeSpan).join(', ')}`;
}

/** Each code once, with all that it stands for. */
function codeWords(awsCodes: FieldSpec['awsCodes']): string[] {
  const reasons = new Map<string, string[]>();
  for (const fault of Object.keys(faults) as Fault[])
    for (const code of [awsCodes[fault] ?? []].flat()) reasons.set(code, [...(reasons.get(code) ?? []), faults[fault]]);
  return [...reasons].map(([code, when]) => `${codeSpan(code)}: ${when.join(', ')}`);
}

function shapeWords(shape: Shape): string[] {
  if (shape.kind === 'text') {
    if (shape.range) return [`a number from ${shape.range.least} to ${shape.range.most}`];
    return shape.most === undefined ? [] : [`up to ${shape.most} characters`];
  }
  const count = shape.least > 1 ? `${shape.least} to ${shape.most}` : `up to ${shape.most}`;
  const each = shape.kind === 'list' && shape.item.most !== undefined ? ` of up to ${shape.item.most} characters` : '';
  return [`${count} ${shape.most === 1 ? 'item' : 'items'}${each}`];
}
