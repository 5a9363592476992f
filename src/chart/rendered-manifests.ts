import { lineIndex, readYaml } from '#formats';

/** A Kubernetes object in what `helm template` writes. */
export interface RenderedManifest {
  /** The template that it comes from, from the chart's root. */
  readonly source?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** The keys of its annotations; without any there is none. */
  readonly annotations?: readonly string[];
  /** The kind that it defines, where it is a CustomResourceDefinition. */
  readonly defines?: string;
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
    const defines = kind === 'CustomResourceDefinition' ? definedKind.exec(text)?.[2] : undefined;
    const value = kinds.has(kind) ? dataOf(text) : undefined;
    found.push({
      ...(source === undefined ? {} : { source }),
      kind,
      ...aboutItself(text),
      ...(defines === undefined ? {} : { defines }),
      ...(value === undefined ? {} : { value }),
    });
  }
  return found;
}

/** `spec.names.kind`; definitions are the largest of all objects, and this is all that is asked of them. */
const definedKind = /^( {1,4})names:[^\n]*\n(?:\1 [^\n]*\n)*?\1 +kind:[ \t]*["']?(\w+)/m;
/** The lines of a mapping at the top, down to the next key. */
const metadataLines = /^metadata:[^\n]*(?:\n(?:[ \t#}][^\n]*|\r?(?=\n)))*/m;
const nameLine = /^[ \t]+name:[ \t]*["']?([^\s"']+)/m;

/** Of an object whose metadata cannot be read, the name that its lines tell. */
function aboutItself(text: string): Pick<RenderedManifest, 'name' | 'namespace' | 'annotations'> {
  const [lines = ''] = metadataLines.exec(text) ?? [];
  const data = lines === '' ? undefined : (dataOf(`${lines}\n`) as { readonly metadata?: unknown } | undefined);
  const { name, namespace, annotations } = fields(data?.metadata);
  const keys = Object.keys(fields(annotations));
  return {
    name: typeof name === 'string' ? name : name === undefined ? (nameLine.exec(lines)?.[1] ?? '') : String(name),
    ...(typeof namespace === 'string' ? { namespace } : {}),
    ...(keys.length === 0 ? {} : { annotations: keys }),
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
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
