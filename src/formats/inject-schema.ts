import * as z from 'zod/mini';
import { parseReference } from '#reference';
import { given, jsonKeywords, lacking, patterns, withKeywords } from './json-keywords.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { matching, text, word } from './target-schema.ts';

/** AWS License Manager, CheckoutLicense: the units of an entitlement. */
const units = [
  ...['None', 'Count', 'Percent', 'Seconds', 'Microseconds', 'Milliseconds'],
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'],
  ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
  ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'],
  ...['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second', 'Count/Second'],
] as const;

const entitlementName = () =>
  matching(patterns.entitlement, 'must be the name of an entitlement, such as AWS::Marketplace::Usage');

/** A name alone asks for a tier or a feature. */
const entitlement = z.union(
  [
    entitlementName(),
    z.strictObject({
      name: requiredKey(entitlementName(), { description: 'Name of the entitlement: the API name of a dimension.' }),
      unit: optionalKey(z.enum(units), {
        description: 'Unit of what is checked out.',
        fallback: 'Count with a value, else None',
      }),
      value: optionalKey(
        matching(patterns.amount, 'must be a number from 1 on, in quotes', (value) => Number(value) > 0),
        {
          description: 'How many are checked out, in quotes. Left out where a tier or a feature is asked for.',
          examples: ['"1"'],
        },
      ),
    }),
  ],
  { error: 'must be a name, or { name, unit, value }' },
);

/** `repository:tag` as it stands below a target's prefix. */
function isImageBelow(value: string): boolean {
  const parsed = parseReference(`registry.example/${value}`);
  return parsed.ok && parsed.reference.tag !== undefined && parsed.reference.tag !== 'latest';
}

const licenseCheck = z.strictObject({
  product: requiredKey(
    matching(patterns.productId, 'must be the id of a product, such as prod-abcdefgh12345, not its code'),
    { description: 'Id of the product whose licence is asked for: `prod-…`, not the product code.' },
  ),
  entitlements: requiredKey(
    z
      .array(entitlement)
      .check(z.minLength(1, { error: 'must name an entitlement' }), z.maxLength(24, { error: 'has more than 24' })),
    { description: 'Entitlements that are checked out: names, or groups with `name`, `unit` and `value`.' },
  ),
  image: requiredKey(
    text(
      isImageBelow,
      "must be a repository below the target's prefix with a tag, such as license-check:1.0.0",
      patterns.imageBelow,
    ),
    {
      description: "Image of the program that asks, with its tag, below the target's prefix. `derive` makes it.",
      examples: ['license-check:1.0.0'],
    },
  ),
  consumption: optionalKey(z.enum(['provisional', 'perpetual']), {
    description:
      'A licence that is held for a while and given back, or a quantity that an installation uses up (Helm only).',
    fallback: 'provisional',
  }),
  workloads: optionalKey(
    z
      .array(matching(patterns.template, 'must be a template of the chart, such as templates/deployment.yaml'))
      .check(z.minLength(1, { error: 'must name a template' })),
    {
      description: 'Templates whose pods ask before they start; `*` and `**` are allowed. Only of an EKS add-on.',
      fallback: 'all workloads of the chart',
    },
  ),
});

const firstUserPassword = z.strictObject({
  secret: requiredKey(matching(patterns.objectName, 'must be the name of a Secret: a-z, 0-9, - and .'), {
    description: 'Name of the Secret. What in the chart reads it is set under `values`.',
  }),
  key: optionalKey(matching(patterns.secretKey, 'must be a key of a Secret: letters, digits, -, _ and .'), {
    description: 'Key in the Secret that has the password.',
    fallback: 'password',
  }),
  username: optionalKey(word, { description: 'Name of the first user: it stands in the notes of the chart.' }),
  length: optionalKey(
    withKeywords(
      z.number().check(
        z.refine((value) => Number.isInteger(value) && value >= 16 && value <= 128, {
          error: 'must be a whole number from 16 to 128',
        }),
      ),
      { type: 'integer', minimum: 16, maximum: 128 },
    ),
    { description: 'Characters of the password: letters and digits.', fallback: '24' },
  ),
});

const part = z
  .strictObject({
    'license-check': optionalKey(licenseCheck, {
      description: "A check of the buyer's licence: before the installation, or before pods of an EKS add-on start.",
    }),
    'first-user-password': optionalKey(firstUserPassword, {
      description: 'A Secret with a random password for the first user; of an EKS add-on one that is there already.',
    }),
  })
  .check(
    z.refine(
      // A key that is not known is told as that.
      (value) => {
        const both = value['license-check'] !== undefined && value['first-user-password'] !== undefined;
        return !both && Object.values(value).some((one) => one !== undefined);
      },
      { error: 'must be one key with what it needs' },
    ),
  )
  .register(jsonKeywords, {
    oneOf: [
      { allOf: [given('license-check'), lacking('first-user-password')] },
      { allOf: [given('first-user-password'), lacking('license-check')] },
    ],
  });

/** One of `inject`: a pattern for files of manifests, or one key that says what is injected. */
export const injectionSchema = z.union([word, part], {
  error: 'must be a pattern for files of manifests, or one key with what it needs',
});

/** An injection as the schema has accepted it. */
export type RawInjection = z.infer<typeof injectionSchema>;
