import * as z from 'zod/mini';
import { isRegistryHost, repositoryFault } from '#reference';
import { fromEnvironment, identity, isLayout, targetSchema, text, trimSlashes, word } from './target-schema.ts';

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

const registry = z.strictObject({
  username: z.optional(word),
  password: z.optional(
    z
      .strictObject({
        env: z.optional(fromEnvironment.env),
        secret: z.optional(word),
        field: z.optional(word),
        ...identity,
      })
      .check(
        z.refine(({ env, secret }) => (env === undefined) !== (secret === undefined), {
          error: 'needs one of env (a variable) and secret (in Secrets Manager)',
        }),
      )
      .check(
        z.refine(({ env, secret: _, ...others }) => env === undefined || Object.keys(others).length === 0, {
          error: 'from a variable has no other keys: they belong to a secret',
        }),
      ),
  ),
  ...identity,
  ca: z.optional(word),
  plainHttp: z.optional(z.boolean()),
  mirror: z.optional(text(isMirror, 'must be a registry host, with a path or without, or oci: and a folder')),
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

/** A place that holds the same digest under another registry or path. */
const original = z.strictObject({
  from: text((value) => !repositoryFault(trimSlashes(value)), 'must be the beginning of a destination path'),
  to: text(
    (value) => beginsWithHost(value) && isMirror(trimSlashes(value)),
    'must be a registry with a path or without, such as docker.io/',
  ),
});

/** `marketplace.yaml`, in one place: what checks it is what documents it. Unknown keys are refused everywhere. */
export const settingsSchema = z.strictObject({
  version: z.literal(1),
  target: z.optional(targetSchema),
  targets: z.optional(
    z.record(
      text((value) => /^[A-Za-z0-9][\w.-]*$/.test(value), 'must be a name of letters and digits'),
      targetSchema,
    ),
  ),
  registries: z.optional(z.record(text(isRegistryHost, 'must be a registry host'), registry)),
  names: z.optional(z.array(name)),
  originals: z.optional(z.array(original)),
  seller: z.optional(z.strictObject({ profile: identity.profile, role: identity.role })),
  files: z.optional(
    z.strictObject({
      releases: z.optional(word),
      images: z.optional(word),
      unpaired: z.optional(z.enum(['error', 'sources'])),
    }),
  ),
  report: z.optional(
    z.strictObject({
      log: z.optional(word),
      upload: z.optional(
        text(
          (value) =>
            /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+[^/]$/.test(
              value.replaceAll('{account}', '000000000000').replaceAll('{region}', 'us-east-1'),
            ),
          'must be an object of S3, such as s3://bucket/sync-error.log',
        ),
      ),
    }),
  ),
});

/** The settings as written, once the schema has accepted them. */
export type RawSettings = z.infer<typeof settingsSchema>;
export type RawTarget = z.infer<typeof targetSchema>;
