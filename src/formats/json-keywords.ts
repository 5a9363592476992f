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

/** Keywords of an object that has these keys, each with a value: a key with nothing behind it is as good as none. */
export function given(...keys: readonly string[]) {
  return { required: keys, properties: Object.fromEntries(keys.map((key) => [key, { not: { type: 'null' } }])) };
}

/** The same of one that has none of them. */
export function lacking(...keys: readonly string[]) {
  return { properties: Object.fromEntries(keys.map((key) => [key, { type: 'null' }])) };
}

/** No control characters, slashes or backslashes. */
const fileCharacter = '[^/\\\\\\u0000-\\u001f\\u007f]';
const patternPart = '[a-z0-9._*?-]+';
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const tag = '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}';
const number = '(?:0|[1-9]\\d*)';
const early = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
/** Five digits at most, and no more than 65535. */
const port = '(?::(?:\\d{1,4}|[0-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?';
const host = hostOf('[A-Za-z0-9]');
/** In front of a path of an image reference: what is no host there is no path either. */
const maybeHost = `(?:(?:localhost(?=/)|(?=[^/]*[.:])${host})/|(?!localhost/|[^/]*[.:][^/]*/))`;
/** A path that slashes may follow, which are none of its 256 characters. */
const sized = `(?=.{1,256}/*$)${path}`;

/** @param sign what stands for one letter or digit */
function hostOf(sign: string): string {
  const label = `${sign}(?:(?:${sign}|-)*${sign})?`;
  return `(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:.]+\\])${port}`;
}

/** Texts of settings and release files as patterns. */
export const patterns = {
  /** A host, or the folder of an image layout; `{account}` and `{region}` may stand in the host. */
  registry: `^(?:oci:.+|${hostOf('(?:[A-Za-z0-9]|\\{account\\}|\\{region\\})')})$`,
  host: `^${host}$`,
  mirror: `^(?:oci:.+|${host}(?:/+(?:${sized})?/*)?)$`,
  prefix: `^/*(?:${sized})?/*$`,
  pathBeginning: `^/*${sized}/*$`,
  /** A host, or a star that can stand for one; one star at most. */
  nameFrom: `^(?:(?=[^/]*\\*)[^*]*\\*[^*]*|(?:localhost|(?=[^/]*[.:])${host})(?:/[^*]*\\*?[^*]*)?)$`,
  nameTo: '^[a-z0-9/._-]*\\*?[a-z0-9/._-]*$',
  originalTo: `^(?=[^/]*[.:]|localhost(?:/|$))${host}(?:/+(?:${sized})?/*)?$`,
  platform: '^[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9.]+)?$',
  mutableTag: '^(?!(?:[^*]*\\*){3})[A-Za-z0-9_.*-]{1,128}$',
  targetName: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  pinnedSource: `^${maybeHost}(?=[^:@]{1,256}[:@])${path}(?::${tag})?@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$`,
  destination: `^(?=[^:]{1,256}:)${path}:${tag}$`,
  upload: '^s3://(?:[a-z0-9.-]|\\{account\\}|\\{region\\}){3,}/.+[^/]$',
  chartRepository: `^https?://${host}(?:/[^?#@\\s]*)?$`,
  chartName: '^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$',
  ociChart: `^(?:oci://)?(?:localhost(?=/)|(?=[^/]*[.:])${host})/(?=.{1,256}$)${path}$`,
  /** The path of a repository with `*`, `?` and `**`. */
  pathPattern: `^(?=.{1,512}$)${patternPart}(?:/${patternPart})*$`,
  attestationUrl: `^(?!.*/\\.\\.(?:/|$))(?:https://${host}|http://(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])${port})/[^?#@\\s\\\\]+$`,
  fingerprint: '^\\s*(?:[0-9A-Fa-f]\\s*){40}(?:(?:[0-9A-Fa-f]\\s*){24})?$',
  /** A whole path without `.` and `..`, and without the names by which a layer removes files. */
  placeInImage: `^(?=.{1,1024}$)(?:/(?!\\.{1,2}(?:/|$)|\\.wh\\.)${fileCharacter}+)+$`,
  /** A relative path without `..`. */
  fileInside: `^(?![A-Za-z]:)(?!\\.\\.(?:/|$))${fileCharacter}+(?:/(?!\\.\\.(?:/|$))${fileCharacter}+)*$`,
  mode: '^0?[0-7]{3}$',
  owner: '^\\d{1,10}(?::\\d{1,10})?$',
  user: '^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(?::[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$',
  label: '^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$',
  /** As Kubernetes takes names of environment variables. */
  variable: '^[A-Za-z_.-][A-Za-z0-9_.-]*$',
  vulnerability: '^[A-Za-z0-9][A-Za-z0-9._:-]*$',
  day: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
  /** License Manager: no blanks. */
  entitlement: '^[^\\s\\u0000-\\u001f\\u007f]{1,255}$',
  /** Digits, and no leading zero. */
  amount: '^[1-9]\\d{0,17}$',
  /** Of products of AWS Marketplace; older ones have a UUID. */
  productId: '^(?:prod-[a-z0-9]{1,60}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
  imageBelow: `^(?=[^:]{1,256}:)${path}:(?!latest$)${tag}$`,
  /** A template of a chart, or several by `*`, `?` and `**`. */
  template: '^templates/(?!(?:.*/)?\\.\\.(?:/|$))[^\\\\\\u0000-\\u001f\\u007f]+$',
  /** As Kubernetes takes names of most objects: a DNS subdomain. */
  objectName: '^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$',
  secretKey: '^[A-Za-z0-9._-]{1,253}$',
  /** As Helm's and ECR's names of charts both are. */
  publishName: `^(?=.{1,250}$)${component}$`,
  /** Semantic Versioning 2.0, with a `v` before it perhaps. */
  chartVersion: `^v?${number}\\.${number}\\.${number}(?:-${early}(?:\\.${early})*)?(?:\\+[0-9A-Za-z.-]+)?$`,
} as const;
