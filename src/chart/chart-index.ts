import { type Document, isScalar, visit } from 'yaml';
import * as z from 'zod/mini';
import { lineIndex, readYaml } from '#formats';
import { ReleaseError } from '#problem';
import { blockList, blockMapping, itemText, type Part } from './block-lines.ts';
import { plainYaml } from './plain-yaml.ts';

/** One version of a chart, as a Helm repository's index has it. */
export interface ChartVersion {
  readonly version: string;
  /** When it was added: ISO 8601, as the repository wrote it. */
  readonly created?: string;
  /** Of the archive. */
  readonly digest?: string;
  /** Where the archive is; relative ones continue the repository's address. */
  readonly urls: readonly string[];
  readonly appVersion?: string;
  /** Withdrawn: nobody should begin to use it. */
  readonly deprecated: boolean;
}

/** Indexes of 20 MB are in use; bytes. */
export const largestIndex = 32 * 1024 * 1024;
/** Versions of one chart that are read; more is no release history. */
const mostVersions = 10_000;
const deepest = 64;
const wanted = ['version', 'created', 'digest', 'urls', 'appVersion', 'deprecated'];

const optionalText = z.catch(z.optional(z.string()), undefined);
const entrySchema = z.looseObject({
  version: z.string(),
  created: optionalText,
  digest: optionalText,
  urls: z.catch(z.array(z.string()), []),
  appVersion: optionalText,
  deprecated: z.catch(z.optional(z.union([z.boolean(), z.string()])), undefined),
});
const indexSchema = z.looseObject({ entries: z.record(z.string(), z.unknown()) });

/**
 * The versions of one chart in a Helm repository's `index.yaml`, in its order; entries that are none are left out.
 * Source: Helm documentation, "The Chart Repository Guide" (the index file); `helm repo index` writes block style, or JSON with `--json`.
 * @param where the address, for messages
 * @returns undefined when the repository has no such chart
 * @throws ReleaseError `chart-repository-error`
 */
export function chartVersions(text: string, name: string, where: string): readonly ChartVersion[] | undefined {
  const fail = (why: string) =>
    new ReleaseError('chart-repository-error', `${where} is no index of charts: ${why}`, {
      hint: 'Check source.repository: with /index.yaml behind it, it is what helm repo add takes.',
    });
  if (text.length > largestIndex) throw fail(`it has ${text.length} characters`);
  const entries = /^\uFEFF?\s*\{/.test(text) ? jsonEntries(text, name, fail) : yamlEntries(text, name, fail);
  return entries?.slice(0, mostVersions).flatMap((entry) => versionOf(entry) ?? []);
}

type Fail = (why: string) => ReleaseError;

/** Item by item, and of each the few keys that are wanted: a YAML library takes a minute for all of a large index. */
function yamlEntries(text: string, name: string, fail: Fail): readonly unknown[] | undefined {
  const whole = { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length };
  const top = blockMapping(text, whole);
  if (top && !top.has('entries')) throw fail('it has no entries');
  const entries = top?.get('entries');
  const charts = entries && blockMapping(text, entries);
  // Written in another style: by a program that writes small ones.
  if (!charts) return entriesOf(yamlValue(text, fail), name, fail);
  const chart = charts.get(name);
  if (!chart) return undefined;
  const items = isBeside(text, chart) ? undefined : blockList(text, chart);
  if (!items) return entriesOf(yamlValue(text, fail), name, fail);
  return items.slice(0, mostVersions).map((item) => entryValue(itemText(text, item)));
}

/** Whether a value begins on the line of its key. */
function isBeside(text: string, { start, end }: Part): boolean {
  const stop = text.indexOf('\n', start);
  const rest = text.slice(start, stop < 0 ? end : Math.min(stop, end)).trim();
  return rest !== '' && !rest.startsWith('#');
}

/** One item, as far as it can be read. */
function entryValue(text: string): unknown {
  const keys = blockMapping(text, { start: 0, end: text.length });
  const reduced = keys
    ? wanted.flatMap((key) => {
        const part = keys.get(key);
        return part ? [`${key}:${text.slice(part.start, part.end).trimEnd()}\n`] : [];
      })
    : [text];
  const { document, problems } = readYaml(reduced.join(''), lineIndex(''));
  return problems.length === 0 && document ? plain(document) : undefined;
}

function yamlValue(text: string, fail: Fail): unknown {
  const { document, problems } = readYaml(text, lineIndex(text));
  const [problem] = problems;
  if (problem) throw fail(problem.message);
  return document && plain(document);
}

/** Numbers stay as they are written: 1.10 is a version. */
function plain(document: Document.Parsed): unknown {
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && typeof node.value === 'number') node.value = node.source;
    },
  });
  return plainYaml(document);
}

function jsonEntries(text: string, name: string, fail: Fail): readonly unknown[] | undefined {
  if (isDeep(text)) throw fail(`it nests deeper than ${deepest} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // In braces, and yet not JSON.
    value = yamlValue(text, fail);
  }
  return entriesOf(value, name, fail);
}

function entriesOf(value: unknown, name: string, fail: Fail): readonly unknown[] | undefined {
  const index = indexSchema.safeParse(value);
  if (!index.success) throw fail('it has no entries');
  const { entries } = index.data;
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  return Array.isArray(entry) ? entry : undefined;
}

function versionOf(value: unknown): ChartVersion | undefined {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) return undefined;
  const { version, created, digest, urls, appVersion, deprecated } = entry.data;
  return {
    version,
    urls,
    deprecated: deprecated === true || deprecated === 'true',
    ...(created === undefined ? {} : { created }),
    ...(digest === undefined ? {} : { digest }),
    ...(appVersion === undefined ? {} : { appVersion }),
  };
}

/** Counted without a parser, which would go as deep. */
function isDeep(text: string): boolean {
  let depth = 0;
  const marks = /["[\]{}]|\\./g;
  let isText = false;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === '"') isText = !isText;
    else if (isText || mark.length > 1) continue;
    else if (mark === '[' || mark === '{') depth++;
    else depth--;
    if (depth > deepest) return true;
  }
  return false;
}
