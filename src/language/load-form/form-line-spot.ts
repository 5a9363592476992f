import { type FieldSpec, fieldOf } from '#catalog';
import type { FormField } from '#formats';
import type { Range } from '#problem';
import { type FieldHolder, itemsOf } from './form-place.ts';

/** What stands, or is about to stand, where somebody writes. */
export interface LineSpot {
  readonly kind: 'label' | 'value';
  /** The fields that it stands among. */
  readonly holder: FieldHolder;
  /** Of a value: the field that it is of. */
  readonly field?: FormField | undefined;
  readonly spec?: FieldSpec | undefined;
  /** What a completion replaces. */
  readonly range: Range;
  /** What of it stands before the cursor. */
  readonly typed: string;
  /** A colon follows the label. */
  readonly isLabelOnly: boolean;
  /** Of an item of a list: its dash is there, or has still to be written. */
  readonly dash?: 'there' | 'wanted';
}

/** A line that is being written, which the parser may not make anything of yet. */
interface WrittenLine {
  /** From 1. */
  readonly line: number;
  /** Up to the cursor. */
  readonly left: string;
  readonly written: string;
}

/** What stands at the end of `left`: by what is above it and by how far it is indented. */
export function spotOf(part: FieldHolder, { line, left, written }: WrittenLine): LineSpot {
  const indent = /^\s*/.exec(left)?.[0].length ?? 0;
  const dash = /^\s*-(?:\s+|$)/.exec(left)?.[0];
  const from = dash?.length ?? indent;
  const { holder, field, isNewItem } = above(part, line, from, dash !== undefined);
  const spec = field && fieldOf(holder.specs, field.label);
  const spot = (start: number, end: number) => ({
    range: { line, column: start + 1, endLine: line, endColumn: end + 1 },
    typed: left.slice(start),
  });
  const isText = spec?.shape.kind === 'list' && isNewItem;
  if (isText) {
    return {
      kind: 'value',
      holder,
      field,
      spec,
      ...spot(from, written.length),
      isLabelOnly: false,
      dash: dash === undefined ? 'wanted' : 'there',
    };
  }
  const among = isNewItem && spec?.shape.kind === 'groups' ? itemHolder(spec, from) : holder;
  const labelled = /^([^:]*[^:\s])\s*:(?:\s+|$)/.exec(left.slice(from));
  if (labelled) {
    const label = labelled[1] ?? '';
    const own = among.fields.find((each) => each.labelRange.line === line);
    const start = from + labelled[0].length;
    return {
      kind: 'value',
      holder: among,
      field: own,
      spec: fieldOf(among.specs, label),
      ...spot(start, written.length),
      isLabelOnly: false,
    };
  }
  const colon = written.indexOf(':', left.length);
  return { kind: 'label', holder: among, ...spot(from, colon < 0 ? written.length : colon), isLabelOnly: colon >= 0 };
}

/** The fields among which a line stands, the last field above it, and whether it is an item of that one of its own. */
function above(
  part: FieldHolder,
  line: number,
  from: number,
  hasDash: boolean,
): { holder: FieldHolder; field?: FormField; isNewItem: boolean } {
  let holder = part;
  for (;;) {
    const field = holder.fields.findLast(({ range }) => range.line <= line);
    if (!field || from === 0) return { holder, isNewItem: false };
    const item = itemsOf(field, holder.specs).findLast(({ place }) => place.line <= line);
    const isInside = item !== undefined && (item.place.line === line || (!hasDash && from >= item.indent));
    const isDeeper = item !== undefined && hasDash && from > item.indent + 1;
    if (item && (isInside || isDeeper)) {
      holder = item;
      continue;
    }
    const isOpen = field.value.kind === 'list' || field.value.text === '';
    return {
      holder,
      field,
      isNewItem: isOpen && field.labelRange.line < line && (hasDash || !isGroups(holder, field)),
    };
  }
}

function isGroups({ specs }: FieldHolder, { label }: FormField): boolean {
  return fieldOf(specs, label)?.shape.kind === 'groups';
}

/** An item that is being begun: none of its fields is there. */
function itemHolder({ shape }: FieldSpec, indent: number): FieldHolder {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { fields: [], specs: shape.kind === 'groups' ? shape.fields : [], place, indent };
}
