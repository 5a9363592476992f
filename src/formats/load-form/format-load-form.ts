import type { FormField } from './form-model.ts';
import { labelKey } from './label-key.ts';
import { type ReadForm, readForm } from './read-form.ts';

/** The fields of a form, or of an option of it, in the order in which they are written: of each all labels that it goes by. */
type LabelOrder = (kind: string | undefined, option: string | undefined) => readonly (readonly string[])[];

/**
 * Writes a load form anew: fields in the catalogue's order, `Form:` first, indentation and blanks put right, blank lines never two. Texts are
 * not wrapped, and what stands between `"""` stays as it is. A comment goes with the field that it stands directly above, else with
 * the field before it; so does a field whose label has no place in the order. A text that is not understood to its last line is left alone.
 * So is the order of a form that has a label twice; of two labels of one field the first stays the first. Formatting twice changes
 * nothing more.
 */
export function formatLoadForm(text: string, order: LabelOrder): string {
  const read = readForm(text);
  if (!read.isWhole) return text;
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const breaks = text.split('\n').length - 1;
  const lineBreak = breaks > 0 && 2 * (text.split('\r\n').length - 1) > breaks ? '\r\n' : '\n';
  const lines = withoutSurplus(ordered(read, order), read);
  return mark + lines.map((line) => line + lineBreak).join('');
}

/** A form's fields or an option's: the lines from its name to the next section. */
interface Section {
  /** The first line below its name, from 0. */
  readonly body: number;
  readonly fields: readonly FormField[];
  readonly labels: ReturnType<LabelOrder>;
}

/** The lines by their place in the source, in the order in which they are written. */
function ordered(read: ReadForm, order: LabelOrder): number[] {
  const sections = read.model.forms.flatMap((form): Section[] => {
    const { fields, name, nameRange } = form;
    const value = fields.find(({ key }) => key === 'form')?.value;
    const kind = value?.kind === 'text' ? value.text : undefined;
    // Fields before any name are a form without one: it begins with the first of them.
    const body = name === '' ? nameRange.line - 1 : nameRange.line;
    const options = form.options.map((option) => {
      return { body: option.kindRange.line, fields: option.fields, labels: order(kind, option.kind) };
    });
    return [{ body, fields, labels: [['Form'], ...order(kind, undefined)] }, ...options];
  });
  const parts = sections.map((section, at) => {
    const next = sections[at + 1];
    return orderedSection(section, next ? next.body - 1 : read.lines.length, read);
  });
  const names = sections.flatMap(({ body }, at) => (at === 0 ? [] : [body - 1]));
  const start = sections[0]?.body ?? read.lines.length;
  return [upTo(0, start), ...parts.flatMap((part, at) => [part, names.slice(at, at + 1)])].flat();
}

function orderedSection({ body, fields, labels }: Section, end: number, { lines }: ReadForm): number[] {
  const units = fields.map(({ label, range }, at) => {
    const from = at === 0 ? body : (fields[at - 1]?.range.endLine ?? body);
    let start = range.line - 1;
    while (start > from && isComment(lines[start - 1])) start--;
    return { start, label };
  });
  // Which of two is meant is not known, so their section stays in its order.
  if (new Set(fields.map(({ key }) => key)).size < fields.length) return upTo(body, end);
  const first = units[0]?.start ?? end;
  const last = fields.at(-1)?.range.endLine ?? end;
  const ranks = new Map(
    labels.flatMap((names, rank) => names.map((name) => [labelKey(name), rank] as const)).reverse(),
  );
  const groups: { readonly rank: number; readonly places: number[][] }[] = [];
  for (const [at, { start, label }] of units.entries()) {
    const places = upTo(start, units[at + 1]?.start ?? last);
    const rank = ranks.get(labelKey(label));
    const before = groups.at(-1);
    if (rank === undefined && before) before.places.push(places);
    else groups.push({ rank: rank ?? -1, places: [places] });
  }
  groups.sort((a, b) => a.rank - b.rank);
  // What stands below the last field stays at the end, whichever field comes to be the last.
  return [upTo(body, first), ...groups.flatMap(({ places }) => places), upTo(last, end)].flat();
}

/** Without blank lines at both ends, and where another stands above. */
function withoutSurplus(places: readonly number[], { lines, verbatim }: ReadForm): string[] {
  const kept: string[] = [];
  let gap = false;
  for (const at of places) {
    const line = lines[at] ?? '';
    const isGap = line === '' && !verbatim.has(at);
    if (gap && !isGap && kept.length > 0) kept.push('');
    if (!isGap) kept.push(line);
    gap = isGap;
  }
  return kept;
}

function isComment(line: string | undefined): boolean {
  return line?.trimStart().startsWith('#') ?? false;
}

function upTo(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, at) => from + at);
}
