import type { Form, FormField } from '#formats';
import type { FieldSpec, ListShape } from './field-spec.ts';
import { type PlacedText, textsOf } from './field-values.ts';
import { fieldOf, fieldsOf, findKind, findOption } from './find-field.ts';

/** An image or a chart that a form names, as it is written. */
export interface FormReference extends PlacedText {
  readonly field: FieldSpec;
  /** AWS's code when its repository is not one of the product's. */
  readonly strange: 'INVALID_CONTAINER_IMAGE_REPOSITORY' | 'INVALID_HELM_CHART_URI';
}

/** Image lists that an option names in place of their images. */
export interface ListField {
  readonly spec: FieldSpec & { readonly shape: ListShape };
  readonly field: FormField;
  readonly lists: readonly NamedList[];
  readonly images: readonly PlacedText[];
}

interface NamedList {
  /** As it stands behind the `@`. */
  readonly name: string;
  readonly range: PlacedText['range'];
}

const strangeOf: Readonly<Record<string, FormReference['strange']>> = {
  images: 'INVALID_CONTAINER_IMAGE_REPOSITORY',
  chart: 'INVALID_HELM_CHART_URI',
};

/** The container images and charts that a form names itself, in its options. */
export function formReferences(form: Form): FormReference[] {
  return optionFields(form).flatMap(({ spec, field }) => {
    const strange = strangeOf[spec.id];
    if (!strange) return [];
    const texts = textsOf(field.value, spec.shape).filter((text) => !isList(text));
    return texts.map((text) => ({ ...text, field: spec, strange }));
  });
}

/** The fields of a form that name image lists. */
export function listFields(form: Form): ListField[] {
  return optionFields(form).flatMap(({ spec, field }): ListField[] => {
    const { shape } = spec;
    if (shape.kind !== 'list' || !shape.takesFile) return [];
    const texts = textsOf(field.value, shape);
    const lists = texts.filter(isList).map(({ text, range }) => ({ name: text.slice(1).trim(), range }));
    if (lists.length === 0) return [];
    return [{ spec: { ...spec, shape }, field, lists, images: texts.filter((text) => !isList(text)) }];
  });
}

function isList({ text }: PlacedText): boolean {
  return text.startsWith('@');
}

function optionFields({ fields, options }: Form): { spec: FieldSpec; field: FormField }[] {
  const value = fields.find(({ key }) => key === 'form')?.value;
  const kind = value?.kind === 'text' ? findKind(value.text) : undefined;
  if (!kind) return [];
  return options.flatMap((option) => {
    const known = findOption(option.kind);
    const specs = known ? fieldsOf(kind, known) : [];
    const first = new Map<FieldSpec, FormField>();
    for (const field of option.fields) {
      const spec = fieldOf(specs, field.label);
      if (spec && !first.has(spec)) first.set(spec, field);
    }
    return specs.flatMap((spec) => {
      const field = first.get(spec);
      return field ? [{ spec, field }] : [];
    });
  });
}
