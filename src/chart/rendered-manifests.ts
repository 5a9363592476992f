import { lineIndex, readYaml } from '#formats';

/** A Kubernetes object in what `helm template` writes. */
export interface RenderedManifest {
  /** The template that it comes from, from the chart's root. */
  readonly source?: string;
  readonly kind: string;
  readonly name: string;
  /** The whole of it, of kinds that were asked for and could be read. */
  readonly value?: unknown;
}

/** Objects beyond this many are not told. */
const mostManifests = 10_000;

/**
 * The objects of a rendered chart, in their order. Only those of the kinds asked for are read as YAML, which takes its time; a document that
 * cannot be read has a kind and a name all the same, as far as its lines tell.
 */
export function renderedManifests(rendered: string, kinds: ReadonlySet<string>): RenderedManifest[] {
  const found: RenderedManifest[] = [];
  for (const text of rendered.split(/^---(?:[ \t].*)?\r?$/m)) {
    if (found.length >= mostManifests) break;
    const [, kind] = /^kind:[ \t]*["']?(\w+)/m.exec(text) ?? [];
    if (kind === undefined) continue;
    const [, source] = /^# Source: [^/\s]+\/(\S+)/m.exec(text) ?? [];
    const [, name = ''] = /^metadata:[^\n]*\n(?:[ \t]+[^\n]*\n|\n)*?[ \t]+name:[ \t]*["']?([^\s"']+)/m.exec(text) ?? [];
    const value = kinds.has(kind) ? dataOf(text) : undefined;
    found.push({ ...(source === undefined ? {} : { source }), kind, name, ...(value === undefined ? {} : { value }) });
  }
  return found;
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
