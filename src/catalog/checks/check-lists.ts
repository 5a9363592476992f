import { type Form, quote } from '#formats';
import type { Range, TextProblem } from '#problem';
import { parseReference } from '#reference';
import type { FormLists } from '../form-around.ts';
import { type ListField, listFields } from '../form-references.ts';
import { problemAt } from './finding.ts';

/** What is wrong with the image lists that a form names in place of its images: told where it names them. */
export function checkLists(form: Form, lists: FormLists): TextProblem[] {
  return listFields(form).flatMap((field) => checkField(field, lists));
}

function checkField(named: ListField, lists: FormLists): TextProblem[] {
  const found = named.lists.map(({ name, range }) => ({ name, range, list: lists.get(name) }));
  const faults = found.flatMap(({ name, range, list }) =>
    list && 'fault' in list ? [fault(name, range, list.fault)] : [],
  );
  const images: PlacedImage[] = [
    ...named.images.map(({ text, range }) => ({ text, range })),
    ...found.flatMap(({ name, range, list }) =>
      list && 'targets' in list ? list.targets.map((text) => ({ text, range, list: name })) : [],
    ),
  ];
  const isWhole = found.every(({ list }) => list && 'targets' in list);
  return [...faults, ...latest(images), ...duplicates(images, named), ...count(images, named, isWhole)];
}

/** An image that counts for a form; undefined `list`: the form names it itself. */
interface PlacedImage {
  readonly text: string;
  readonly range: Range;
  readonly list?: string;
}

function fault(name: string, range: Range, kind: 'missing' | 'faulty'): TextProblem {
  if (kind === 'missing') {
    const hint =
      'A form names an image list by its path from the folder of the form, in the folder of marketplace.yaml or below it.';
    return problemAt(range, 'file-not-found', { message: `${quote(name)} does not exist.`, hint });
  }
  const message = `${quote(name)} has errors: what its images are is not known.`;
  return problemAt(range, 'form-value-invalid', { message, hint: 'Correct the list.' });
}

function latest(images: readonly PlacedImage[]): TextProblem[] {
  return images.flatMap(({ text, range, list }) => {
    const parsed = parseReference(text);
    if (list === undefined || !parsed.ok || parsed.reference.tag !== 'latest') return [];
    const message = `${quote(list)} has ${parsed.reference.repository} as latest, which AWS Marketplace does not accept.`;
    return [
      problemAt(range, 'tag-latest', {
        message,
        hint: 'Release it under its version.',
        awsCode: 'INVALID_CONTAINER_IMAGE_TAG',
      }),
    ];
  });
}

/** What the form names itself twice is told where it is. */
function duplicates(images: readonly PlacedImage[], { spec }: ListField): TextProblem[] {
  const seen = new Map<string, PlacedImage>();
  return images.flatMap((image) => {
    const first = seen.get(image.text);
    if (!first) seen.set(image.text, image);
    if (!first || image.list === undefined) return [];
    const other = first.list === undefined ? `in line ${first.range.line}` : `in ${quote(first.list)}`;
    const message = `${spec.label}: ${quote(image.text)} is in ${quote(image.list)}, and ${other} too.`;
    const awsCode = spec.awsCodes.twice;
    return [problemAt(image.range, 'form-value-duplicate', { message, hint: 'Keep one of them.', awsCode })];
  });
}

function count(images: readonly PlacedImage[], { spec, lists }: ListField, isWhole: boolean): TextProblem[] {
  const [first] = lists;
  if (!first) return [];
  const { shape, label, awsCodes } = spec;
  const total = new Set(images.map(({ text }) => text)).size;
  const names = lists.map(({ name }) => quote(name)).join(', ');
  const at = (message: string, awsCode: string | undefined) => [
    problemAt(first.range, 'form-value-count', { message, awsCode }),
  ];
  if (total > shape.most)
    return at(`${label}: ${total} of ${shape.most} items, with those of ${names}.`, awsCodes.many);
  if (isWhole && total < shape.least) return at(`${label}: ${names} names no image.`, awsCodes.few);
  return [];
}
