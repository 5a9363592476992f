import * as z from 'zod/mini';
import { given, jsonKeywords, patterns, withKeywords } from './json-keywords.ts';
import { pathPattern } from './path-pattern.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { matching } from './target-schema.ts';

/** Container runtimes take no higher number for a user or a group (moby/sys/user). */
const highestId = 2_147_483_647;

/** Numbers of users and groups, or names: each part that is a number is one that there can be. */
function areIds(value: string): boolean {
  return value.split(':').every((part) => !/^\d+$/.test(part) || Number(part) <= highestId);
}

const file = z.strictObject({
  from: requiredKey(
    matching(patterns.fileInside, 'must be a file in the folder of marketplace.yaml or below, with forward slashes'),
    { description: 'File that is added: in the folder of `marketplace.yaml` or below.', isFile: true },
  ),
  to: requiredKey(matching(patterns.placeInImage, 'must be a whole path in the image, such as /opt/run.sh'), {
    description: 'Where it is in the image: a whole path.',
  }),
  mode: optionalKey(matching(patterns.mode, 'must be permissions in octal digits, such as "0755"'), {
    description: 'Permissions in octal digits, in quotes.',
    fallback: '"0644"',
    examples: ['"0755"', '"0644"'],
  }),
  owner: optionalKey(
    matching(patterns.owner, 'must be the number of a user, or user:group, such as "1001:1001"', areIds),
    {
      description:
        'Number of the user that owns it, or `user:group`; the group is the same number when it is left out.',
      fallback: '"0:0"',
      examples: ['"1001:1001"'],
    },
  ),
});

/** What is run: one text a word; `[]` takes away what the image had. */
function commandLine() {
  return withKeywords(
    z.array(z.string()).check(z.refine((words) => words[0] !== '', { error: 'must begin with a program' })),
    { not: { minItems: 1, items: [{ const: '' }] } },
  );
}

const change = z
  .strictObject({
    user: optionalKey(
      matching(patterns.user, 'must be a user, or user:group, as numbers or names, such as "1001"', areIds),
      {
        description: 'User that the container runs as, or `user:group`: numbers, or names of its `/etc/passwd`.',
        fallback: 'that of the image',
        examples: ['"1001"'],
      },
    ),
    labels: optionalKey(z.record(matching(patterns.label, 'is no name of a label'), z.string()), {
      description: 'Labels that are added, or replaced.',
    }),
    env: optionalKey(z.record(matching(patterns.variable, 'is no name of a variable'), z.string()), {
      description: 'Environment variables that are added, or replaced. Never secrets: everyone who pulls reads them.',
    }),
    entrypoint: optionalKey(commandLine(), { description: 'Entry point, as a list of words.' }),
    command: optionalKey(commandLine(), {
      description: 'Command, or the arguments of the entry point, as a list of words.',
    }),
    files: optionalKey(z.array(file), { description: 'Files that are added, in one layer on top.' }),
    program: optionalKey(z.literal('license-check', { error: 'must be license-check' }), {
      description:
        'Program of ours that is added, with its entry point and a user that is nobody: `license-check` asks AWS License Manager whether the product may be used. The image has to have Node 20 or newer.',
    }),
  })
  .check(
    z.refine(
      ({ program, user, entrypoint, command, labels = {}, env = {}, files = [] }) =>
        [program, user, entrypoint, command].some((one) => one !== undefined) ||
        [labels, env, files].some((one) => Object.keys(one).length > 0),
      { error: 'changes nothing' },
    ),
  )
  .register(jsonKeywords, {
    anyOf: [
      given('program'),
      given('user'),
      given('entrypoint'),
      given('command'),
      ...['labels', 'env'].map((key) => ({
        required: [key],
        properties: { [key]: { type: 'object', minProperties: 1 } },
      })),
      { required: ['files'], properties: { files: { type: 'array', minItems: 1 } } },
    ],
  });

/** `derive` of the settings. What several files have to do with each other is checked elsewhere. */
export const deriveSchema = z.record(pathPattern(), change);

/** A change as the schema has accepted it. */
export type RawChange = z.infer<typeof change>;
