import type { Node } from 'jsonc-parser';
import type { Code, Range, TextProblem } from '#problem';
import { readJson } from './json-text.ts';
import { lineIndex } from './line-index.ts';
import { quote } from './quote.ts';

/** A member of a JSON object. */
interface JsonMember {
  readonly key: string;
  readonly value: Node;
}

/** Strict JSON to be read part by part, each with its place. Without a root there is at least one problem. */
export class JsonReader {
  readonly root: Node | undefined;
  readonly problems: TextProblem[];
  readonly #rangeAt: (start: number, end: number) => Range;

  constructor(text: string) {
    const index = lineIndex(text);
    const { root, problems } = readJson(text, index);
    this.root = problems.length > 0 ? undefined : root;
    this.problems = [...problems];
    this.#rangeAt = index.range;
  }

  rangeOf({ offset, length }: Node): Range {
    return this.#rangeAt(offset, offset + length);
  }

  /** The members of an object; a key that stands twice is flagged, because only one of the two would count. */
  members(object: Node): JsonMember[] {
    const seen = new Set<string>();
    return (object.children ?? []).flatMap(({ children: [name, value] = [] }) => {
      if (typeof name?.value !== 'string' || !value) return [];
      const key: string = name.value;
      if (seen.has(key)) {
        const message = `The key ${quote(key)} stands here for the second time; only one of the two would count.`;
        this.flag('duplicate-key', name, message, 'Rename or remove one of them.');
      }
      seen.add(key);
      return [{ key, value }];
    });
  }

  flag(rule: Code, node: Node, message: string, hint?: string): void {
    const range = this.rangeOf(node);
    this.problems.push({ rule, severity: 'error', range, message, ...(hint === undefined ? {} : { hint }) });
  }
}
