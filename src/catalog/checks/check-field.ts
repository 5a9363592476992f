import type { FormField, FormItem } from '#formats';
import { quote } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec, GroupsShape, ListShape } from '../field-spec.ts';
import { fieldLike, isEmpty, type PlacedText, textOfField, textsOf } from '../field-values.ts';
import { isListed } from '../value-list.ts';
import { checkText } from './check-text.ts';
import type { FieldScope } from './field-scope.ts';
import { problemAt } from './finding.ts';

/** For so many unknown values of a list the nearest is looked for; a list of a thousand of them is another kind of list. */
const mostUnknown = 10;

/** What checks the fields of an item of a list. */
type CheckItem = (scope: FieldScope) => TextProblem[];

/** What is wrong with the value of a field that the catalogue knows. An empty one is no matter of its value. */
export function checkField(field: FormField, spec: FieldSpec, checkItem: CheckItem): TextProblem[] {
  const { value } = field;
  if (isEmpty(value)) return [];
  const { shape } = spec;
  if (shape.kind === 'list') return checkList(field, spec, shape);
  if (shape.kind === 'groups') return checkGroups(field, spec, shape, checkItem);
  if (value.kind === 'text')
    return checkText({ name: spec.label, text: value.text, range: value.range, shape, awsCodes: spec.awsCodes });
  const hint = shape.isProse ? 'Write it after the colon, or between two lines of """.' : 'Write it after the colon.';
  return [problemAt(field.labelRange, 'form-value-shape', { message: `${spec.label} takes one text, no list.`, hint })];
}

function checkList(field: FormField, spec: FieldSpec, shape: ListShape): TextProblem[] {
  const items = textsOf(field.value, shape);
  const groups = field.value.kind === 'list' ? field.value.items.filter(isGroup) : [];
  const files = shape.takesFile ? items.filter(({ text }) => isFile(text)) : [];
  const texts = items.filter((item) => !files.includes(item));
  let unknown = 0;
  const wrong = texts.flatMap(({ text, range }) => {
    const list = shape.item.list;
    const isUnknown = list !== undefined && !isListed(list, text);
    if (isUnknown && ++unknown > mostUnknown) return [];
    const name = shape.most === 1 ? spec.label : `An item of ${spec.label}`;
    return checkText({ name, text, range, shape: shape.item, awsCodes: spec.awsCodes });
  });
  return [
    ...groups.map((item) =>
      problemAt(item.range, 'form-value-shape', { message: `${spec.label} takes texts, one an item, no fields.` }),
    ),
    ...wrong,
    ...duplicates(spec.label, texts, spec.awsCodes.twice),
    // What a file lists is counted when it is read.
    ...(files.length > 0 ? [] : countProblems(field, spec, shape, texts.length)),
    ...totalProblems(field, spec, shape, texts),
  ];
}

function checkGroups(
  field: FormField,
  spec: FieldSpec,
  shape: GroupsShape<FieldSpec>,
  checkItem: CheckItem,
): TextProblem[] {
  if (field.value.kind === 'text') {
    const [first] = shape.fields;
    const hint = `Write "  - ${first?.label ?? 'Label'}: …" below it, and the other fields of the item below that.`;
    const message = `${spec.label} takes items of several fields.`;
    return [problemAt(field.value.range, 'form-value-shape', { message, hint })];
  }
  const { items } = field.value;
  const unique = shape.fields.find(({ id }) => id === shape.unique);
  const keys = unique
    ? items.flatMap((item): PlacedText[] => {
        if (item.kind === 'text') return [];
        const text = textOfField(item.fields, unique);
        return text === '' ? [] : [{ text, range: fieldLike(item.fields, unique)?.value.range ?? item.range }];
      })
    : [];
  return [
    ...items.flatMap((item) =>
      item.kind === 'group'
        ? checkItem({ fields: item.fields, specs: shape.fields, place: item.range, name: `An item of ${spec.label}` })
        : [problemAt(item.range, 'form-value-shape', { message: `${spec.label} takes items of several fields.` })],
    ),
    ...duplicates(unique?.label ?? '', keys, unique?.awsCodes.twice),
    ...countProblems(field, spec, shape, items.length),
  ];
}

function duplicates(name: string, texts: readonly PlacedText[], awsCode: string | undefined): TextProblem[] {
  const seen = new Map<string, PlacedText>();
  return texts.flatMap((item) => {
    const first = seen.get(item.text);
    if (!first) {
      seen.set(item.text, item);
      return [];
    }
    const message = `${name}: ${quote(item.text)} is there twice, first in line ${first.range.line}.`;
    return [problemAt(item.range, 'form-value-duplicate', { message, hint: 'Keep one of them.', awsCode })];
  });
}

function countProblems(
  field: FormField,
  spec: FieldSpec,
  shape: ListShape | GroupsShape<FieldSpec>,
  count: number,
): TextProblem[] {
  const usual = shape.kind === 'list' ? (shape.usual ?? shape.most) : shape.most;
  const at = (severity: 'error' | 'warning', message: string, awsCode: string | undefined): TextProblem[] => [
    problemAt(field.labelRange, 'form-value-count', { severity, message, awsCode }),
  ];
  if (count < shape.least)
    return at('error', `${spec.label}: ${count} items, at least ${shape.least} are needed.`, spec.awsCodes.few);
  if (count > shape.most) return at('error', `${spec.label}: ${count} of ${shape.most} items.`, spec.awsCodes.many);
  if (count <= usual) return [];
  const message = `${spec.label}: ${count} items; one of AWS's pages takes ${usual}, another ${shape.most}.`;
  return at('warning', message, spec.awsCodes.many);
}

function totalProblems(
  field: FormField,
  spec: FieldSpec,
  shape: ListShape,
  texts: readonly PlacedText[],
): TextProblem[] {
  const total = texts.reduce((sum, { text }) => sum + text.length, 0);
  if (shape.total === undefined || total <= shape.total) return [];
  const message = `${spec.label}: ${total} of ${shape.total} characters in all.`;
  return [problemAt(field.labelRange, 'form-value-too-long', { message, awsCode: spec.awsCodes.long })];
}

function isFile(text: string): boolean {
  return text.startsWith('@');
}

/** A group of one field reads as a text in a list of texts; others are no text. */
function isGroup(item: FormItem): boolean {
  return item.kind === 'group' && item.fields.length !== 1;
}
