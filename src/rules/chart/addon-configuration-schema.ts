import { quote } from '#formats';
import type { FoundInChart } from './chart-problems.ts';
import { fileStart } from './chart-problems.ts';
import { addonPolicies, chartRule } from './chart-rule.ts';
import { jsonPlace } from './json-place.ts';
import { fieldsOf, itemsOf } from './pod-specs.ts';

const schemaFile = 'aws_mp_configuration_schema.json';

const drafts = /^https?:\/\/json-schema\.org\/(?:draft-0[467]|draft\/2019-09)\/schema#?$/;
const secret = /password|passwd|secret|token|credential|(?:licen[cs]e|api|access|private)_?key|certificate|certs?$/i;
const place = /^image|image$|^region$|^aws_?region$|cluster_?name$|^registry$/i;
/** A schema nests no deeper. */
const deepest = 32;

/** What buyers may configure, in a schema that the console makes a form of. */
export const addonConfigurationSchema = chartRule(
  {
    code: 'addon-configuration-schema',
    why: 'The console shows buyers what they can configure by this schema; secrets, images and what EKS knows itself have no place in it.',
    source: addonPolicies,
    only: 'eks-add-on',
  },
  ({ configurationSchema: given }) => {
    if (!given) return [];
    const at = (message: string, hint: string, key?: string): FoundInChart => ({
      ...(key === undefined || 'fault' in given
        ? { path: schemaFile, range: fileStart }
        : jsonPlace(schemaFile, given.text, key)),
      message,
      hint,
    });
    if ('fault' in given) return [at(`The schema cannot be read: ${given.fault}`, 'Write it as JSON.')];
    const { $schema } = fieldsOf(given.value);
    const found: FoundInChart[] = [];
    if (typeof $schema !== 'string' || !drafts.test($schema))
      found.push(
        at(
          'The schema names none of the drafts that EKS reads.',
          'Set $schema to draft-04, draft-06, draft-07 or 2019-09.',
          '$schema',
        ),
      );
    for (const { name, about } of propertiesOf(given.value, 0)) {
      const named = `The setting ${quote(name)}`;
      if (!/^[a-z][A-Za-z0-9]*$/.test(name))
        found.push(at(`${named} is not in camelCase.`, 'Rename it, here and in values.yaml.', name));
      if (typeof about.description !== 'string' || about.description.trim() === '')
        found.push(at(`${named} has no description.`, 'Say what it does: the console shows it.', name));
      const isSwitch = about.type === 'boolean' || about.type === 'object';
      if (secret.test(name) && !isSwitch && !/(?:name|ref)$/i.test(name))
        found.push(at(`${named} asks for a secret.`, 'Ask for the name of a Secret that the buyer makes.', name));
      if (place.test(name))
        found.push(
          at(`${named} asks for an image, a region or a cluster.`, 'Take it out: EKS knows these itself.', name),
        );
    }
    return found;
  },
);

interface Property {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
}

/** All properties, those of parts and of alternatives too. */
function propertiesOf(schema: unknown, depth: number): Property[] {
  if (depth > deepest) return [];
  const { properties, items, allOf, anyOf, oneOf, definitions, $defs } = fieldsOf(schema);
  const own = Object.entries(fieldsOf(properties)).flatMap(([name, about]): Property[] => [
    { name, about: fieldsOf(about) },
    ...propertiesOf(about, depth + 1),
  ]);
  const parts = [
    items,
    ...[allOf, anyOf, oneOf].flatMap(itemsOf),
    ...[definitions, $defs].flatMap((one) => Object.values(fieldsOf(one))),
  ];
  return [...own, ...parts.flatMap((part) => propertiesOf(part, depth + 1))];
}
