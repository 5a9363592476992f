import { type FormField, type FormItem, type FormOption, parseLoadForm } from '#formats';
import type { Fold, OutlineSymbol } from '../language.ts';
import { kindOf } from './form-place.ts';
import { formLines } from './form-text.ts';

/** More of a value than this is no detail. */
const longestDetail = 80;

/** Each form with its fields and options, and the items that have fields of their own. */
export function formSymbols(text: string): OutlineSymbol[] {
  return parseLoadForm(text).model.forms.map((form): OutlineSymbol => {
    const { name, range, nameRange, fields, options } = form;
    const children = [...fields.map(fieldSymbol), ...options.map(optionSymbol)];
    return { name: name || '""', detail: kindOf(form), kind: 'group', range, nameRange, children };
  });
}

function optionSymbol({ kind, kindRange, range, fields }: FormOption): OutlineSymbol {
  const children = fields.map(fieldSymbol);
  return { name: kind || '""', detail: 'delivery option', kind: 'group', range, nameRange: kindRange, children };
}

function fieldSymbol({ label, labelRange, value, range }: FormField): OutlineSymbol {
  const items = value.kind === 'list' ? value.items : [];
  const detail =
    value.kind === 'text' ? firstLine(value.text) : `${items.length} ${items.length === 1 ? 'item' : 'items'}`;
  const children = items.flatMap(itemSymbol);
  return { name: label, detail, kind: 'field', range, nameRange: labelRange, children };
}

/** Of the items those that have several fields; texts stand below their field for everyone to see. */
function itemSymbol(item: FormItem): OutlineSymbol[] {
  if (item.kind === 'text' || item.fields.length < 2) return [];
  const [first, ...others] = item.fields;
  if (!first) return [];
  const named = first.value.kind === 'text' ? firstLine(first.value.text) : '';
  const { range } = item;
  const children = others.map(fieldSymbol);
  return [
    { name: named || first.label, detail: first.label, kind: 'group', range, nameRange: first.labelRange, children },
  ];
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.slice(0, longestDetail);
}

/** Forms, options, fields and items of several lines, and comments of several lines. */
export function formFolds(text: string): Fold[] {
  const { forms } = parseLoadForm(text).model;
  const folds = new Map<number, Fold>();
  const fields = forms.flatMap((form) => [...form.fields, ...form.options.flatMap((option) => option.fields)]);
  const all = [
    ...forms.flatMap(({ range, options }) => [range, ...options.map((option) => option.range)]),
    ...fields.flatMap(fieldRanges),
  ];
  for (const { line: first, endLine: last } of all)
    if (last > first && !folds.has(first)) folds.set(first, { first, last, kind: 'region' });
  for (const fold of commentFolds(text, fields)) folds.set(fold.first, fold);
  return [...folds.values()].sort((a, b) => a.first - b.first);
}

function fieldRanges({ range, value }: FormField): FormField['range'][] {
  if (range.line === range.endLine) return [];
  const items = value.kind === 'list' ? value.items : [];
  const inside = items.flatMap((item) => [
    item.range,
    ...(item.kind === 'group' ? item.fields.flatMap(fieldRanges) : []),
  ]);
  return [range, ...inside];
}

function commentFolds(text: string, fields: readonly FormField[]): Fold[] {
  const lines = formLines(text);
  for (const place of blockPlaces(fields)) for (let at = place.line; at <= place.endLine; at++) lines[at - 1] = '';
  const isComment = (at: number) => lines[at]?.trimStart().startsWith('#') ?? false;
  return lines.flatMap((_, at): Fold[] => {
    if (!isComment(at) || isComment(at - 1)) return [];
    let last = at;
    while (isComment(last + 1)) last += 1;
    return last > at ? [{ first: at + 1, last: last + 1, kind: 'comment' }] : [];
  });
}

/** The lines of texts between quotes, in fields and in the items of lists. */
export function blockPlaces(fields: readonly FormField[]): FormField['range'][] {
  return fields.flatMap(({ value, range }) => {
    if (value.kind === 'text') return value.isBlock ? [{ ...value.range, line: range.line + 1 }] : [];
    return value.items.flatMap((item) => (item.kind === 'group' ? blockPlaces(item.fields) : []));
  });
}
