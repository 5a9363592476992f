import type { Node } from 'jsonc-parser';
import type { Code, Range, TextProblem } from '#problem';
import { type DestField, type Place, readDest, readSource, type SourceField } from './image-field.ts';
import { readJson } from './json-text.ts';
import { type LineIndex, lineIndex } from './line-index.ts';
import { fileStart, type Parsed } from './parsed.ts';
import { quote } from './quote.ts';

/** One image of a release file. A field that is missing has an empty text and stands where the image stands. */
export interface ReleaseImage {
  readonly key: string;
  readonly source: SourceField;
  readonly dest: DestField;
  /** The key and its value. */
  readonly range: Range;
}

/** A release file (`*release.json`). Whatever else it carries is the vendor's and is left alone. */
export interface ReleaseFile {
  readonly images: readonly ReleaseImage[];
  /** Whether every destination could be read. If not, one that is not here may be in the part that is broken. */
  readonly isWhole: boolean;
}

/** What can be wrong with an image without hiding its destination. */
const sourceRules: ReadonlySet<Code> = new Set(['source-invalid', 'digest-missing', 'digest-malformed']);

/** Reads `metadata.images.<key>.{source,dest}` of a release file, each with its place. */
export function parseRelease(text: string): Parsed<ReleaseFile> {
  const { model, problems } = readReleaseTree(text);
  return { model, problems };
}

/** What is read of a release file with what it was read from. */
interface ReadRelease extends Parsed<ReleaseFile> {
  readonly root: Node | undefined;
  /** Whether it is JSON; a tree of what is not has holes. */
  readonly isSound: boolean;
  readonly index: LineIndex;
}

/** The same, with the tree of all that the file has: for who needs both, and has a large text read once. */
export function readReleaseTree(text: string): ReadRelease {
  const index = lineIndex(text);
  const { root, problems } = readJson(text, index);
  const reader = new ReleaseReader(text, index, [...problems]);
  // A text that broke off says so already; that it also lacks metadata is only a consequence.
  const images = reader.images(root, problems.length > 0);
  const isWhole = reader.problems.every(({ rule }) => sourceRules.has(rule));
  return { model: { images, isWhole }, problems: reader.problems, root, isSound: problems.length === 0, index };
}

interface Member {
  readonly key: string;
  readonly value: Node;
  readonly property: Node;
}

/** In objects with fewer keys than this, comparing each with each is faster than a set of them. */
const fewKeys = 8;

/** The way down the tree, gathering problems. It reads the tree itself, never an object built from it: keys may be anything. */
class ReleaseReader {
  readonly #text: string;
  readonly #index: LineIndex;
  readonly problems: TextProblem[];

  constructor(text: string, index: LineIndex, problems: TextProblem[]) {
    this.#text = text;
    this.#index = index;
    this.problems = problems;
  }

  images(root: Node | undefined, broken: boolean): ReleaseImage[] {
    const found = this.#section(this.#section(root, 'metadata', 'The file', broken), 'images', 'metadata', broken);
    if (!found) return [];
    return this.#members(found).flatMap((member) => this.#image(member, broken) ?? []);
  }

  /** The object under a key, or undefined with a problem that says what is there instead. */
  #section(parent: Node | undefined, key: string, parentName: string, broken: boolean): Node | undefined {
    if (!parent) return undefined;
    if (parent.type !== 'object') {
      this.#add('release-shape', this.#rangeOf(parent), `${parentName} must be a JSON object, not ${kindOf(parent)}.`);
      return undefined;
    }
    const member = this.#members(parent).findLast((candidate) => candidate.key === key);
    if (member?.value.type === 'object') return member.value;
    if (member) {
      const name = key === 'images' ? 'metadata.images' : key;
      this.#add(
        'release-shape',
        this.#rangeOf(member.value),
        `${name} must be a JSON object, not ${kindOf(member.value)}.`,
      );
    } else if (!broken) {
      const range = parentName === 'metadata' ? this.#rangeOf(parent, 1) : fileStart;
      this.#add('release-shape', range, `${parentName} has no ${quote(key)}.`, 'Images stand under metadata.images.');
    }
    return undefined;
  }

  #image(member: Member, broken: boolean): ReleaseImage | undefined {
    const { key, value } = member;
    const range = this.#rangeOf(member.property);
    if (value.type !== 'object') {
      const message = `The image ${quote(key)} must be an object with source and dest, not ${kindOf(value)}.`;
      this.#add('release-shape', this.#rangeOf(value), message);
      return undefined;
    }
    const fields = this.#members(value);
    const source = this.#field(key, fields, 'source', range, broken);
    const dest = this.#field(key, fields, 'dest', range, broken);
    if (!source && !dest) return undefined;
    return {
      key,
      source: source ? this.#source(source) : { text: '', range },
      dest: dest ? this.#dest(dest) : { text: '', range },
      range,
    };
  }

  #source(node: Node): SourceField {
    const text: string = node.value;
    const place = this.#placeIn(node);
    const { field, problem } = readSource(text, place);
    if (problem) this.problems.push(problem);
    if (field.reference && field.reference.digest === undefined) {
      const message = `The source ${quote(text)} has no digest; a release file pins every image.`;
      this.#add('digest-missing', place(), message, 'Add @sha256: and the 64 hex digits of the digest.');
    }
    return field;
  }

  #dest(node: Node): DestField {
    const { field, problem } = readDest(node.value, this.#placeIn(node));
    if (problem) this.problems.push(problem);
    return field;
  }

  #field(key: string, fields: readonly Member[], name: string, range: Range, broken: boolean): Node | undefined {
    const node = fields.findLast((field) => field.key === name)?.value;
    // The text broke off inside it: what is there of it says nothing.
    if (node && broken && node.offset + node.length >= this.#text.length) return undefined;
    if (node?.type === 'string') return node;
    if (node) {
      const message = `The ${name} of the image ${quote(key)} must be a text, not ${kindOf(node)}.`;
      this.#add('release-shape', this.#rangeOf(node), message);
    } else if (!broken) this.#add('release-shape', range, `The image ${quote(key)} has no ${name}.`);
    return undefined;
  }

  /** The members of an object that are whole, in order; a key that stands twice is flagged, as JSON readers keep only the last. */
  #members(object: Node): Member[] {
    const members: Member[] = [];
    const properties = object.children ?? [];
    const seen = properties.length < fewKeys ? undefined : new Set<string>();
    for (const property of properties) {
      const name = property.children?.[0];
      const value = property.children?.[1];
      if (typeof name?.value !== 'string' || !value) continue;
      const key: string = name.value;
      if (seen ? seen.has(key) : members.some((member) => member.key === key)) {
        const message = `The key ${quote(key)} stands here for the second time; only one of the two would count.`;
        this.#add('duplicate-key', this.#rangeOf(name), message, 'Rename or remove one of them.');
      }
      seen?.add(key);
      members.push({ key, value, property });
    }
    return members;
  }

  /** Places inside a JSON string: exact as long as it holds no escapes, else the whole string. */
  #placeIn(node: Node): Place {
    const start = node.offset + 1;
    const inner = Math.max(node.length - 2, 0);
    // An escape is longer than what it stands for.
    const exact = inner === node.value.length;
    return (at, length) =>
      exact && at !== undefined
        ? this.#index.range(start + at, start + at + (length ?? 0))
        : this.#index.range(start, start + inner);
  }

  #rangeOf(node: Node, length = node.length): Range {
    return this.#index.range(node.offset, node.offset + length);
  }

  #add(rule: Code, range: Range, message: string, hint?: string): void {
    this.problems.push({ rule, severity: 'error', range, message, ...(hint === undefined ? {} : { hint }) });
  }
}

function kindOf(node: Node): string {
  if (node.type === 'array') return 'a list';
  if (node.type === 'object') return 'an object';
  return node.type === 'null' ? 'null' : `a ${node.type === 'string' ? 'text' : node.type}`;
}
