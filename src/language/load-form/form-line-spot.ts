import { type FieldSpec, fieldOf } from '#catalog';
import type { FormField } from '#formats';
import type { Range } from '#problem';
import { type FieldHolder, itemsOf, marginOf } from './form-place.ts';
import { widthOf } from './form-text.ts';

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
  /** What of it stands before the cursor, and behind it. */
  readonly typed: string;
  readonly rest: string;
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
  /** All of the text. */
  readonly lines: readonly string[];
}

/** What stands at the end of `left`: by what is above it and by how far it is indented. */
export function spotOf(part: FieldHolder, { line, left, written, lines }: WrittenLine): LineSpot {
  const indent = /^\s*/.exec(left)?.[0].length ?? 0;
  const dash = /^\s*-(?:\s+|$)/.exec(left)?.[0];
  const from = dash?.length ?? indent;
  const place = { line, indent: widthOf(left.slice(0, indent)) + from - indent, hasDash: dash !== undefined, lines };
  const { holder, field, isNewItem } = above(part, place);
  const spec = field && fieldOf(holder.specs, field.label);
  const spot = (start: number, end: number) => ({
    range: { line, column: start + 1, endLine: line, endColumn: end + 1 },
    typed: left.slice(start),
    rest: written.slice(left.length, end),
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
  const isGroup = spec?.shape.kind === 'groups' && isNewItem;
  const among = isGroup ? itemHolder(spec) : holder;
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
  const label = spot(from, colon < 0 ? written.length : colon);
  const wanted = isGroup && dash === undefined ? { dash: 'wanted' as const } : {};
  return { kind: 'label', holder: among, ...label, isLabelOnly: colon >= 0, ...wanted };
}

/** Where a line's text begins. */
interface LinePlace {
  readonly line: number;
  /** As the parser counts it, behind the dash if there is one. */
  readonly indent: number;
  readonly hasDash: boolean;
  readonly lines: readonly string[];
}

/** The fields among which a line stands, the last field above it, and whether it is an item of that one of its own. */
function above(
  part: FieldHolder,
  { line, indent, hasDash, lines }: LinePlace,
): { holder: FieldHolder; field?: FormField; isNewItem: boolean } {
  let holder = part;
  for (;;) {
    const field = holder.fields.findLast(({ range }) => range.line <= line);
    if (!field || indent === 0) return { holder, isNewItem: false };
    const item = itemsOf(field, holder.specs).findLast(({ place }) => place.line <= line);
    const labels = item ? widthOf(marginOf(item, lines)) : 0;
    const isInside = item !== undefined && (item.place.line === line || (!hasDash && indent >= labels));
    const isDeeper = item !== undefined && hasDash && indent > labels + 1;
    if (item && (isInside || isDeeper)) {
      holder = item;
      continue;
    }
    const isOpen = field.value.kind === 'list' || field.value.text === '';
    return { holder, field, isNewItem: isOpen && field.labelRange.line < line };
  }
}

/** An item that is being begun: none of its fields is there. */
function itemHolder({ shape }: FieldSpec): FieldHolder {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { fields: [], specs: shape.kind === 'groups' ? shape.fields : [], place, isItem: true };
}
