import { type FieldSpec, type FormKind, fieldsOf, type OptionKind, type TextShape } from '#catalog';
import { type Form, type FormField, type FormItem, type FormValue, labelKey } from '#formats';
import type { Range, TextProblem } from '#problem';

/** Fields by the id of their spec: what a part of a form holds. */
export type Values = ReadonlyMap<string, FormValue>;

let line = 0;

/** A place that no other part of a form has: a line of its own. */
function nextLine(): Range {
  line += 1;
  return { line, column: 1, endLine: line, endColumn: 2 };
}

export function text(content: string): FormValue {
  return { kind: 'text', text: content, range: nextLine(), isBlock: false };
}

export function list(...items: readonly string[]): FormValue {
  const texts = items.map((item): FormItem => ({ kind: 'text', text: item, range: nextLine() }));
  return { kind: 'list', items: texts, range: nextLine() };
}

export function groups(...items: readonly (readonly FormField[])[]): FormValue {
  const members = items.map((fields): FormItem => ({ kind: 'group', fields, text: '', range: nextLine() }));
  return { kind: 'list', items: members, range: nextLine() };
}

function field(label: string, value: FormValue): FormField {
  return { label, key: labelKey(label), labelRange: nextLine(), value, range: value.range };
}

/** A value that the field takes. */
export function sampleOf(spec: FieldSpec): FormValue {
  const { shape } = spec;
  if (shape.kind === 'text') return text(sampleText(shape));
  if (shape.kind === 'list') return list(sampleText(shape.item));
  return groups(members(shape.fields));
}

export function sampleText(shape: TextShape): string {
  return shape.sample ?? shape.values?.[0] ?? shape.list?.values[0] ?? 'sample';
}

/** The fields that an item of a list needs, with one of them as given. */
export function members(specs: readonly FieldSpec[], changed?: FieldSpec, value?: FormValue): FormField[] {
  return specs.flatMap((spec) => {
    if (spec === changed) return value ? [field(spec.label, value)] : [];
    return spec.required === 'always' ? [field(spec.label, sampleOf(spec))] : [];
  });
}

/** A form that is as it should be, but for the changes: the field of the option, where one is named, else of the form. */
export function formWith(kind: FormKind, option: OptionKind | undefined, changes: Values, left?: string): Form {
  const base = partOf(kind, undefined, option ? new Map() : changes, option ? undefined : left);
  const shown = option ?? (kind === 'Container version' ? 'Images' : undefined);
  return {
    name: 'sample',
    nameRange: nextLine(),
    range: nextLine(),
    fields: base,
    options: shown
      ? [
          {
            kind: shown,
            kindRange: nextLine(),
            range: nextLine(),
            fields: partOf(kind, shown, option ? changes : new Map(), option ? left : undefined),
          },
        ]
      : [],
  };
}

/** Whether a form or option that is new must have the field, whatever else it has. */
export function isWanted({ required }: FieldSpec): boolean {
  return required === 'always' || (required !== undefined && 'unless' in required);
}

function partOf(
  kind: FormKind,
  option: OptionKind | undefined,
  changes: Values,
  left: string | undefined,
): readonly FormField[] {
  return fieldsOf(kind, option).flatMap((spec) => {
    if (spec.id === left) return [];
    if (spec.id === 'form') return [field('Form', text(kind))];
    const value = changes.get(spec.id);
    if (value) return [field(spec.label, value)];
    const { required } = spec;
    const isNeeded = isWanted(spec) || (typeof required === 'object' && 'is' in required && required.is === 'absent');
    return isNeeded ? [field(spec.label, sampleOf(spec))] : [];
  });
}

/** What a field needs beside it to count: the value of the one that it depends on. */
export function partners(spec: FieldSpec, specs: readonly FieldSpec[]): [string, FormValue][] {
  const condition =
    spec.onlyWith ??
    (spec.required && typeof spec.required === 'object' && 'is' in spec.required ? spec.required : undefined);
  const other = condition && specs.find(({ id }) => id === condition.field);
  if (!condition || !other || condition.is === 'absent') return [];
  if (condition.is === 'present') return [[other.id, sampleOf(other)]];
  const [value = ''] = condition.is;
  return [[other.id, other.shape.kind === 'list' ? list(value) : text(value)]];
}

/** `rule message` of what is wrong and no mere notice. */
export function faults(problems: readonly TextProblem[]): string[] {
  return problems.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule} ${message}`);
}
