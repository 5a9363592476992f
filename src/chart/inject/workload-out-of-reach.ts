import { splitActions } from '../templates/split-actions.ts';
import type { KeyLine } from './key-lines.ts';

/** Why the pods of a document cannot be told from its lines, and where it says what it is. */
interface OutOfReach {
  readonly at: number;
  readonly why: string;
}

/** Kinds whose pods check the licence. */
export const workloadKind = /^["']?(?:Deployment|StatefulSet|DaemonSet)["']?$/;
const namedKind = /["']?\bkind["']?[ \t]*:[ \t]*["']?(?:Deployment|StatefulSet|DaemonSet)\b/;

/**
 * A document that makes such pods, or may, in a form that no line can be added to: written as JSON, in a list of objects, or of a kind that the
 * template computes.
 */
export function workloadOutOfReach(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  keys: readonly KeyLine[],
): OutOfReach | undefined {
  const document = text.slice(start, end);
  const named = namedKind.exec(document);
  // An autoscaler names a workload too, and has no template of pods.
  if (named && isJson(text, start, end) && /["']?\btemplate["']?[ \t]*:/.test(document)) {
    return { at: start + named.index, why: 'it is written as JSON' };
  }
  const kinds = keys.filter(({ path }) => path === 'kind');
  const listed = keys.find(({ path, value }) => path === 'items/-/kind' && workloadKind.test(value));
  if (listed) return { at: listed.start, why: 'it stands in a list of objects' };
  if (named && kinds.some(({ value }) => /^["']?\w*List["']?$/.test(value))) {
    return { at: start + named.index, why: 'it stands in a list of objects' };
  }
  const computed = kinds.find(({ value }) => value.includes('{{'));
  if (!computed || kinds.some(({ value }) => workloadKind.test(value))) return undefined;
  const makesPods = keys.some(({ path }) => path.endsWith('/containers') || path === 'spec/template');
  return makesPods || includesPod(text, start, end) ? { at: computed.start, why: 'its kind is computed' } : undefined;
}

/** Whether the first that a document writes is a brace. */
function isJson(text: string, start: number, end: number): boolean {
  let written = '';
  let at = start;
  for (const part of splitActions(text)) {
    if (part.end <= start || part.start >= end) continue;
    written += text.slice(at, Math.max(at, part.start));
    at = Math.max(at, part.end);
  }
  written += text.slice(at, Math.max(at, end));
  return /^(?:\s|---[^\n]*(?:\n|$)|#[^\n]*(?:\n|$))*\{/.test(written);
}

/** Whether a document takes something from a named template that is called after pods. */
function includesPod(text: string, start: number, end: number): boolean {
  return splitActions(text).some(({ start: from, end: to, tokens = [] }) => {
    if (from < start || to > end) return false;
    return tokens.some(({ kind, text: word }, position) => {
      const name = tokens[position + 1];
      const isInclude = kind === 'name' && (word === 'include' || word === 'template');
      return isInclude && name?.kind === 'text' && /pod(?!disruption|monitor)|container|workload/i.test(name.text);
    });
  });
}
