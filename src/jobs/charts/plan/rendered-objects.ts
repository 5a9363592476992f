import { lineIndex, readYaml } from '#formats';

/** A Kubernetes object that Helm has rendered. */
export interface RenderedObject {
  /** The template that it comes from, from the chart's root. */
  readonly source: string;
  readonly kind: string;
  readonly name: string;
  /** Where it says none, that of `helm template`. */
  readonly namespace: string;
  /** Of its API version, without the version. */
  readonly group: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A document of a rendering, before it is read. */
interface RenderedDocument {
  readonly source: string;
  readonly text: string;
}

/**
 * The objects in one rendering of a chart, those in lists too, whether Helm writes them as YAML or as JSON. What cannot be read is told elsewhere.
 * @param isWanted which documents are read: reading takes its time
 */
export function renderedObjects(
  rendering: string,
  isWanted: (document: RenderedDocument) => boolean,
): RenderedObject[] {
  return rendering.split(/^---(?:[ \t].*)?\r?$/m).flatMap((text) => {
    const [, source = ''] = /^# Source: [^/\s]+\/(.+?)\s*$/m.exec(text) ?? [];
    return isWanted({ source, text }) ? objectsOf(dataOf(text), source) : [];
  });
}

function objectsOf(data: unknown, source: string): RenderedObject[] {
  const value = fields(data);
  const { kind, items, apiVersion } = value;
  if (typeof kind !== 'string') return [];
  if (kind.endsWith('List') && Array.isArray(items)) return items.flatMap((item) => objectsOf(item, source));
  const { name, namespace } = fields(value.metadata);
  if (typeof name !== 'string') return [];
  const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return [{ source, kind, name, namespace: typeof namespace === 'string' ? namespace : 'default', group, value }];
}

/** A map of foreign data; an empty one of anything else. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function dataOf(text: string): unknown {
  const { document, problems } = readYaml(text, lineIndex(text));
  if (!document || problems.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    // Aliases that lead nowhere, or to too much.
    return undefined;
  }
}
