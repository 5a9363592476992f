import * as z from 'zod/mini';
import { isRegistryHost, parsePlatform, repositoryFault } from '#reference';
import { given, jsonKeywords, patterns, withKeywords } from './json-keywords.ts';
import { registryFault } from './registry-fault.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { trimSlashes } from './trim-slashes.ts';

/** A text that is not empty. */
export const word = z.string().check(z.minLength(1, { error: 'must not be empty' }));

/**
 * A text for which a test holds; `error` ends the sentence that begins with the key, and may tell one text from another; `pattern` is what
 * JSON Schema can say of it.
 */
export function text(test: (value: string) => boolean, error: string | ((value: string) => string), pattern: string) {
  const words = typeof error === 'string' ? error : ({ input }: { input?: unknown }) => error(String(input));
  return withKeywords(z.string().check(z.refine(test, { error: words })), { pattern });
}

/** A text of which a pattern says all, or nearly: what it leaves open, the test says. Patterns that could take long are no good for this. */
export function matching(pattern: string, error: string, test: (value: string) => boolean = () => true) {
  const whole = new RegExp(pattern);
  return text((value) => whole.test(value) && test(value), error, pattern);
}

/** A host with example values in place of what is filled in later. */
export function filledHost(registry: string): string {
  return registry.replaceAll('{account}', '000000000000').replaceAll('{region}', 'us-east-1');
}

/** `oci:FOLDER`: an OCI image layout in place of a registry. */
const layoutScheme = 'oci:';

/** Whether a text names an OCI image layout by its folder. */
export function isLayout(value: string): boolean {
  return value.startsWith(layoutScheme) && value.length > layoutScheme.length;
}

/** The folder that such a text names. */
export function layoutFolder(value: string): string {
  return value.slice(layoutScheme.length);
}

const accountId = z
  .string()
  .check(z.regex(/^\d{12}$/, { error: 'must be the 12 digits of an AWS account, in quotes' }));

/** As whom AWS is called: wherever an identity can be named, the same keys name it. */
export const identity = {
  profile: optionalKey(word, {
    description: "AWS profile, of AWS's own configuration files.",
    fallback: "AWS's usual chain of credentials",
  }),
  role: optionalKey(
    z.string().check(
      z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
        error: 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/release',
      }),
    ),
    { description: "ARN of a role that is assumed with the profile's credentials, and again before its keys expire." },
  ),
  region: optionalKey(
    z.string().check(z.regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, { error: 'must be an AWS region, such as us-east-1' })),
    {
      description: 'AWS region.',
      fallback: 'that of the host, else that of the profile',
      examples: [
        'us-east-1',
        'us-west-2',
        'eu-central-1',
        'eu-west-1',
        'ap-southeast-2',
        'us-gov-west-1',
        'cn-north-1',
      ],
    },
  ),
};

/** The name of an environment variable that holds a value. */
export function fromEnvironment() {
  return z
    .string()
    .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of an environment variable' }));
}

/** Repositories that are missing at a private ECR, and how they are made (ECR API Reference, CreateRepository). */
const repositories = z
  .strictObject({
    create: optionalKey(z.boolean(), {
      description:
        'Make repositories that are missing, before anything is copied. Without it a missing one is a failure.',
      fallback: 'false',
    }),
    update: optionalKey(z.boolean(), {
      description: 'Change repositories that are there, so that they fit. Without it the plan says what differs.',
      fallback: 'false',
    }),
    readers: optionalKey(
      z.union([word, z.array(accountId)], {
        error: 'must be a file with an account a line, or a list of accounts in quotes',
      }),
      {
        description: 'Accounts that may pull: a file with one account a line, or a list of accounts in quotes.',
        isFile: true,
      },
    ),
    policy: optionalKey(word, {
      description: 'Repository policy: a JSON file. It takes the place of `readers`.',
      isFile: true,
    }),
    lifecycle: optionalKey(word, { description: 'Lifecycle policy: a JSON file.', isFile: true }),
    untaggedDays: optionalKey(z.int({ error: 'must be a whole number of days' }).check(z.minimum(1)), {
      description: 'Days after which images without a tag go. It takes the place of `lifecycle`.',
    }),
    tags: optionalKey(
      z.union([word, z.record(z.string(), z.string())], {
        error: 'must be a JSON file of tags, or keys with values in quotes',
      }),
      {
        description: 'Resource tags: a JSON file `[{ "Key": …, "Value": … }]`, or keys with values here.',
        isFile: true,
      },
    ),
    kmsKey: optionalKey(
      z.union(
        [
          word,
          z.strictObject({
            env: requiredKey(fromEnvironment(), { description: 'Environment variable that holds the key.' }),
          }),
        ],
        { error: 'must be a key, or env: with the variable that holds it' },
      ),
      { description: 'Key that encrypts: its ARN, its id or `alias/…`.', fallback: "AES256, with ECR's own key" },
    ),
    scanOnPush: optionalKey(z.boolean(), { description: 'Scan images when they are pushed.', fallback: 'false' }),
    immutableTags: optionalKey(z.boolean(), { description: 'Tags cannot be replaced.', fallback: 'false' }),
    mutableTags: optionalKey(
      z
        .array(
          text(
            (value) => /^[\w.*-]{1,128}$/.test(value) && value.split('*').length <= 3,
            'must be a tag with at most two *, such as latest*',
            patterns.mutableTag,
          ),
        )
        .check(z.minLength(1, { error: 'must name a tag; leave it out for none' }))
        .check(z.maxLength(5, { error: 'may name five tags at most' })),
      { description: 'Tags that can be replaced although `immutableTags` is true; `*` stands for any text.' },
    ),
    throttleMs: optionalKey(z.int({ error: 'must be a whole number of ms' }).check(z.minimum(0)), {
      description: 'Pause between two repositories that are made, in ms.',
      fallback: '100',
    }),
  })
  .check(onlyOne('readers', 'policy'))
  .check(onlyOne('lifecycle', 'untaggedDays'))
  .check(
    z.refine((value) => value.mutableTags === undefined || value.immutableTags === true, {
      path: ['mutableTags'],
      error: 'are exceptions from immutableTags: true',
    }),
  )
  .register(jsonKeywords, {
    allOf: [notBoth('readers', 'policy'), notBoth('lifecycle', 'untaggedDays')],
    if: given('mutableTags'),
    // biome-ignore lint/suspicious/noThenProperty: the keyword is named so
    then: { properties: { immutableTags: { const: true } }, required: ['immutableTags'] },
  });

/** Two keys that say the same thing in two ways. */
function onlyOne(one: string, other: string) {
  return z.refine<object>((value) => !(Object.hasOwn(value, one) && Object.hasOwn(value, other)), {
    path: [other],
    error: `cannot stand beside ${one}`,
  });
}

function notBoth(one: string, other: string) {
  return { not: { required: [one, other] } };
}

/** One place released to, as marketplace.yaml writes it. */
export const targetSchema = z.strictObject({
  registry: requiredKey(
    text(
      (value) => isLayout(value) || isRegistryHost(filledHost(value)),
      (value) => registryFault(filledHost(value)),
      patterns.registry,
    ),
    {
      description:
        'Registry host that is released to; `{account}` and `{region}` are filled in. Or `oci:FOLDER`: an OCI image layout.',
      examples: [
        '709825985650.dkr.ecr.us-east-1.amazonaws.com',
        '"{account}.dkr.ecr.{region}.amazonaws.com"',
        'oci:FOLDER',
      ],
    },
  ),
  kind: optionalKey(z.enum(['marketplace', 'ecr', 'oci']), {
    description:
      'What the registry is. It decides who may make repositories and whether a tag is final: `marketplace`, a private `ecr`, or any other (`oci`).',
    fallback: 'known from the host',
  }),
  prefix: optionalKey(
    text(
      (value) => trimSlashes(value) === '' || !repositoryFault(trimSlashes(value)),
      'must be a repository path in lower case',
      patterns.prefix,
    ),
    { description: 'What stands before every repository. Outer slashes mean nothing.', fallback: 'none' },
  ),
  account: optionalKey(accountId, {
    description:
      'The 12 digits of the AWS account, in quotes. Checked against the credentials before anything is pushed.',
  }),
  ...identity,
  platforms: optionalKey(
    z
      .array(
        text(
          (value) => parsePlatform(value) !== undefined,
          'must be os/architecture, such as linux/arm64',
          patterns.platform,
        ),
      )
      .check(z.minLength(1, { error: 'must name a platform; leave it out for all' })),
    {
      description: 'Platforms that are kept. A filter rewrites the index, which changes its digest.',
      fallback: 'all',
      examples: ['linux/amd64', 'linux/arm64'],
    },
  ),
  attestationManifests: optionalKey(z.enum(['strip', 'keep']), {
    description:
      "BuildKit's attestation manifests, which AWS Marketplace refuses: `strip` leaves them out, which changes the digest of the index.",
    fallback: 'strip for marketplace, keep elsewhere',
  }),
  existing: optionalKey(z.enum(['equivalent', 'fail']), {
    description:
      'A tag that is there with the same platforms under another index: `equivalent` counts it as done, `fail` as a conflict.',
    fallback: 'equivalent',
  }),
  referrers: optionalKey(z.boolean(), {
    description: 'Signatures, attestations and SBOMs travel with their images.',
    fallback: 'false',
  }),
  repositories: optionalKey(repositories, {
    description: 'How repositories of a private ECR are made. What is not named is neither set nor compared.',
  }),
});
