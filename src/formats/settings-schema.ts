import * as z from 'zod/mini';
import { isRegistryHost, repositoryFault } from '#reference';
import { attestationsSchema } from './attestations-schema.ts';
import { chartKey, chartSchema } from './chart-schema.ts';
import { deriveSchema } from './derive-schema.ts';
import { given, jsonKeywords, lacking, patterns } from './json-keywords.ts';
import { password } from './password-schema.ts';
import { rulesSchema } from './rules-schema.ts';
import { scanSchema } from './scan-schema.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { identity, isLayout, targetSchema, text, word } from './target-schema.ts';
import { trimSlashes } from './trim-slashes.ts';

function isMirror(value: string): boolean {
  if (isLayout(value)) return true;
  const slash = value.indexOf('/');
  const path = slash < 0 ? '' : trimSlashes(value.slice(slash));
  return isRegistryHost(slash < 0 ? value : value.slice(0, slash)) && (path === '' || !repositoryFault(path));
}

function hasOneStar(value: string): boolean {
  return value.split('*').length <= 2;
}

/** A host comes first, or a star that can stand for it: `camunda/*` could mean a folder of any registry. */
function beginsWithHost(from: string): boolean {
  const first = from.split('/', 1)[0] ?? '';
  return first.includes('*') || first === 'localhost' || (/[.:]/.test(first) && isRegistryHost(first));
}

const registry = z
  .strictObject({
    username: optionalKey(word, { description: 'User of the login. A login is a username and a password.' }),
    password: optionalKey(password, {
      description:
        'Where the password is: `{ env: NAME }` or `{ secret: NAME, field: KEY }` of AWS Secrets Manager. Never the password itself.',
    }),
    ...identity,
    ca: optionalKey(word, {
      description: 'PEM file with the certificate authorities of this host.',
      fallback: "the system's authorities",
      isFile: true,
    }),
    plainHttp: optionalKey(z.boolean(), {
      description: 'Speak plain HTTP with this host.',
      fallback: 'true for this machine itself (loopback), else false',
    }),
    mirror: optionalKey(
      text(isMirror, 'must be a registry host, with a path or without, or oci: and a folder', patterns.mirror),
      {
        description:
          'Registry, with a path or without, that is asked in place of this host. Or `oci:FOLDER`: an image layout that is read.',
      },
    ),
  })
  .register(jsonKeywords, { oneOf: [given('username', 'password'), lacking('username', 'password')] });

const name = z
  .strictObject({
    from: requiredKey(
      text(hasOneStar, 'may hold one * only', patterns.nameFrom).check(
        z.refine(beginsWithHost, { error: 'must begin with the registry, as in docker.io/camunda/*' }),
      ),
      { description: 'Upstream `host/path`; one `*` stands for any text.', examples: ['"docker.io/bitnami/*"'] },
    ),
    to: requiredKey(
      text(hasOneStar, 'may hold one * only', patterns.nameTo).check(
        z.refine((value) => !repositoryFault(value.replace('*', 'x')), {
          error: 'must be a repository path in lower case',
        }),
      ),
      { description: 'Repository under the prefix; a `*` takes over what that of `from` stands for.' },
    ),
  })
  .check(
    z.refine((value) => !value.to.includes('*') || value.from.includes('*'), {
      path: ['to'],
      error: 'has a *, but from has none that it could take over',
    }),
  )
  .register(jsonKeywords, {
    if: { properties: { to: { type: 'string', pattern: '\\*' } }, required: ['to'] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword is named so
    then: { properties: { from: { pattern: '\\*' } } },
  });

/** A place that holds the same digest under another registry or path. */
const original = z.strictObject({
  from: requiredKey(
    text(
      (value) => !repositoryFault(trimSlashes(value)),
      'must be the beginning of a destination path',
      patterns.pathBeginning,
    ),
    { description: 'Beginning of the destinations that this is about.' },
  ),
  to: requiredKey(
    text(
      (value) => beginsWithHost(value) && isMirror(trimSlashes(value)),
      'must be a registry with a path or without, such as docker.io/',
      patterns.originalTo,
    ),
    { description: 'Registry, with a path or without, that takes the place of it.', examples: ['docker.io/'] },
  ),
});

const files = z.strictObject({
  releases: optionalKey(word, {
    description: 'Which files are release files. A pattern without a slash is one of file names, in every folder.',
    fallback: '"*release.json"',
  }),
  images: optionalKey(word, { description: 'Which files are image lists.', fallback: '"*images.txt"' }),
  forms: optionalKey(word, { description: 'Which files are load forms.', fallback: '"*.loadform.txt"' }),
  unpaired: optionalKey(z.enum(['error', 'sources']), {
    description: 'An image list without a release is an `error`, or a list of `sources` that stands alone.',
    fallback: 'error',
  }),
});

const report = z.strictObject({
  log: optionalKey(word, {
    description: 'Error log: empty after a run in which all went well, else a line for each image that is not there.',
    fallback: 'none',
  }),
  upload: optionalKey(
    text(
      (value) =>
        /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+[^/]$/.test(
          value.replaceAll('{account}', '000000000000').replaceAll('{region}', 'us-east-1'),
        ),
      'must be an object of S3, such as s3://bucket/sync-error.log',
      patterns.upload,
    ),
    {
      description: 'Object of S3 that the error log is put into; `{account}` and `{region}` are filled in.',
      fallback: 'none',
      examples: ['"s3://artifacts-{account}/sync-error.log"'],
    },
  ),
});

/** `marketplace.yaml`, in one place: what checks it is what documents it. Unknown keys are refused everywhere. */
export const settingsSchema = z
  .strictObject({
    version: requiredKey(z.literal(1), { description: 'Version of the format.' }),
    target: optionalKey(targetSchema, { description: 'Where the release goes. With several places, write `targets`.' }),
    targets: optionalKey(
      z.record(
        text(
          (value) => /^[A-Za-z0-9][\w.-]*$/.test(value),
          'must be a name of letters and digits',
          patterns.targetName,
        ),
        targetSchema,
      ),
      { description: 'Places that the release goes to, by name: `--target NAME`, and `promote FROM TO`.' },
    ),
    registries: optionalKey(z.record(text(isRegistryHost, 'must be a registry host', patterns.host), registry), {
      description: 'How to talk to registries, by host.',
      fallback: "docker's config.json and its credential helpers; ECR by its own tokens",
    }),
    names: optionalKey(z.array(name), {
      description: 'Repositories that have another name than upstream; the first match wins.',
      fallback: 'the path of the destination',
    }),
    originals: optionalKey(z.array(original), {
      description: 'Where the same digest is had from when its source does not have it; by destination.',
    }),
    attestations: optionalKey(attestationsSchema, {
      description:
        'Whose attestation images need before they are released, by destination; the first match wins. An image that none is for needs none.',
    }),
    derive: optionalKey(deriveSchema, {
      description:
        'Small changes to upstream images, made without Docker, by repository below the prefix (after `names`); patterns are allowed, and the first match wins.',
    }),
    scan: optionalKey(scanSchema, {
      description: "What an outside scanner may find in an image that is released: Trivy's or Grype's findings.",
    }),
    seller: optionalKey(z.strictObject({ profile: identity.profile, role: identity.role }), {
      description: 'As whom the Marketplace Catalog is asked.',
      fallback: 'as whom the target is pushed to',
    }),
    files: optionalKey(files, { description: 'Which files are release files, image lists and load forms.' }),
    chart: optionalKey(chartSchema, {
      description: 'Helm chart that belongs to the release. With several, write `charts`.',
    }),
    charts: optionalKey(z.record(chartKey, chartSchema), {
      description: 'Helm charts that belong to the release, by name.',
    }),
    rules: optionalKey(rulesSchema, {
      description: 'Rules whose findings are more or less grave here, or that are off, by their id.',
      fallback: 'what each rule says',
    }),
    report: optionalKey(report, { description: 'What a run leaves behind for a pipeline.' }),
  })
  .register(jsonKeywords, {
    oneOf: [
      { allOf: [given('target'), lacking('targets')] },
      { allOf: [given('targets'), lacking('target')], properties: { targets: { minProperties: 1 } } },
    ],
    not: given('chart', 'charts'),
  });

/** The settings as written, once the schema has accepted them. */
export type RawSettings = z.infer<typeof settingsSchema>;
export type RawTarget = z.infer<typeof targetSchema>;
