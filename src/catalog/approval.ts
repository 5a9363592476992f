import { type Form, type FormField, type FormItem, type FormValue, labelKey } from '#formats';
import type { FieldSpec } from './field-spec.ts';
import { isEmpty, textsOf } from './field-values.ts';
import { fieldOf, fieldsOf, findKind, findOption } from './find-field.ts';
import { fnv1a64 } from './fnv.ts';
import type { FormList, FormLists } from './form-around.ts';
import { listFields } from './form-references.ts';

/** `Approval:` as read: where it was given, and the hash of what was approved. */
export interface Approval {
  readonly place: string;
  readonly hash?: string;
}

/** Reads `<address or words> #<hash>`. The fragment of an address is no hash: a blank stands before that. */
export function parseApproval(text: string): Approval {
  const match = /^(.*\S)?\s+#([0-9a-fA-F]{16})$|^#([0-9a-fA-F]{16})$/s.exec(text.trim());
  if (!match) return { place: text.trim() };
  return { place: match[1] ?? '', hash: (match[2] ?? match[3] ?? '').toLowerCase() };
}

/**
 * The hash of a form's contents, 16 hex digits: FNV-1a with 64 bits over its fields by name, without its own name, its approval, empty
 * fields and comments. The order of fields, a label's alias and how a list is written do not count; the order of items and options does.
 * Of an image list that the form names, its targets count, but for their registry and order: whoever edits the list, or where it goes,
 * has changed what was approved. It shows that somebody did. It is no proof against one who means to deceive.
 * @param lists of no account for a form that names none
 * @returns undefined when a list of the form is not known
 */
export function approvalHash(form: Form, lists?: FormLists): string | undefined {
  const named = listFields(form).flatMap((field) => field.lists.map(({ name }) => name));
  const listed = named.map((name) => [name, targetsOf(lists?.get(name))] as const);
  if (listed.some(([, targets]) => targets === undefined)) return undefined;
  const kindText = textOf(form.fields.find(({ key }) => key === 'form')?.value);
  const kind = findKind(kindText);
  const fields = contents(form.fields, kind ? fieldsOf(kind) : []).filter(([label]) => label !== 'approval');
  const options = form.options.map((option) => {
    const known = findOption(option.kind);
    return [known ?? labelKey(option.kind), contents(option.fields, kind && known ? fieldsOf(kind, known) : [])];
  });
  return fnv1a64(JSON.stringify(listed.length === 0 ? [fields, options] : [fields, options, listed]));
}

function targetsOf(list: FormList | undefined): readonly string[] | undefined {
  if (!list || !('targets' in list)) return undefined;
  return [...new Set(list.targets.map((target) => target.slice(target.indexOf('/') + 1)))].sort();
}

type Content = readonly [label: string, value: unknown];

function contents(fields: readonly FormField[], specs: readonly FieldSpec[]): Content[] {
  return fields
    .flatMap((field): Content[] => {
      const spec = fieldOf(specs, field.label);
      const value = content(field.value, spec);
      return value === undefined ? [] : [[spec ? labelKey(spec.label) : field.key, value]];
    })
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function content(value: FormValue, spec: FieldSpec | undefined): unknown {
  if (isEmpty(value)) return undefined;
  const isList = spec?.shape.kind === 'list';
  if (value.kind === 'text') return isList ? textsOf(value, spec.shape).map(({ text }) => text) : value.text;
  const members = spec?.shape.kind === 'groups' ? spec.shape.fields : [];
  return value.items.flatMap((item): unknown[] => {
    if (isList && isText(item)) return item.text === '' ? [] : [item.text];
    return [item.kind === 'text' ? item.text : contents(item.fields, members)];
  });
}

/** Whether the first line of an item is all of it: `- Fast: in minutes` reads as a group. */
function isText(item: FormItem): boolean {
  if (item.kind === 'text') return true;
  const [first, ...others] = item.fields;
  return first?.value.kind === 'text' && !first.value.isBlock && others.length === 0;
}

function textOf(value: FormValue | undefined): string {
  return value?.kind === 'text' ? value.text : '';
}
