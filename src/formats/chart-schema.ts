import * as z from 'zod/mini';
import { isRegistryHost, parseReference, repositoryFault } from '#reference';
import { injectionSchema } from './inject-schema.ts';
import { given, jsonKeywords, lacking, patterns, withKeywords } from './json-keywords.ts';
import { optionalKey, requiredKey } from './setting-notes.ts';
import { matching, text, word } from './target-schema.ts';
import { trimSlashes } from './trim-slashes.ts';

const ociScheme = 'oci://';

/** The address of a Helm repository: where its `index.yaml` is. Credentials never stand in one. */
function isRepositoryAddress(value: string): boolean {
  const [, host = '', rest = ''] = /^https?:\/\/([^/?#@\s]+)([^?#@\s]*)$/.exec(value) ?? [];
  return isRegistryHost(host) && !rest.split('/').includes('..');
}

/** `ghcr.io/acme/charts/app`, with `oci://` before it or without: a repository of an OCI registry, without a tag. */
export function ociChart(value: string): { readonly registry: string; readonly repository: string } | undefined {
  const bare = value.startsWith(ociScheme) ? value.slice(ociScheme.length) : value;
  const host = bare.split('/', 1)[0] ?? '';
  if (!/[.:]|^localhost$/.test(host) || !bare.includes('/')) return undefined;
  const parsed = parseReference(bare);
  if (!parsed.ok || parsed.reference.tag !== undefined || parsed.reference.digest !== undefined) return undefined;
  const { registry, repository } = parsed.reference;
  return { registry, repository };
}

/** Names that Helm takes for a chart; beyond its own advice of lower case and dashes. */
function isChartName(value: string): boolean {
  return value.length <= 250 && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value);
}

const source = z
  .strictObject({
    repository: optionalKey(
      text(
        isRepositoryAddress,
        'must be the address of a Helm repository, such as https://helm.camunda.io',
        patterns.chartRepository,
      ),
      {
        description: 'Address of the Helm repository that has the chart; `name` says which chart of it.',
        examples: ['https://helm.camunda.io'],
      },
    ),
    name: optionalKey(text(isChartName, 'must be the name of a chart', patterns.chartName), {
      description: 'Name of the chart in that repository.',
    }),
    oci: optionalKey(
      text(
        (value) => ociChart(value) !== undefined,
        'must be a chart in an OCI registry without its version, such as oci://ghcr.io/acme/charts/app',
        patterns.ociChart,
      ),
      {
        description: 'Chart in an OCI registry, without its version; the last part of the path is its name.',
        examples: ['oci://ghcr.io/acme/charts/app'],
      },
    ),
    path: optionalKey(word, { description: 'Chart as a folder or a `.tgz` file.', isFile: true }),
  })
  .check(
    z.refine(
      ({ repository, name, oci, path }) =>
        [repository !== undefined && name !== undefined, oci !== undefined, path !== undefined].filter(Boolean)
          .length === 1 && (repository !== undefined) === (name !== undefined),
      { error: 'needs one way to the chart: repository and name, or oci, or path' },
    ),
  )
  .register(jsonKeywords, {
    oneOf: [
      { allOf: [given('repository', 'name'), lacking('oci', 'path')] },
      { allOf: [given('oci'), lacking('repository', 'name', 'path')] },
      { allOf: [given('path'), lacking('repository', 'name', 'oci')] },
    ],
  });

const publish = z.strictObject({
  name: optionalKey(matching(patterns.publishName, 'must be a name of a chart in lower case, without slashes'), {
    description: 'Name that the chart is released under: the last part of its repository.',
    fallback: "the chart's own",
  }),
  version: optionalKey(withKeywords(z.string(), { pattern: patterns.chartVersion }), {
    description: 'Version that the chart is released under (Semantic Versioning).',
    fallback: "the chart's own",
  }),
  appVersion: optionalKey(word, {
    description: '`appVersion` of the released chart, in quotes.',
    fallback: "the chart's own",
  }),
  path: optionalKey(
    matching(patterns.pathBeginning, 'must be a path in lower case', (value) => !repositoryFault(trimSlashes(value))),
    {
      description: "Folder below the target's prefix that the chart goes to.",
      fallback: 'none: the chart stands beside the images',
    },
  ),
});

const openGroup = z.record(z.string(), z.unknown());

/** A chart that is released, as marketplace.yaml writes it. What the target has to do with its version is checked elsewhere. */
export const chartSchema = z
  .strictObject({
    source: requiredKey(source, {
      description: 'Where the chart is had from: `repository` and `name`, or `oci`, or `path`.',
    }),
    version: optionalKey(withKeywords(z.string(), { pattern: patterns.chartVersion }), {
      description: 'Version of the chart (Semantic Versioning). Not needed for a `path`.',
      examples: ['"1.0.0"'],
    }),
    delivery: optionalKey(z.enum(['helm', 'eks-add-on']), {
      description: 'How buyers get it. An EKS add-on has stricter rules: no hooks and no `lookup`.',
      fallback: 'helm',
    }),
    inject: optionalKey(z.array(injectionSchema), {
      description: 'What is added to the chart: patterns for files of manifests, or one key with what it needs.',
      fallback: 'nothing',
      isFile: true,
    }),
    values: optionalKey(openGroup, { description: "Values that are merged into the chart's `values.yaml`." }),
    publish: optionalKey(publish, {
      description: 'As what the chart is released.',
      fallback: 'its own name and version, beside the images',
    }),
  })
  .register(jsonKeywords, {
    anyOf: [given('version'), { properties: { source: given('path') } }],
  });

/** The keys of `charts`: letters and digits first, as names of charts are. */
export const chartKey = text(isChartName, 'must be a name of letters and digits', patterns.chartName);

/** A chart as the schema has accepted it. */
export type RawChart = z.infer<typeof chartSchema>;
