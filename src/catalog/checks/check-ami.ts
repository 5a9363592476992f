import type { Form, FormField } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { fieldLike, isEmpty, textOfField } from '../field-values.ts';
import { fieldsOf } from '../find-field.ts';
import { problemAt } from './finding.ts';

/** Families of instance types with FPGAs (EC2 user guide, "Accelerated computing"). */
const fpgaType = /^f\d/;

/** What the fields of an AMI version must be together: ports in order, and an FPGA where there are images for one. */
export function checkAmi(form: Form): TextProblem[] {
  const specs = fieldsOf('AMI version');
  return [...checkPorts(form, specs), ...checkFpga(form, specs)];
}

function checkPorts(form: Form, specs: readonly FieldSpec[]): TextProblem[] {
  const spec = specs.find(({ id }) => id === 'securityGroups');
  const value = spec && fieldLike(form.fields, spec)?.value;
  if (spec?.shape.kind !== 'groups' || value?.kind !== 'list') return [];
  const [from, to] = ['from', 'to'].map((id) =>
    spec.shape.kind === 'groups' ? spec.shape.fields.find((field) => field.id === id) : undefined,
  );
  if (!from || !to) return [];
  return value.items.flatMap((item) => {
    if (item.kind === 'text') return [];
    const [first, last] = [port(item.fields, from), port(item.fields, to)];
    if (first === undefined || last === undefined || first <= last) return [];
    const message = `From port ${first} lies above To port ${last}.`;
    const place = fieldLike(item.fields, from)?.value.range ?? item.range;
    return [problemAt(place, 'form-value-invalid', { message, awsCode: 'INVALID_SECURITY_GROUP' })];
  });
}

function port(fields: readonly FormField[], spec: FieldSpec): number | undefined {
  const text = textOfField(fields, spec);
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function checkFpga(form: Form, specs: readonly FieldSpec[]): TextProblem[] {
  const [afis, recommended] = ['afis', 'recommended'].map((id) => specs.find((spec) => spec.id === id));
  const field = afis && fieldLike(form.fields, afis);
  if (!field || !recommended || isEmpty(field.value)) return [];
  const type = textOfField(form.fields, recommended);
  if (type === '' || fpgaType.test(type)) return [];
  const message = `There are FPGA images, and the recommended instance type ${type} has no FPGA.`;
  return [problemAt(field.labelRange, 'form-value-invalid', { message, awsCode: 'MISSING_FPGA_INSTANCE_TYPE' })];
}
