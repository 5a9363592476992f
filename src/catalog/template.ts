import type { FieldSpec, ListShape } from './field-spec.ts';
import { fieldsOf, findKind } from './find-field.ts';
import { type FormKind, type OptionKind, optionKinds } from './form-kinds.ts';

/** Names that new forms begin with. */
const names: Readonly<Record<FormKind, string>> = {
  'Container product': 'New container listing',
  'Container version': 'New version',
  'AMI product': 'New AMI listing',
  'AMI version': 'New version',
};

/**
 * The text of a new form: the fields that it needs, empty, and the optional ones as comments. A container version begins with a Helm
 * option; the others stand below it as comments. `""` for a kind that there is not.
 */
export function templateOf(kind: string): string {
  const known = findKind(kind);
  if (!known) return '';
  const head = [`[${names[known]}]`, `Form: ${known}`];
  const fields = fieldsOf(known)
    .filter(({ id }) => id !== 'form')
    .flatMap((field) => lines(field, known !== 'Container product' && known !== 'AMI product'));
  const options = known === 'Container version' ? optionKinds.toSorted(helmFirst).flatMap(optionLines) : [];
  return [...head, ...fields, ...options, ''].join('\n');
}

function helmFirst(a: OptionKind, b: OptionKind): number {
  return Number(b === 'Helm') - Number(a === 'Helm');
}

function optionLines(option: OptionKind): string[] {
  const all = [
    '',
    `[[Option: ${option}]]`,
    ...fieldsOf('Container version', option).flatMap((field) => lines(field, true)),
  ];
  return option === 'Helm' ? all : all.map((line) => (line === '' || line.startsWith('#') ? line : `# ${line}`));
}

/** A field that is needed, or one as a comment. What a new listing needs counts as needed: a form without Product ID is one. */
function lines(field: FieldSpec, isVersion: boolean): string[] {
  if (field.isRetired) return [];
  const { required, shape, label } = field;
  const isNeeded =
    required === 'always' ||
    (required !== undefined && 'unless' in required) ||
    (!isVersion && required !== undefined && 'is' in required && required.is === 'absent');
  if (!isNeeded) return [`# ${label}:`];
  if (shape.kind === 'text')
    return shape.isProse && (shape.most ?? 1000) > 500 ? [`${label}: """`, '"""'] : [`${label}:`];
  return [
    `${label}:`,
    `#   - ${shape.kind === 'list' ? itemHint(shape) : shape.fields.map(({ label: each }) => each).join(', ')}`,
  ];
}

function itemHint({ least, most, item }: ListShape): string {
  const count = most === 1 ? 'one' : `${Math.max(least, 1)} to ${most}`;
  return `${count}${item.most === undefined ? '' : `, up to ${item.most} characters each`}`;
}
