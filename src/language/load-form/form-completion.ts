import {
  approvalHash,
  type FieldSpec,
  fieldOf,
  fieldsOf,
  findOption,
  formKinds,
  optionKinds,
  parseApproval,
  templateOf,
  textsOf,
} from '#catalog';
import { type FormField, labelKey, parseLoadForm } from '#formats';
import type { Range } from '#problem';
import type { Facts } from '../facts.ts';
import type { Completion } from '../language.ts';
import { placeAt } from '../shared/place-at.ts';
import { type LineSpot, spotOf } from './form-line-spot.ts';
import { blockPlaces } from './form-outline.ts';
import { type FormPart, partAt, partsIn } from './form-place.ts';
import { escaped, fieldSnippet, formLines } from './form-text.ts';
import { listFiles } from './list-files.ts';
import { listWords, specDetail, specWords, textShape, valuesOf } from './spec-words.ts';

/** What can stand at a place of a form: labels that are not there yet, values that a field takes, kinds, options, lists. */
export function completeForm(text: string, offset: number, facts: Facts): Completion[] {
  const { line, column } = placeAt(text, offset);
  const { forms } = parseLoadForm(text).model;
  const lines = formLines(text);
  const written = lines[line - 1] ?? '';
  const left = written.slice(0, column - 1);
  const range = { line, column: 1, endLine: line, endColumn: written.length + 1 };
  if (left.trimStart().startsWith('#')) return [];
  if (forms.length === 0) return templates(range);
  const part = partAt(partsIn(forms), line);
  if (!part || blockPlaces(part.fields).some((place) => place.line <= line && line <= place.endLine)) return [];
  if (left.startsWith('[')) return options(part, range, line);
  const spot = spotOf(part, { line, left, written });
  return spot.kind === 'label' ? labels(spot, line) : values(spot, part, facts);
}

/** A file that has no form yet begins with a whole one. */
function templates(range: Range): Completion[] {
  return formKinds.map((kind) => ({
    label: `${kind} form`,
    kind: 'snippet',
    detail: 'a form with the fields that it needs',
    edit: { range, text: templateOf(kind) },
  }));
}

function options({ kind, form }: FormPart, range: Range, line: number): Completion[] {
  if (kind !== undefined && kind !== 'Container version') return [];
  const others = form.options.filter((option) => option.kindRange.line !== line);
  const hasAddOn = others.some((option) => findOption(option.kind) === 'EKS add-on');
  return optionKinds
    .filter((option) => option !== 'EKS add-on' || !hasAddOn)
    .flatMap((option, at): Completion[] => {
      const header = `[[Option: ${option}]]`;
      const needed = fieldsOf('Container version', option).filter(({ required }) => required === 'always');
      const fields = needed.map((spec, place) => fieldSnippet(spec, place + 1));
      const edit = { range, text: [escaped(header), ...fields].join('\n') };
      const whole = `${header} and what it needs`;
      const detail = `${fields.length} fields`;
      return [
        { label: header, kind: 'value', edit: { range, text: header }, filterText: header, sortText: `${at}0` },
        { label: whole, kind: 'snippet', detail, edit, isSnippet: true, filterText: header, sortText: `${at}1` },
      ];
    });
}

function labels({ holder, range, isLabelOnly }: LineSpot, line: number): Completion[] {
  const others = holder.fields.filter((field) => field.labelRange.line !== line);
  const there = new Set(others.map(({ label }) => fieldOf(holder.specs, label)));
  const free = holder.specs.filter((spec) => !spec.isRetired && !there.has(spec));
  if (holder.specs.length === 0 && !others.some(({ label }) => labelKey(label) === 'form')) return [formLabel(range)];
  return free.map((spec, at) => ({
    label: spec.label,
    kind: 'key',
    detail: specDetail(spec),
    documentation: specWords(spec),
    edit: { range, text: isLabelOnly ? spec.label : fieldSnippet(spec) },
    ...(isLabelOnly ? {} : { isSnippet: true }),
    filterText: spec.label,
    // What is needed first, then in the order in which forms are written.
    sortText: `${spec.required === 'always' ? 0 : spec.required ? 1 : 2}${String(at).padStart(3, '0')}`,
  }));
}

/** Without it no field is known. */
function formLabel(range: Range): Completion {
  return {
    label: 'Form',
    kind: 'key',
    detail: 'what the form is of',
    edit: { range, text: 'Form: ' },
    filterText: 'Form',
  };
}

function values({ spec, field, range, typed, dash }: LineSpot, part: FormPart, facts: Facts): Completion[] {
  if (!spec) return field && labelKey(field.label) === 'form' ? plain(formKinds, range, '') : [];
  if (spec.id === 'approval') return approvals(part, range, typed);
  const { shape } = spec;
  const isList = shape.kind === 'list';
  const files = isList && shape.takesFile ? listFiles(facts.neighbours).map((name) => `@${name}`) : [];
  const comma = isList && !dash && shape.separator !== undefined ? typed.lastIndexOf(',') + 1 : 0;
  const start = comma + (typed.slice(comma).length - typed.slice(comma).trimStart().length);
  const place = { ...range, column: range.column + start };
  const there = isList && field ? otherItems(field, spec, place) : new Set<string>();
  const list = textShape(shape)?.list;
  return [
    ...plain(files, place, ''),
    ...plain(
      valuesOf(shape).filter((value) => !there.has(value)),
      place,
      dash === 'wanted' ? '- ' : '',
      list ? listWords(list) : undefined,
    ),
  ];
}

/** What the list has already, but for what is being written. */
function otherItems(field: FormField, spec: FieldSpec, { line, column }: Range): ReadonlySet<string> {
  const items = textsOf(field.value, spec.shape).filter(({ range }) => range.line !== line || range.column !== column);
  return new Set(items.map(({ text }) => text));
}

/** The hash of the form behind the place of its approval, which only a person knows. */
function approvals({ form }: FormPart, range: Range, typed: string): Completion[] {
  const { place } = parseApproval(typed.replace(/\s+#?[0-9a-fA-F]*$/, ''));
  if (place === '') return [];
  const text = `${place} #${approvalHash(form)}`;
  return [
    {
      label: `#${approvalHash(form)}`,
      kind: 'value',
      detail: 'the form as it is now',
      edit: { range, text },
      filterText: text,
    },
  ];
}

function plain(all: readonly string[], range: Range, before: string, detail?: string): Completion[] {
  return all.map((label, at) => ({
    label,
    kind: 'value',
    edit: { range, text: `${before}${label}` },
    filterText: label,
    sortText: String(at).padStart(4, '0'),
    ...(detail === undefined ? {} : { detail }),
  }));
}
