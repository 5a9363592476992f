import { splitActions } from '../templates/split-actions.ts';
import { type KeyLine, keyLines } from './key-lines.ts';
import { openBlocks } from './template-context.ts';
import { workloadKind, workloadOutOfReach } from './workload-out-of-reach.ts';

/** A template with the check in its pods. */
interface EditedTemplate {
  readonly text: string;
  /** Deployments, StatefulSets and DaemonSets that the template has, those told of in faults too. */
  readonly workloads: number;
  /** Pods that it could not be added to: the line of the template, and why. */
  readonly faults: readonly { readonly line: number; readonly why: string }[];
}

const begin = '{{- /* awsmp: begin */}}';
const end = '{{- /* awsmp: end */}}';
const include = 'include "awsmp.licenseCheckContainer"';
const isOn = '{{- if include "awsmp.licenseCheckIsOn" $ }}';

/** The template as it was before the check was added: its lines stand between two marks. */
export function withoutInitContainer(text: string): string {
  if (!text.includes(begin)) return text;
  let isOurs = false;
  return text
    .split(/(?<=\n)/)
    .filter((line) => {
      const mark = line.trim();
      if (mark === begin) isOurs = true;
      const isKept = !isOurs;
      if (mark === end) isOurs = false;
      return isKept;
    })
    .join('');
}

/**
 * Adds the check to the pods of a template's Deployments, StatefulSets and DaemonSets, as the first of their init containers. Only whole lines are
 * added, and only where it is certain from the text what they mean; what is not is told.
 */
export function withInitContainer(text: string): EditedTemplate {
  const insertions: { readonly at: number; readonly lines: readonly string[] }[] = [];
  const faults: { line: number; why: string }[] = [];
  let workloads = 0;
  for (const document of documentsOf(text)) {
    const keys = keyLines(text, document.start, document.end);
    const beyond = workloadOutOfReach(text, document, keys);
    // Branches of one document may name several kinds.
    const kind = keys.find(({ path, value }) => path === 'kind' && workloadKind.test(value));
    if (!beyond && !kind) continue;
    workloads++;
    // Somebody has done it by hand.
    if (text.slice(document.start, document.end).includes(include)) continue;
    const found = beyond?.why ?? insertionOf(text, document.end, keys);
    if (typeof found !== 'string') insertions.push(...found);
    else faults.push({ line: lineOf(text, beyond?.at ?? kind?.start ?? document.start), why: found });
  }
  const newLine = /\r?\n/.exec(text)?.[0] ?? '\n';
  let edited = text;
  // From the end on; of two at one place the later first.
  for (const { at, lines } of insertions.reverse().sort((a, b) => b.at - a.at)) {
    edited = edited.slice(0, at) + lines.map((line) => line + newLine).join('') + edited.slice(at);
  }
  return { text: edited, workloads, faults };
}

type Insertions = readonly { readonly at: number; readonly lines: readonly string[] }[];

const pod = 'spec/template/spec';

/** What is added where, or why nothing can be. */
function insertionOf(text: string, documentEnd: number, keys: readonly KeyLine[]): Insertions | string {
  const spec = keys.find(({ path }) => path === pod);
  const containers = keys.filter(({ path }) => path === `${pod}/containers`);
  const [first] = containers;
  if (!spec || !first) return 'its containers are computed';
  if (containers.length > 1) return 'it has containers in several branches';
  const outer = openBlocks(text, spec.start);
  if (outer.some(({ word }) => word === 'define' || word === 'block')) return 'it is a named template';
  if (openBlocks(text, first.start).length > outer.length) return 'its containers stand in a condition';
  const inits = keys.filter(({ path }) => path === `${pod}/initContainers`);
  const [init] = inits;
  if (inits.length > 1) return 'it has init containers in several branches';
  if (init) return besideOthers(text, init, outer.length);
  const computed = splitActions(text).some(
    (part) =>
      part.start > spec.start && part.end < documentEnd && /init-?containers/i.test(text.slice(part.start, part.end)),
  );
  if (computed) return 'its init containers are computed';
  return [{ at: first.start, lines: ownGroup(first.indent) }];
}

/** A group of init containers where the pod has none. */
function ownGroup(indent: number): readonly string[] {
  const blanks = ' '.repeat(indent);
  return [begin, isOn, 'initContainers:', item(indent + 2), '{{- end }}', end].map((line) => blanks + line);
}

function item(indent: number): string {
  return `  {{- ${include} $ | nindent ${indent} }}`;
}

/** As the first item of a group that is there, and where a condition leaves that out, as a group of its own. */
function besideOthers(text: string, init: KeyLine, outer: number): Insertions | string {
  const blocks = openBlocks(text, init.start).slice(outer);
  const [block] = blocks;
  if (blocks.length > 1) return 'its init containers stand in conditions';
  const indent = itemIndent(text, init, block?.start);
  if (indent === undefined) return 'its init containers are computed';
  const blanks = ' '.repeat(init.indent);
  const beside = { at: init.next, lines: [begin, isOn, item(indent), '{{- end }}', end].map((line) => blanks + line) };
  if (!block) return [beside];
  if (block.word === 'range') return 'its init containers stand in a loop';
  const closing = closingOf(text, block.start);
  if (closing === undefined) return 'its init containers stand in a condition that has another branch';
  const [, ...group] = ownGroup(init.indent);
  return [beside, { at: closing, lines: [blanks + begin, `${blanks}{{- else }}`, ...group] }];
}

/** How far the items of a list are to the right; undefined where that, or that there are items, is not certain. */
function itemIndent(text: string, init: KeyLine, block: number | undefined): number | undefined {
  const condition = block === undefined ? '' : text.slice(block, text.indexOf('}}', block));
  // What stands beside the key has written its items before the next line.
  if (init.value !== '') return listedIndent(init.value, condition);
  for (const line of text.slice(init.next).split('\n')) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    if (content.startsWith('- ')) return indent >= init.indent ? indent : undefined;
    // A comment, or a condition or a loop around an item that follows.
    if (/^\{\{-?\s*(?:\/\*.*\*\/\s*-?|(?:if|with|range)\b.*)\}\}$/.test(content)) continue;
    return listedIndent(content, condition);
  }
  return undefined;
}

/** Of an action that writes all items at once: only where the condition around it is that there are some, for `[]` takes no item beside it. */
function listedIndent(action: string, condition: string): number | undefined {
  const [, written = '', blanks] = /^\{\{-\s(.*)\|\s*nindent\s+(\d+)\s*\}\}$/.exec(action) ?? [];
  const [, word, value = ''] = /^\{\{-?\s*(if|with)\s+(\S+)\s*-?$/.exec(condition) ?? [];
  if (blanks === undefined || word === undefined) return undefined;
  const words = written.split(/[\s()]+/);
  return words.includes(word === 'with' ? '.' : value) ? Number(blanks) : undefined;
}

/** Where the line of the `end` of a block begins; undefined when the block has another branch, or its end is not alone on its line. */
function closingOf(text: string, block: number): number | undefined {
  let depth = 0;
  for (const { start, end: stop, tokens } of splitActions(text)) {
    if (start <= block) continue;
    const [first] = tokens ?? [];
    if (first?.kind !== 'name') continue;
    if (['if', 'with', 'range', 'define', 'block'].includes(first.text)) depth++;
    else if (first.text === 'else' && depth === 0) return undefined;
    else if (first.text === 'end' && depth-- === 0) {
      const line = text.lastIndexOf('\n', start) + 1;
      const next = text.indexOf('\n', stop);
      const rest = text.slice(stop, next < 0 ? text.length : next);
      return text.slice(line, start).trim() === '' && rest.trim() === '' ? line : undefined;
    }
  }
  return undefined;
}

function documentsOf(text: string): { readonly start: number; readonly end: number }[] {
  const marks = [...text.matchAll(/^---(?:[ \t].*)?\r?$/gm)].map(({ index }) => index);
  return [0, ...marks].map((start, position) => ({ start, end: marks[position] ?? text.length }));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
