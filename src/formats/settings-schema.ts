import * as z from 'zod/mini';
import { isRegistryHost, parsePlatform, repositoryFault } from '#reference';

/** A text that is not empty. */
const word = z.string().check(z.minLength(1, { error: 'must not be empty' }));

/** A text for which a test holds; `error` ends the sentence that begins with the key. */
function text(test: (value: string) => boolean, error: string) {
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

function isMirror(value: string): boolean {
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

const target = z.strictObject({
  registry: text(
    (value) => isRegistryHost(filledHost(value)),
    'must be a registry host, without a path; the path is the prefix',
  ),
  kind: z.optional(z.enum(['marketplace', 'ecr', 'oci'])),
  prefix: z.optional(
    text(
      (value) => trimSlashes(value) === '' || !repositoryFault(trimSlashes(value)),
      'must be a repository path in lower case',
    ),
  ),
  account: z.optional(
    z.string().check(z.regex(/^\d{12}$/, { error: 'must be the 12 digits of an AWS account, in quotes' })),
  ),
  profile: z.optional(word),
  region: z.optional(
    z.string().check(z.regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, { error: 'must be an AWS region, such as us-east-1' })),
  ),
  platforms: z.optional(
    z
      .array(text((value) => parsePlatform(value) !== undefined, 'must be os/architecture, such as linux/arm64'))
      .check(z.minLength(1, { error: 'must name a platform; leave it out for all' })),
  ),
  attestationManifests: z.optional(z.enum(['strip', 'keep'])),
  existing: z.optional(z.enum(['equivalent', 'fail'])),
});

const registry = z.strictObject({
  username: z.optional(word),
  password: z.optional(
    z.strictObject({
      env: z
        .string()
        .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of an environment variable' })),
    }),
  ),
  ca: z.optional(word),
  plainHttp: z.optional(z.boolean()),
  mirror: z.optional(text(isMirror, 'must be a registry host, with a path or without')),
});

const name = z
  .strictObject({
    from: text(hasOneStar, 'may hold one * only').check(
      z.refine(beginsWithHost, { error: 'must begin with the registry, as in docker.io/camunda/*' }),
    ),
    to: text(hasOneStar, 'may hold one * only').check(
      z.refine((value) => !repositoryFault(value.replace('*', 'x')), {
        error: 'must be a repository path in lower case',
      }),
    ),
  })
  .check(
    z.refine((value) => !value.to.includes('*') || value.from.includes('*'), {
      path: ['to'],
      error: 'has a *, but from has none that it could take over',
    }),
  );

/** `marketplace.yaml`, in one place: what checks it is what documents it. Unknown keys are refused everywhere. */
export const settingsSchema = z.strictObject({
  version: z.literal(1),
  target: z.optional(target),
  targets: z.optional(
    z.record(
      text((value) => /^[A-Za-z0-9][\w.-]*$/.test(value), 'must be a name of letters and digits'),
      target,
    ),
  ),
  registries: z.optional(z.record(text(isRegistryHost, 'must be a registry host'), registry)),
  names: z.optional(z.array(name)),
  files: z.optional(
    z.strictObject({
      releases: z.optional(word),
      images: z.optional(word),
      unpaired: z.optional(z.enum(['error', 'sources'])),
    }),
  ),
  report: z.optional(z.strictObject({ log: z.optional(word) })),
});

/** The settings as written, once the schema has accepted them. */
export type RawSettings = z.infer<typeof settingsSchema>;
export type RawTarget = z.infer<typeof target>;
