import * as z from 'zod/mini';

/**
 * Keywords of JSON Schema that say what a check in code says, as far as they can: an editor that knows only the schema then sees more than
 * the types. They never refuse what the check takes; a test compares the two.
 */
export const jsonKeywords = z.registry<Readonly<Record<string, unknown>>>();

/** The same schema, with what JSON Schema can say of its checks. */
export function withKeywords<Schema extends z.ZodMiniType>(
  schema: Schema,
  keywords: Readonly<Record<string, unknown>>,
): Schema {
  jsonKeywords.add(schema, keywords);
  return schema;
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const tag = '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}';
const host = '[A-Za-z0-9\\[][A-Za-z0-9.:\\[\\]-]*';

/** Texts of settings and release files as patterns. */
export const patterns = {
  /** A host, or the folder of an image layout; `{account}` and `{region}` may stand in the host. */
  registry: '^(?:oci:.+|[A-Za-z0-9\\[{][A-Za-z0-9.:\\[\\]{}-]*)$',
  host: `^${host}$`,
  mirror: `^(?:oci:.+|${host}(?:/+(?:${path})?/*)?)$`,
  prefix: `^/*(?:${path})?/*$`,
  pathBeginning: `^/*${path}/*$`,
  /** A host, or a star that can stand for one; one star at most. */
  nameFrom: `^(?:(?=[^/]*\\*)[^*]*\\*[^*]*|(?:localhost|(?=[^/]*[.:])${host})(?:/[^*]*\\*?[^*]*)?)$`,
  nameTo: '^[a-z0-9/._-]*\\*?[a-z0-9/._-]*$',
  originalTo: `^(?=[^/]*[.:]|localhost(?:/|$))${host}(?:/+(?:${path})?/*)?$`,
  platform: '^[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9.]+)?$',
  mutableTag: '^(?!(?:[^*]*\\*){3})[A-Za-z0-9_.*-]{1,128}$',
  targetName: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  pinnedSource: `^(?:(?:localhost(?=/)|(?=[^/]*[.:])${host})/)?${path}(?::${tag})?@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$`,
  destination: `^${path}:${tag}$`,
  upload: '^s3://(?:[a-z0-9.-]|\\{account\\}|\\{region\\}){3,}/.+[^/]$',
} as const;
