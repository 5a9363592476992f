import * as z from 'zod/mini';
import { isRegistryHost, parsePlatform, repositoryFault } from '#reference';

/** A text that is not empty. */
export const word = z.string().check(z.minLength(1, { error: 'must not be empty' }));

/** A text for which a test holds; `error` ends the sentence that begins with the key. */
export function text(test: (value: string) => boolean, error: string) {
  return z.string().check(z.refine(test, { error }));
}

/** A host with example values in place of what is filled in later. */
export function filledHost(registry: string): string {
  return registry.replaceAll('{account}', '000000000000').replaceAll('{region}', 'us-east-1');
}

/** Outer slashes of a path are accepted and mean nothing. */
export function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
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
  profile: z.optional(word),
  role: z.optional(
    z.string().check(
      z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
        error: 'must be the ARN of a role, such as arn:aws:iam::123456789012:role/release',
      }),
    ),
  ),
  region: z.optional(
    z.string().check(z.regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, { error: 'must be an AWS region, such as us-east-1' })),
  ),
};

/** The name of an environment variable that holds a value. */
export const fromEnvironment = {
  env: z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of an environment variable' })),
};

/** Repositories that are missing at a private ECR, and how they are made (ECR API Reference, CreateRepository). */
const repositories = z
  .strictObject({
    create: z.optional(z.boolean()),
    update: z.optional(z.boolean()),
    readers: z.optional(
      z.union([word, z.array(accountId)], {
        error: 'must be a file with an account a line, or a list of accounts in quotes',
      }),
    ),
    policy: z.optional(word),
    lifecycle: z.optional(word),
    untaggedDays: z.optional(z.int({ error: 'must be a whole number of days' }).check(z.minimum(1))),
    tags: z.optional(
      z.union([word, z.record(z.string(), z.string())], {
        error: 'must be a JSON file of tags, or keys with values in quotes',
      }),
    ),
    kmsKey: z.optional(
      z.union([word, z.strictObject(fromEnvironment)], {
        error: 'must be a key, or env: with the variable that holds it',
      }),
    ),
    scanOnPush: z.optional(z.boolean()),
    immutableTags: z.optional(z.boolean()),
    mutableTags: z.optional(
      z
        .array(
          text(
            (value) => /^[\w.*-]{1,128}$/.test(value) && value.split('*').length <= 3,
            'must be a tag with at most two *, such as latest*',
          ),
        )
        .check(z.minLength(1, { error: 'must name a tag; leave it out for none' }))
        .check(z.maxLength(5, { error: 'may name five tags at most' })),
    ),
    throttleMs: z.optional(z.int({ error: 'must be a whole number of ms' }).check(z.minimum(0))),
  })
  .check(onlyOne('readers', 'policy'))
  .check(onlyOne('lifecycle', 'untaggedDays'))
  .check(
    z.refine((value) => value.mutableTags === undefined || value.immutableTags === true, {
      path: ['mutableTags'],
      error: 'are exceptions from immutableTags: true',
    }),
  );

/** Two keys that say the same thing in two ways. */
function onlyOne(one: string, other: string) {
  return z.refine<object>((value) => !(Object.hasOwn(value, one) && Object.hasOwn(value, other)), {
    path: [other],
    error: `cannot stand beside ${one}`,
  });
}

/** One place released to, as marketplace.yaml writes it. */
export const targetSchema = z.strictObject({
  registry: text(
    (value) => isLayout(value) || isRegistryHost(filledHost(value)),
    'must be a registry host, without a path; the path is the prefix',
  ),
  kind: z.optional(z.enum(['marketplace', 'ecr', 'oci'])),
  prefix: z.optional(
    text(
      (value) => trimSlashes(value) === '' || !repositoryFault(trimSlashes(value)),
      'must be a repository path in lower case',
    ),
  ),
  account: z.optional(accountId),
  ...identity,
  platforms: z.optional(
    z
      .array(text((value) => parsePlatform(value) !== undefined, 'must be os/architecture, such as linux/arm64'))
      .check(z.minLength(1, { error: 'must name a platform; leave it out for all' })),
  ),
  attestationManifests: z.optional(z.enum(['strip', 'keep'])),
  existing: z.optional(z.enum(['equivalent', 'fail'])),
  referrers: z.optional(z.boolean()),
  repositories: z.optional(repositories),
});
