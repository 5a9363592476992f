import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { lineIndex, readYaml } from '#formats';
import type { TextProblem } from '#problem';
import { formatReference, parseReference } from '#reference';
import { pairOf } from '../values/yaml-values.ts';
import { isImageText } from './image-keys.ts';
import type { RenderedImage } from './rendered-image.ts';

/** Definitions of custom resources of 1 MB are in use; UTF-16 units. */
const largestDocument = 4 * 1024 * 1024;
/** Resources of one chart. */
const mostDocuments = 20_000;

/** The images of rendered manifests, and the documents that could not be read. */
export interface ManifestImages {
  readonly images: readonly RenderedImage[];
  readonly problems: readonly TextProblem[];
}

/**
 * Every container image of rendered manifests, as `helm template` writes them: containers, init containers and ephemeral ones of pods wherever they
 * stand, and what custom resources call `image`. What is no YAML is told, and the rest is read.
 */
export function imagesInManifests(rendered: string): ManifestImages {
  const images: RenderedImage[] = [];
  const problems: TextProblem[] = [];
  const documents = documentsOf(rendered);
  for (const { text, line } of documents.slice(0, mostDocuments)) {
    // Most documents of a chart hold no image, and parsing is what takes time.
    if (!/image/i.test(text)) continue;
    const index = lineIndex(text);
    const { document, problems: wrong } = readYaml(text, index, largestDocument);
    const [first] = wrong;
    if (first) {
      const { line: at, endLine } = first.range;
      problems.push({ ...first, range: { ...first.range, line: at + line, endLine: endLine + line } });
      continue;
    }
    const [, source] = /^# Source: (.+?)\s*$/m.exec(text) ?? [];
    const finder = new ContainerFinder((offset) => index.range(offset, offset).line + line, source);
    finder.resource(document?.contents);
    images.push(...finder.images);
  }
  if (documents.length > mostDocuments) {
    const message = `The manifests have ${documents.length} documents; ${mostDocuments} are read.`;
    problems.push({
      rule: 'text-too-large',
      severity: 'error',
      range: { line: 1, column: 1, endLine: 1, endColumn: 1 },
      message,
    });
  }
  return { images, problems };
}

/** The documents, and how many lines there are before each. */
function documentsOf(rendered: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let lines: string[] = [];
  let start = 0;
  for (const [position, line] of rendered.split('\n').entries()) {
    if (/^---(?:\s|$)/.test(line)) {
      found.push({ text: `${lines.join('\n')}\n`, line: start });
      // What stands behind the mark belongs to the document.
      lines = [line.replace(/^---/, '   ')];
      start = position;
    } else lines.push(line);
  }
  found.push({ text: `${lines.join('\n')}\n`, line: start });
  return found.filter(({ text }) => text.trim() !== '');
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];
/** Kinds of Kubernetes itself whose pods are all that has images. */
const builtIn =
  /^(?:v1|apps\/|batch\/|extensions\/|policy\/|rbac\.|networking\.k8s\.io\/|storage\.k8s\.io\/|autoscaling\/|admissionregistration\.|apiextensions\.|apiregistration\.|scheduling\.|coordination\.|certificates\.|discovery\.|node\.k8s|flowcontrol\.)/;

class ContainerFinder {
  readonly images: RenderedImage[] = [];
  readonly #lineOf: (offset: number) => number;
  readonly #source: string | undefined;
  #kind = '';
  #name = '';
  #isCustom = false;

  constructor(lineOf: (offset: number) => number, source: string | undefined) {
    this.#lineOf = lineOf;
    this.#source = source;
  }

  resource(node: unknown): void {
    if (!isMap(node)) return;
    const kind = textOf(node, 'kind') ?? '';
    const items = pairOf(node, 'items')?.value;
    if (/List$/.test(kind) && isSeq(items)) {
      for (const item of items.items) this.resource(item);
      return;
    }
    this.#kind = kind;
    this.#name = textOf(pairOf(node, 'metadata')?.value, 'name') ?? '';
    this.#isCustom = !builtIn.test(textOf(node, 'apiVersion') ?? '');
    for (const { key, value } of node.items)
      if (!['metadata', 'data', 'stringData'].includes(scalarText(key) ?? '')) this.#walk(value);
  }

  #walk(node: unknown): void {
    if (isSeq(node)) for (const item of node.items) this.#walk(item);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const name = scalarText(key) ?? '';
      if (containerLists.includes(name) && isSeq(value)) for (const item of value.items) this.#container(item);
      else if (this.#isCustom && /(?:^i|I)mage$/.test(name) && isScalar(value)) this.#add(value, undefined, true);
      else this.#walk(value);
    }
  }

  #container(node: unknown): void {
    if (!isMap(node)) return;
    const image = pairOf(node, 'image')?.value;
    // Of a custom resource a part of a container may stand alone, to be laid over another.
    if (isScalar(image)) this.#add(image, textOf(node, 'name'), false);
  }

  #add(node: Node, container: string | undefined, isGuess: boolean): void {
    const text = isScalar(node) ? (scalarText(node) ?? '') : '';
    const parsed = parseReference(text);
    if (isGuess && (!isImageText(text) || !parsed.ok || !/[/:@]/.test(text))) return;
    const reference = parsed.ok ? formatReference(parsed.reference) : text;
    const { tag, digest } = parsed.ok ? parsed.reference : {};
    const fault = !parsed.ok
      ? 'malformed'
      : digest !== undefined
        ? undefined
        : tag === undefined
          ? 'no-tag'
          : tag === 'latest'
            ? 'latest'
            : undefined;
    this.images.push({
      reference,
      kind: this.#kind,
      name: this.#name,
      ...(container === undefined ? {} : { container }),
      ...(this.#source === undefined ? {} : { source: this.#source }),
      isGuess,
      faults: fault === undefined ? [] : [fault],
      line: this.#lineOf(node.range?.[0] ?? 0),
    });
  }
}

function textOf(node: unknown, key: string): string | undefined {
  return isMap(node) ? scalarText(pairOf(node, key)?.value) : undefined;
}

function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
