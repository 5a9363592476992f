import type { Node } from 'jsonc-parser';
import { JsonReader } from './json-reader.ts';
import type { Parsed } from './parsed.ts';
import { quote } from './quote.ts';

/** Tags of AWS resources: values by their keys, in the order of the file. */
export type ResourceTags = Readonly<Record<string, string>>;

/** Limits of AWS (ECR user guide, "Tagging a private repository": "Tag restrictions"). */
const mostTags = 50;
const longestKey = 128;
const longestValue = 256;
const allowed = /^[\p{L}\p{N}\p{Zs}_.:/=+\-@]*$/u;

/**
 * Reads a file of resource tags: a list of `{"Key": …, "Value": …}`, in lower case too, or one object of keys and values.
 * Whatever the file is called, JSON is what it holds.
 */
export function parseResourceTags(text: string): Parsed<ResourceTags> {
  const reader = new JsonReader(text);
  const tags = new Map<string, string>();
  const take = (key: string, value: Node, at: Node) => {
    const fault = value.type === 'string' ? tagFault(key, value.value) : 'its value is a text';
    if (fault !== undefined) reader.flag('resource-tag-invalid', at, `The tag ${quote(key)} is none: ${fault}.`);
    else if (tags.has(key)) reader.flag('duplicate-key', at, `The tag ${quote(key)} stands in the file already.`);
    else tags.set(key, value.value);
  };
  const { root } = reader;
  if (root?.type === 'object') for (const { key, value } of reader.members(root)) take(key, value, value);
  else if (root?.type === 'array') for (const entry of root.children ?? []) readEntry(entry, reader, take);
  else if (root) reader.flag('resource-tag-invalid', root, 'The file is a list of tags, each with Key and Value.');
  if (root && tags.size > mostTags) {
    reader.flag('resource-tag-invalid', root, `The file has ${tags.size} tags; a repository takes ${mostTags}.`);
  }
  return { model: Object.fromEntries(tags), problems: reader.problems };
}

function readEntry(entry: Node, reader: JsonReader, take: (key: string, value: Node, at: Node) => void): void {
  const members = entry.type === 'object' ? reader.members(entry) : [];
  const of = (name: string) => members.find(({ key }) => key.toLowerCase() === name)?.value;
  const key = of('key');
  const value = of('value');
  if (key?.type === 'string' && value && members.length === 2) take(key.value, value, entry);
  else reader.flag('resource-tag-invalid', entry, 'A tag is {"Key": "…", "Value": "…"}.');
}

/** Why AWS would not take a tag; undefined when it would. */
export function tagFault(key: string, value: string): string | undefined {
  if (key.length < 1 || key.length > longestKey) return `a key has 1 to ${longestKey} characters`;
  if (value.length > longestValue) return `a value has at most ${longestValue} characters`;
  if (/^aws:/i.test(key)) return "keys that begin with aws: are AWS's own";
  if (allowed.test(key) && allowed.test(value)) return undefined;
  return 'letters, digits, blanks and _ . : / = + - @ may stand in it';
}
