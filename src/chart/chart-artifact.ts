import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { lineIndex, readYaml } from '#formats';
import type { ChartMetadata } from './chart-metadata.ts';

/** Media types of a chart in a registry (Helm documentation, HIP-0006 "OCI support"). */
export const chartMediaTypes = {
  config: 'application/vnd.cncf.helm.config.v1+json',
  content: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
} as const;

/** A chart as a registry holds it, but for the archive itself. */
export interface ChartArtifact {
  readonly config: { readonly bytes: Uint8Array; readonly digest: string };
  readonly manifest: { readonly bytes: Uint8Array; readonly digest: string; readonly mediaType: string };
}

const optionalText = z.catch(z.optional(z.string()), undefined);
const texts = z.catch(z.array(z.catch(z.string(), '')), []);
const maintainer = z.object({ name: optionalText, email: optionalText, url: optionalText });
/** What {@link ChartMetadata} does not have: nothing of ours needs it. */
const described = z.looseObject({
  home: optionalText,
  sources: texts,
  description: optionalText,
  keywords: texts,
  maintainers: z.catch(z.array(maintainer), []),
  icon: optionalText,
});

type Described = z.infer<typeof described>;

/**
 * The config and the manifest that Helm writes for a chart: `helm show` and `helm pull` read them. Without the time that Helm notes
 * (`org.opencontainers.image.created`), so that the same chart has the same digest at any time.
 * Source: helm v3 `pkg/registry/client.go` (Push), `pkg/registry/chart.go` (generateOCIAnnotations), `pkg/chart/metadata.go`.
 * @param chartYaml text of its `Chart.yaml`
 * @param archive the packed chart
 */
export function chartArtifact(
  metadata: ChartMetadata,
  chartYaml: string,
  archive: { readonly digest: string; readonly size: number },
): ChartArtifact {
  const about = describedIn(chartYaml);
  const config = document(configOf(metadata, about));
  const manifest = document({
    schemaVersion: 2,
    mediaType: chartMediaTypes.manifest,
    config: { mediaType: chartMediaTypes.config, digest: config.digest, size: config.bytes.length },
    layers: [{ mediaType: chartMediaTypes.content, digest: archive.digest, size: archive.size }],
    annotations: annotationsOf(metadata, about),
  });
  return { config, manifest: { ...manifest, mediaType: chartMediaTypes.manifest } };
}

function describedIn(chartYaml: string): Described {
  const text = chartYaml.replace(/^\uFEFF/, '');
  const { document: yaml } = readYaml(text, lineIndex(text));
  try {
    const read = described.safeParse(yaml?.toJS({ maxAliasCount: 100 }));
    if (read.success) return read.data;
  } catch {
    // Aliases that lead nowhere: whoever read the chart has told.
  }
  return { sources: [], keywords: [], maintainers: [] };
}

/** In the order of Helm's own type; what is empty is left out, as Go does. */
function configOf(metadata: ChartMetadata, about: Described): object {
  const { name, version, apiVersion, appVersion, deprecated, annotations, kubeVersion, dependencies, type } = metadata;
  return filled({
    name,
    home: about.home,
    sources: about.sources,
    version,
    description: about.description,
    keywords: about.keywords,
    maintainers: about.maintainers.map(filled),
    icon: about.icon,
    apiVersion,
    appVersion,
    deprecated,
    annotations: Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))),
    kubeVersion,
    dependencies: dependencies.map((one) => ({
      ...filled({ name: one.name, version: one.version }),
      // Helm writes this one also when it is empty.
      repository: one.repository ?? '',
      ...filled({
        condition: one.condition,
        tags: one.tags,
        'import-values': one.importValues,
        alias: one.alias,
      }),
    })),
    type,
  });
}

/** Annotations of the chart come last, but name and version stay what they are. */
function annotationsOf({ name, version, annotations }: ChartMetadata, about: Described): Record<string, string> {
  const authors = about.maintainers
    .map((one) => `${one.name ?? ''}${one.email ? ` (${one.email})` : ''}`)
    .filter((text) => text !== '')
    .join(', ');
  const all = filled({
    'org.opencontainers.image.description': about.description,
    'org.opencontainers.image.url': about.home,
    'org.opencontainers.image.source': about.sources[0],
    'org.opencontainers.image.authors': authors,
    ...annotations,
    'org.opencontainers.image.title': name,
    'org.opencontainers.image.version': version,
  }) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filled(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function document(value: object): { bytes: Uint8Array; digest: string } {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}
