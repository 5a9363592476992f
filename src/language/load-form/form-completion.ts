import {
  approvalHash,
  type FieldSpec,
  fieldOf,
  fieldsOf,
  findOption,
  formKinds,
  isNeeded,
  optionKinds,
  parseApproval,
  templateOf,
  textsOf,
} from '#catalog';
import { type FormField, parseLoadForm } from '#formats';
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
  const spot = spotOf(part, { line, left, written, lines });
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
      const specs = fieldsOf('Container version', option);
      const needed = specs.filter((spec) => isNeeded(spec, { specs, fields: [] }));
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

function labels({ holder, range, isLabelOnly, dash }: LineSpot, line: number): Completion[] {
  const before = dash === 'wanted' ? '- ' : '';
  const others = holder.fields.filter((field) => field.labelRange.line !== line);
  const there = new Set(others.map(({ label }) => fieldOf(holder.specs, label)));
  const free = holder.specs.filter((spec) => !spec.isRetired && !there.has(spec));
  if (holder.specs.length === 0 && !others.some(({ key }) => key === 'form')) return [formLabel(range)];
  return free.map((spec, at) => ({
    label: spec.label,
    kind: 'key',
    detail: specDetail(spec),
    documentation: specWords(spec),
    edit: { range, text: before + (isLabelOnly ? spec.label : fieldSnippet(spec)) },
    ...(isLabelOnly ? {} : { isSnippet: true }),
    filterText: spec.label,
    // What is needed first, then in the order in which forms are written.
    sortText: `${isNeeded(spec, holder) ? 0 : spec.required ? 1 : 2}${String(at).padStart(3, '0')}`,
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

function values({ spec, field, range, typed, rest, dash }: LineSpot, part: FormPart, facts: Facts): Completion[] {
  if (!spec) return field && field.key === 'form' ? plain(formKinds, range, '') : [];
  if (spec.id === 'approval') return approvals(part, range, typed, facts);
  const { shape } = spec;
  const isList = shape.kind === 'list';
  const files = isList && shape.takesFile ? listFiles(facts.neighbours).map((name) => `@${name}`) : [];
  const place = isList && !dash && shape.separator !== undefined ? betweenCommas(range, typed, rest) : range;
  const there = isList && field ? otherItems(field, spec, place) : new Set<string>();
  const list = textShape(shape)?.list;
  const before = dash === 'wanted' ? '- ' : '';
  return [
    ...plain(files, place, before),
    ...plain(
      valuesOf(shape).filter((value) => !there.has(value)),
      place,
      before,
      list ? listWords(list) : undefined,
    ),
  ];
}

/** Of several items on a line the one that the cursor is in, without the blanks around it. */
function betweenCommas(range: Range, typed: string, rest: string): Range {
  const start = typed.lastIndexOf(',') + 1;
  const blanks = typed.length - start - typed.slice(start).trimStart().length;
  const [behind = ''] = rest.split(',', 1);
  const end = range.column + typed.length + behind.trimEnd().length;
  return { ...range, column: range.column + start + blanks, endColumn: end };
}

/** What the list has already, but for what is being written. */
function otherItems(field: FormField, spec: FieldSpec, { line, column }: Range): ReadonlySet<string> {
  const items = textsOf(field.value, spec.shape).filter(({ range }) => range.line !== line || range.column !== column);
  return new Set(items.map(({ text }) => text));
}

/** The hash of the form behind the place of its approval, which only a person knows. */
function approvals({ form }: FormPart, range: Range, typed: string, { forms }: Facts): Completion[] {
  // From the start on, so that a long row of blanks is not looked through from each of them.
  const { place } = parseApproval(/^(.*\s)#?[0-9a-fA-F]*$/s.exec(typed)?.[1] ?? typed);
  const hash = approvalHash(form, forms?.lists);
  if (place === '' || hash === undefined) return [];
  const text = `${place} #${hash}`;
  return [
    {
      label: `#${hash}`,
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
