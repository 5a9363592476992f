import type { Node } from 'jsonc-parser';
import { JsonReader } from './json-reader.ts';
import type { Parsed } from './parsed.ts';

/** A policy as it is sent: its JSON without blanks. */
export interface PolicyText {
  readonly text: string;
}

/** What a policy file must have, and how long ECR takes it (ECR API Reference, SetRepositoryPolicy and PutLifecyclePolicy). */
const kinds = {
  repository: { list: 'Statement', least: 0, most: 10_240, name: 'A repository policy' },
  lifecycle: { list: 'rules', least: 100, most: 30_720, name: 'A lifecycle policy' },
} as const;

/**
 * Reads a repository policy or a lifecycle policy. What stands in it is for AWS to judge; that it is one, whole and not too large, is
 * known here.
 */
export function parsePolicy(text: string, kind: keyof typeof kinds): Parsed<PolicyText | undefined> {
  const { list, least, most, name } = kinds[kind];
  const reader = new JsonReader(text);
  const { root } = reader;
  if (!root) return { model: undefined, problems: reader.problems };
  if (root.type !== 'object') {
    const days =
      kind === 'lifecycle' && root.type === 'number'
        ? `For untagged images to go after so many days, write untaggedDays: ${root.value} instead of lifecycle.`
        : undefined;
    reader.flag('policy-invalid', root, `${name} is a JSON object.`, days);
    return { model: undefined, problems: reader.problems };
  }
  walk(root, reader);
  const members = reader.members(root);
  const part = members.find(({ key }) => key === list)?.value;
  const hint = kind === 'repository' ? undefined : 'Its key is rules, in lower case.';
  if (!part) reader.flag('policy-invalid', { ...root, length: 1 }, `${name} has a key "${list}".`, hint);
  else if (part.type !== 'array' && (kind === 'lifecycle' || part.type !== 'object'))
    reader.flag('policy-invalid', part, `"${list}" is a list.`);
  // Nothing of it is used when it has problems; parsed once more, because a tree has no text without blanks.
  const compact = reader.problems.length > 0 ? '' : JSON.stringify(JSON.parse(text));
  if (reader.problems.length === 0 && (compact.length > most || compact.length < least)) {
    const limit = compact.length > most ? `takes ${most} at most` : `wants ${least} at least`;
    const message = `${name} has ${compact.length} characters without blanks; ECR ${limit}.`;
    reader.flag('policy-invalid', { ...root, length: 1 }, message);
  }
  return { model: reader.problems.length > 0 ? undefined : { text: compact }, problems: reader.problems };
}

/** Below the top, keys that stand twice are flagged too: in a policy the one that is lost may be the one that denies. */
function walk(node: Node, reader: JsonReader): void {
  const values =
    node.type === 'object'
      ? (node.children ?? []).flatMap(({ children }) => children?.[1] ?? [])
      : (node.children ?? []);
  for (const value of values) {
    if (value.type === 'object') reader.members(value);
    if (value.type === 'object' || value.type === 'array') walk(value, reader);
  }
}
