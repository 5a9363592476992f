import type { FieldData, FieldShape, FieldSpec } from './field-spec.ts';
import { amiProduct } from './fields/ami-product.ts';
import { amiVersion } from './fields/ami-version.ts';
import { containerProduct } from './fields/container-product.ts';
import { containerVersion } from './fields/container-version.ts';
import { eksAddOnOption } from './fields/eks-add-on.ts';
import { helmOption } from './fields/helm.ts';
import { imagesOption } from './fields/images.ts';
import type { FormKind, OptionKind } from './form-kinds.ts';

/** A part of a form that has fields of its own: the form itself, or one of its delivery options. */
export interface Section {
  readonly kind: FormKind;
  readonly option?: OptionKind;
  /** In the order in which the formatter puts them. */
  readonly fields: readonly FieldSpec[];
}

/** The whole catalogue. */
export const sections: readonly Section[] = [
  section('Container product', undefined, containerProduct),
  section('Container version', undefined, containerVersion),
  section('Container version', 'Images', imagesOption),
  section('Container version', 'Helm', helmOption),
  section('Container version', 'EKS add-on', eksAddOnOption),
  section('AMI product', undefined, amiProduct),
  section('AMI version', undefined, amiVersion),
];

function section(kind: FormKind, option: OptionKind | undefined, fields: readonly FieldData[]): Section {
  const complete = (data: FieldData): FieldSpec => ({
    ...data,
    aliases: data.aliases ?? [],
    awsCodes: data.awsCodes ?? {},
    kinds: [kind],
    ...(option ? { options: [option] } : {}),
    shape: completeShape(data.shape),
  });
  const completeShape = (shape: FieldShape<FieldData>): FieldShape<FieldSpec> =>
    shape.kind === 'groups' ? { ...shape, fields: shape.fields.map(complete) } : shape;
  return { kind, ...(option ? { option } : {}), fields: fields.map(complete) };
}
