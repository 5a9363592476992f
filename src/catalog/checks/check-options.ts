import type { Form, FormOption } from '#formats';
import { quote } from '#formats';
import type { TextProblem } from '#problem';
import type { FieldSpec } from '../field-spec.ts';
import { fieldLike, textOfField, textsOf } from '../field-values.ts';
import { fieldsOf, findOption } from '../find-field.ts';
import { type FormKind, type OptionKind, optionKinds } from '../form-kinds.ts';
import { isOptionUpdate } from '../updates.ts';
import { checkFields } from './check-fields.ts';
import { checkHelm } from './check-helm.ts';
import { checkUpdates } from './check-updates.ts';
import { checkUsage } from './check-usage.ts';
import { problemAt } from './finding.ts';
import { nearestValue } from './nearest-value.ts';

/** The portal takes four options in a version, one of them an add-on at most (seller guide, "Adding a new version"). */
const mostOptions = 4;

/** What is wrong with the delivery options of a form, with each and with all of them. */
export function checkOptions(form: Form, kind: FormKind): TextProblem[] {
  if (kind !== 'Container version') {
    return form.options.map(({ kindRange }) =>
      problemAt(kindRange, 'form-option', { message: `${article(kind)} has no delivery options.` }),
    );
  }
  const known = form.options.map((option) => ({ option, kind: findOption(option.kind) }));
  return [
    ...numbers(form, known),
    ...known.flatMap((each) => (each.kind ? checkOption(each.option, each.kind) : [unknownOption(each.option)])),
    ...sameTitles(known),
    ...checkUpdates(form),
  ];
}

/** The options that a form of the kind can have, as places in which a field may have been meant to stand. */
export function optionParts(kind: FormKind): { specs: readonly FieldSpec[]; hint: string }[] {
  return optionKinds.map((option) => ({
    specs: fieldsOf(kind, option),
    hint: `It belongs to an option: write it below [[Option: ${option}]].`,
  }));
}

interface KnownOption {
  readonly option: FormOption;
  readonly kind: OptionKind | undefined;
}

function numbers(form: Form, known: readonly KnownOption[]): TextProblem[] {
  if (form.options.length === 0) {
    const message = 'The version has no delivery option.';
    return [problemAt(form.nameRange, 'form-option', { message, hint: 'Add [[Option: Helm]], Images or EKS add-on.' })];
  }
  const beyond = form.options[mostOptions];
  const message = `The version has ${form.options.length} of ${mostOptions} delivery options.`;
  const [, second] = known.filter(({ kind }) => kind === 'EKS add-on');
  return [
    ...(beyond ? [problemAt(beyond.kindRange, 'form-option', { message })] : []),
    ...(second
      ? [
          problemAt(second.option.kindRange, 'form-option', {
            message: 'A version has one EKS add-on at most.',
            awsCode: 'TOO_MANY_EKS_ADDON_DELIVERY_OPTIONS',
          }),
        ]
      : []),
  ];
}

function unknownOption({ kind, kindRange }: FormOption): TextProblem {
  const near = nearestValue(kind, optionKinds);
  const hint = near === undefined ? `Write one of: ${optionKinds.join(', ')}.` : `Write ${near}.`;
  return problemAt(kindRange, 'form-option', { message: `There is no delivery option ${quote(kind)}.`, hint });
}

function checkOption(option: FormOption, kind: OptionKind): TextProblem[] {
  const specs = fieldsOf('Container version', kind);
  return [
    ...checkFields({
      fields: option.fields,
      specs,
      place: option.kindRange,
      name: `The option ${kind}`,
      isUpdate: isOptionUpdate(option),
      elsewhere: [
        { specs: fieldsOf('Container version'), hint: 'It stands above the options.' },
        ...optionParts('Container version'),
      ],
    }),
    ...(kind === 'Helm' ? checkHelm(option, specs) : []),
    ...(kind === 'Helm' || kind === 'EKS add-on' ? checkUsage(option, specs) : []),
    ...(kind === 'Images' ? checkAgentCore(option, specs) : []),
    ...(kind === 'EKS add-on' ? checkArchitectures(option, specs) : []),
  ];
}

/** An option for AgentCore has one image (developer guide, AddDeliveryOptions, Bedrock-AgentCore). */
function checkAgentCore(option: FormOption, specs: readonly FieldSpec[]): TextProblem[] {
  const images = texts(option, specs, 'images');
  const isFile = images.some((text) => text.startsWith('@'));
  if (!texts(option, specs, 'services').includes('Bedrock-AgentCore') || isFile || images.length <= 1) return [];
  const message = `An option for Bedrock-AgentCore has one image; this has ${images.length}.`;
  const awsCode = 'TOO_MANY_CONTAINER_IMAGES';
  return [problemAt(labelRange(option, specs, 'images'), 'form-value-count', { message, awsCode })];
}

/** Add-ons must run on both (seller guide, "Container-based product requirements"); the schema takes one. */
function checkArchitectures(option: FormOption, specs: readonly FieldSpec[]): TextProblem[] {
  const [only, second] = texts(option, specs, 'architectures');
  if (only === undefined || second !== undefined) return [];
  const message = `The add-on is for ${only} only; the requirements for add-ons ask for amd64 and arm64.`;
  const place = labelRange(option, specs, 'architectures');
  return [problemAt(place, 'form-value-count', { severity: 'warning', message })];
}

function sameTitles(known: readonly KnownOption[]): TextProblem[] {
  const seen = new Set<string>();
  return known.flatMap(({ option, kind }) => {
    const spec = kind && fieldsOf('Container version', kind).find(({ id }) => id === 'optionTitle');
    const title = spec ? textOfField(option.fields, spec) : '';
    if (!spec || title === '') return [];
    if (!seen.has(title)) {
      seen.add(title);
      return [];
    }
    const message = `Two delivery options have the title ${quote(title)}.`;
    const place = fieldLike(option.fields, spec)?.value.range ?? option.kindRange;
    return [problemAt(place, 'form-value-duplicate', { message, awsCode: 'DUPLICATE_DELIVERY_OPTION_TITLES' })];
  });
}

function texts(option: FormOption, specs: readonly FieldSpec[], id: string): string[] {
  const spec = specs.find((each) => each.id === id);
  const field = spec && fieldLike(option.fields, spec);
  return spec && field ? textsOf(field.value, spec.shape).map(({ text }) => text) : [];
}

function labelRange(option: FormOption, specs: readonly FieldSpec[], id: string): FormOption['kindRange'] {
  const spec = specs.find((each) => each.id === id);
  return (spec && fieldLike(option.fields, spec)?.labelRange) ?? option.kindRange;
}

function article(kind: FormKind): string {
  return `${/^[AEIO]/.test(kind) ? 'An' : 'A'} ${kind.replace(/^C/, 'c')}`;
}
