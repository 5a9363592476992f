import type { ReleaseError } from '#problem';
import { parseForeignJson } from '../manifests/foreign-json.ts';

/** JSON as it is written: what nobody edits keeps its order, its escapes and every digit. Only blanks between values go. */
export type JsonNode = JsonScalar | JsonList | JsonMap;
interface JsonScalar {
  readonly kind: 'scalar';
  /** As in the document. */
  readonly text: string;
}
export interface JsonList {
  readonly kind: 'list';
  readonly items: readonly JsonNode[];
}
export interface JsonMap {
  readonly kind: 'map';
  readonly entries: readonly JsonEntry[];
}
interface JsonEntry {
  readonly key: string;
  /** The key as in the document. */
  readonly text: string;
  readonly value: JsonNode;
}

type Fail = (why: string) => ReleaseError;

/**
 * Reads JSON to be edited. Maps with the same key twice are refused, because readers differ in which one they take.
 * @param fail makes the error to throw from the reason
 */
export function parseJsonTree(bytes: Uint8Array, maxBytes: number, fail: Fail): JsonNode {
  // Capped, and known to be JSON, before anything here sees it.
  parseForeignJson(bytes, maxBytes, fail);
  return new Reader(new TextDecoder().decode(bytes), fail).value();
}

/** The document, without blanks. */
export function writeJsonTree(node: JsonNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return `[${node.items.map(writeJsonTree).join(',')}]`;
    case 'map':
      return `{${node.entries.map(({ text, value }) => `${text}:${writeJsonTree(value)}`).join(',')}}`;
  }
}

/** A tree of what can be written as JSON. */
export function jsonTree(value: string | number | boolean | null | readonly unknown[] | object): JsonNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(jsonTree) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', text: JSON.stringify(value) };
  const entries = Object.entries(value).map(([key, one]) => ({
    key,
    text: JSON.stringify(key),
    value: jsonTree(one),
  }));
  return { kind: 'map', entries };
}

/** A string's text; undefined for anything else. */
export function stringIn(node: JsonNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || !node.text.startsWith('"')) return undefined;
  return JSON.parse(node.text) as string;
}

/**
 * The value of a key; undefined when it is null or not there.
 * @param fail for a key that differs in its case alone: Go's readers take it for the same
 */
export function valueAt(map: JsonMap, key: string, fail: Fail): JsonNode | undefined {
  const lower = key.toLowerCase();
  const alike = map.entries.filter((entry) => entry.key.toLowerCase() === lower);
  const other = alike.find((entry) => entry.key !== key);
  if (other) throw fail(`it has "${other.key.slice(0, 60)}", which some readers take for "${key}"`);
  const value = alike[0]?.value;
  return value?.kind === 'scalar' && value.text === 'null' ? undefined : value;
}

/** The same map with a key that has another value, in its place or as the last; undefined takes it out. */
export function withValue(map: JsonMap, key: string, value: JsonNode | undefined): JsonMap {
  if (value === undefined) return { kind: 'map', entries: map.entries.filter((entry) => entry.key !== key) };
  if (map.entries.some((entry) => entry.key === key)) {
    return { kind: 'map', entries: map.entries.map((entry) => (entry.key === key ? { ...entry, value } : entry)) };
  }
  return { kind: 'map', entries: [...map.entries, { key, text: JSON.stringify(key), value }] };
}

/** Reads a text that is JSON. */
class Reader {
  readonly #text: string;
  readonly #fail: Fail;
  #at = 0;

  constructor(text: string, fail: Fail) {
    this.#text = text;
    this.#fail = fail;
  }

  value(): JsonNode {
    const first = this.#peek();
    if (first === '{') return this.#map();
    if (first === '[') return { kind: 'list', items: this.#members(']', () => this.value()) };
    return { kind: 'scalar', text: first === '"' ? this.#string() : this.#word() };
  }

  #map(): JsonMap {
    const keys = new Set<string>();
    const entries = this.#members('}', (): JsonEntry => {
      this.#peek();
      const text = this.#string();
      const key = JSON.parse(text) as string;
      if (keys.has(key)) throw this.#fail(`it has "${key.slice(0, 60)}" twice`);
      keys.add(key);
      this.#peek();
      this.#at++;
      return { key, text, value: this.value() };
    });
    return { kind: 'map', entries };
  }

  #members<T>(end: string, read: () => T): T[] {
    const members: T[] = [];
    this.#at++;
    while (this.#peek() !== end) {
      members.push(read());
      if (this.#peek() === ',') this.#at++;
    }
    this.#at++;
    return members;
  }

  #string(): string {
    const start = this.#at++;
    for (; this.#text[this.#at] !== '"'; this.#at++) if (this.#text[this.#at] === '\\') this.#at++;
    return this.#text.slice(start, ++this.#at);
  }

  #word(): string {
    const start = this.#at;
    while (/[-+.\w]/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** The next character that is no blank. */
  #peek(): string | undefined {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#text[this.#at];
  }
}
