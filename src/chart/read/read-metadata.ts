import { isNode, isScalar } from 'yaml';
import * as z from 'zod/mini';
import { type LineIndex, lineIndex, quote, readYaml } from '#formats';
import { ReleaseError } from '#problem';
import type { ChartFile } from '../chart.ts';
import type { ChartDependency, ChartMetadata } from '../chart-metadata.ts';
import { plainYaml } from '../plain-yaml.ts';
import { textOfFile } from './chart-text.ts';

/** Text. Helm makes one of a number and of a truth value too: of 1.10 without quotes the text 1.1, which templates then get. */
const text = z.pipe(
  z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text' }),
  z.transform((value) => String(value)),
);
const line = text.check(z.refine((value) => !/\p{Cc}/u.test(value.trim()), { error: 'must be a text of one line' }));
const optionalLine = z.nullish(line);
/** `pkg/chart/metadata.go` lets more through, but nothing that could be a name in a registry or in Kubernetes. */
const name = line.check(
  z.refine((value) => value.length <= 250 && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value), {
    error: 'must be a name of letters, digits, dots, dashes and underscores',
  }),
);
const importValue = z.union([z.string(), z.object({ child: z.optional(z.string()), parent: z.optional(z.string()) })], {
  error: 'must be a name, or child and parent',
});

const dependencySchema = z.looseObject(
  {
    name,
    version: optionalLine,
    repository: optionalLine,
    // Source: Helm v3, pkg/chart/dependency.go (aliasNameFormat).
    alias: z.nullish(
      line.check(
        z.refine((value) => /^[A-Za-z0-9_-]*$/.test(value), { error: 'may have letters, digits, _ and - only' }),
      ),
    ),
    condition: optionalLine,
    tags: z.nullish(z.array(line, { error: 'must be a list' })),
    'import-values': z.nullish(z.array(importValue, { error: 'must be a list' })),
  },
  { error: 'must be a chart with its name' },
);
const dependencies = z.nullish(z.array(dependencySchema, { error: 'must be a list' }));
const flag = z.nullish(z.union([z.boolean(), z.string()], { error: 'must be true or false' }));

const metadataSchema = z.looseObject(
  {
    apiVersion: optionalLine,
    name,
    version: line.check(z.refine((value) => value.trim() !== '', { error: 'must not be empty' })),
    appVersion: optionalLine,
    type: z.nullish(z.enum(['', 'application', 'library'], { error: 'must be application or library' })),
    kubeVersion: optionalLine,
    deprecated: flag,
    annotations: z.nullish(z.record(z.string(), z.nullish(text), { error: 'must be texts by their names' })),
    dependencies,
  },
  { error: 'must have at least a name and a version' },
);
const requirementsSchema = z.looseObject({ dependencies }, { error: 'must have dependencies' });

/**
 * What `Chart.yaml` says, and `requirements.yaml` of charts of API version v1; that one counts where both name dependencies, as it does
 * for Helm (v3, `pkg/chart/loader/load.go`). Numbers are what Helm makes of them.
 * @param at where the chart lies, for messages: '' or a path with a slash at its end
 * @throws ReleaseError `chart-metadata-invalid`
 */
export function readMetadata(chartYaml: ChartFile, requirements: ChartFile | undefined, at: string): ChartMetadata {
  const raw = parsed(chartYaml, metadataSchema, at);
  const extra = requirements && parsed(requirements, requirementsSchema, at).dependencies;
  const { apiVersion, appVersion, kubeVersion, deprecated, annotations } = raw;
  return {
    // Helm 2 took charts that did not say it.
    apiVersion: apiVersion || 'v1',
    name: raw.name,
    version: raw.version,
    ...filled({ appVersion, kubeVersion }),
    type: raw.type || 'application',
    deprecated: deprecated === true || deprecated === 'true',
    annotations: Object.fromEntries(Object.entries(annotations ?? {}).map(([key, value]) => [key, value ?? ''])),
    dependencies: (extra ?? raw.dependencies ?? []).map(dependencyOf),
  };
}

function dependencyOf(raw: z.infer<typeof dependencySchema>): ChartDependency {
  const { version, repository, alias, condition } = raw;
  return {
    name: raw.name,
    ...filled({ version, repository, alias, condition }),
    tags: raw.tags ?? [],
    importValues: raw['import-values'] ?? [],
  };
}

/** What is empty says nothing. */
function filled<Key extends string>(
  values: Readonly<Record<Key, string | null | undefined>>,
): Partial<Record<Key, string>> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(given) as Partial<Record<Key, string>>;
}

function parsed<Schema extends z.ZodMiniType>(file: ChartFile, schema: Schema, at: string): z.output<Schema> {
  const where = `${at}${file.path}`;
  const invalid = (why: string, hint?: string) =>
    new ReleaseError('chart-metadata-invalid', `${where}${why}`, hint === undefined ? {} : { hint });
  const whole = textOfFile(file);
  if (whole === undefined)
    throw invalid(file.content ? ' is not UTF-8' : ` has ${file.size} bytes, more than any Chart.yaml`);
  const yaml = whole.replace(/^\uFEFF/, '');
  const index = lineIndex(yaml);
  const { document, problems } = readYaml(yaml, index);
  const [problem] = problems;
  if (problem) throw invalid(`:${problem.range.line}: ${problem.message}`, problem.hint);
  if (!document?.contents || isEmpty(document.contents)) throw invalid(' is empty');
  const read = schema.safeParse(plainYaml(document));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  const place = `:${lineOf(document, path, index)}`;
  const key = path.join('.');
  throw invalid(`${place}: ${key === '' ? 'it' : quote(key).slice(1, -1)} ${wordsOf(issue, document, path)}`);
}

type YamlDocument = NonNullable<ReturnType<typeof readYaml>['document']>;

/** A document of comments has a node all the same. */
function isEmpty(contents: unknown): boolean {
  return isScalar(contents) && contents.value === null;
}

/** Where the value stands; where it is missing, what it is missing in. */
function lineOf(document: YamlDocument, path: readonly PropertyKey[], index: LineIndex): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return index.range(node.range[0], node.range[0]).line;
  }
  return 1;
}

function wordsOf(issue: z.core.$ZodIssue | undefined, document: YamlDocument, path: readonly PropertyKey[]): string {
  if (path.length > 0 && !document.hasIn(path)) return 'is missing';
  return issue?.message ?? 'cannot be read';
}
