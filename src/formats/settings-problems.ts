import type * as z from 'zod/mini';
import type { TextProblem } from '#problem';
import { nearest } from './nearest.ts';
import { quote } from './quote.ts';
import { settingAt } from './settings-keys.ts';
import type { Path, YamlValue } from './yaml-value.ts';

type Issue = z.core.$ZodIssue;

/** What the schema has against a settings file, in our words and at its places. */
export function settingsProblems(issues: readonly Issue[], yaml: YamlValue): TextProblem[] {
  return issues.flatMap(innermost).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return problemOf(issue, yaml);
    return issue.keys.map((key) => unknownKey(issue.path, key, yaml));
  });
}

/**
 * Of a value that can be written in several ways, what is wrong in the one way that it is written in, where that can be told: the others refuse
 * all of it, this one a part.
 */
function innermost(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const ways = issue.errors.filter((found) =>
    found.every(({ path, code }) => typeof path[0] === 'string' || code === 'unrecognized_keys'),
  );
  const [way] = ways;
  if (!way || ways.length > 1) return [issue];
  return way.map((found) => ({ ...found, path: [...issue.path, ...found.path] })).flatMap(innermost);
}

function problemOf(issue: Issue, yaml: YamlValue): TextProblem {
  const { path } = issue;
  const value = valueAt(yaml.value, path);
  const name = nameOf(path);
  const secret = secretAt(path);
  if (secret !== undefined && value !== undefined && typeof value !== 'object') {
    return {
      rule: 'secret-in-settings',
      severity: 'error',
      range: yaml.rangeOf(path),
      message: `The ${secret} is written out. A settings file is shared and never holds a secret.`,
      hint: `Put it into an environment variable and write: ${secret}: { env: NAME_OF_THE_VARIABLE }`,
    };
  }
  if (issue.code === 'invalid_key') {
    const message = `${nameOf(path.slice(0, -1))}: ${quote(String(path.at(-1)))} ${issue.issues[0]?.message ?? 'is no key'}.`;
    return { rule: 'setting-invalid', severity: 'error', range: yaml.keyRangeOf(path), message };
  }
  if (value === undefined) {
    const message = `${name} is missing.`;
    const hint = name === 'version' ? 'Begin the file with: version: 1' : undefined;
    return {
      rule: 'setting-missing',
      severity: 'error',
      range: yaml.rangeOf(path),
      message,
      ...(hint ? { hint } : {}),
    };
  }
  const hint = hintFor(issue, value);
  return {
    rule: 'setting-invalid',
    severity: 'error',
    range: yaml.rangeOf(path),
    message: `${name} ${predicate(issue, value)}.`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function unknownKey(parent: Path, key: string, yaml: YamlValue): TextProblem {
  const known = settingAt(parent)?.keys ?? [];
  const meant = nearest(key, known);
  const where = parent.length === 0 ? '' : ` under ${nameOf(parent)}`;
  return {
    rule: 'setting-unknown',
    severity: 'error',
    range: yaml.keyRangeOf([...parent, key]),
    message: `${quote(key)} is no setting${where}.`,
    hint: meant === undefined ? `Known here: ${known.join(', ')}.` : `Perhaps ${meant} is meant.`,
  };
}

/** The end of the sentence that begins with the setting's name. */
function predicate(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type')
    return `must be ${expectations[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  return issue.message;
}

const expectations: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list',
  boolean: 'true or false',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' ? 'a number' : 'a text';
}

function hintFor(issue: Issue, value: unknown): string | undefined {
  if (issue.path.length === 1 && issue.path[0] === 'version') return 'This program knows version 1 of the format.';
  if (issue.code !== 'invalid_type' || issue.expected !== 'string' || typeof value === 'object') return undefined;
  if (issue.path.at(-1) !== 'account') return 'Write it in quotes.';
  return 'Write it in quotes: without them it is a number and loses its leading zeros.';
}

/** What must not be written out: `registries.<host>.password`, `attestations.<position>.token`. */
function secretAt(path: Path): 'password' | 'token' | undefined {
  if (path.length !== 3) return undefined;
  if (path[0] === 'registries' && path[2] === 'password') return 'password';
  return path[0] === 'attestations' && path[2] === 'token' ? 'token' : undefined;
}

/** The keys on the way, without the positions in lists: the line says which entry it is. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'The file';
  return path
    .filter((part) => typeof part === 'string')
    .map((part) => (/^[\w.-]+$/.test(part) ? part : quote(part)))
    .join('.');
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[part];
  }
  return found;
}
