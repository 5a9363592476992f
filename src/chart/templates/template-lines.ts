import { largestText } from '../largest-text.ts';
import { type ActionPart, splitActions } from './split-actions.ts';
import type { TemplateToken } from './template-token.ts';

/** A line of a template with what its actions read; text without actions is none. */
export interface TemplateLine {
  /** Chains of fields by their names: `$x.Values.image.tag` is `['$x', 'Values', 'image', 'tag']`, `.tag` is `['', 'tag']`. */
  readonly fields: readonly (readonly string[])[];
  /** Of these: what is written or handed on, not only asked for by `if`, `with` and `range`. */
  readonly used: readonly (readonly string[])[];
  /** Of these: what is written behind another action and a slash, `{{ … }}/{{ .Values.image.repository }}`. */
  readonly behindSlash: readonly (readonly string[])[];
  /** Of these: what is written as a whole (`toYaml`), or handed to a template whose name is computed. */
  readonly dumped: readonly (readonly string[])[];
  readonly texts: readonly string[];
  /** Named templates that it includes. */
  readonly includes: readonly string[];
  readonly variables: readonly string[];
  readonly assigned: readonly string[];
  /** Lines with the questions around it that ask whether something is there, and compare nothing. */
  readonly guards: readonly TemplateLine[];
}

/** The body of a named template, or what a file has around those. */
export interface TemplateUnit {
  /** Of a named template. */
  readonly name?: string;
  readonly lines: readonly TemplateLine[];
}

/** Splits a template into its named templates and the rest, and those into lines. Linear in the length of the text. */
export function templateUnits(text: string): readonly TemplateUnit[] {
  if (text.length > largestText || !text.includes('{{')) return [];
  const rest: Draft = { lines: [] };
  const units: Draft[] = [rest];
  const open: Block[] = [];
  let [line, end] = [0, 0];
  let lineBreak = text.indexOf('\n');
  for (const part of splitActions(text)) {
    if (!part.tokens) continue;
    for (; lineBreak >= 0 && lineBreak < part.start; lineBreak = text.indexOf('\n', lineBreak + 1)) line++;
    const first = part.tokens[0];
    const word = first?.kind === 'name' ? first.text : '';
    const unit = open.findLast((block) => block.unit !== undefined)?.unit ?? rest;
    if (word === 'end') open.pop();
    else if (word === 'define' || word === 'block') {
      const named: Draft = { name: part.tokens[1]?.text ?? '', lines: [] };
      units.push(named);
      open.push({ unit: named });
    } else {
      const guards = open.flatMap(({ guard }) => guard ?? []);
      const last = unit.lines.at(-1);
      const here = last !== undefined && (last.at === line || end === line) ? last : newLine(line, guards);
      if (here !== last) unit.lines.push(here);
      addAction(here, part, part.tokens, text);
      if (asking.has(word)) open.push(isComparing(part.tokens) ? {} : { guard: here });
    }
    end = line + text.slice(part.start, part.end).split('\n').length - 1;
  }
  return units.filter(({ lines }) => lines.length > 0);
}

interface Block {
  readonly unit?: Draft;
  readonly guard?: TemplateLine;
}

interface Draft {
  readonly name?: string;
  readonly lines: DraftLine[];
}

type DraftLine = { readonly at: number } & { readonly [K in keyof TemplateLine]: TemplateLine[K][number][] };

const asking = new Set(['if', 'with', 'range']);
const comparing = new Set([
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'contains',
  'hasPrefix',
  'hasSuffix',
  'has',
  'semverCompare',
]);
const dumping = new Set(['toYaml', 'toYamlPretty', 'toJson', 'toPrettyJson', 'toRawJson', 'mustToJson']);

function newLine(at: number, guards: readonly TemplateLine[]): DraftLine {
  return {
    at,
    fields: [],
    used: [],
    behindSlash: [],
    dumped: [],
    texts: [],
    includes: [],
    variables: [],
    assigned: [],
    guards: [...guards],
  };
}

function addAction(line: DraftLine, { start }: ActionPart, tokens: readonly TemplateToken[], text: string): void {
  const names = tokens.flatMap(({ kind, text: word }) => (kind === 'name' ? [word] : []));
  const fields = tokens.flatMap(({ kind, text: chain }) => (kind === 'field' ? [chain.split('.')] : []));
  line.fields.push(...fields);
  line.texts.push(...tokens.flatMap(({ kind, text: words }) => (kind === 'text' ? [words] : [])));
  let isComputed = false;
  for (const [position, { kind, text: word }] of tokens.entries()) {
    const next = tokens[position + 1];
    if (kind === 'variable') (next?.text === ':=' || next?.text === '=' ? line.assigned : line.variables).push(word);
    if (kind === 'field' && word.startsWith('$') && !word.startsWith('$.'))
      line.variables.push(word.split('.')[0] ?? '');
    if (kind !== 'name' || (word !== 'include' && word !== 'template')) continue;
    if (next?.kind === 'text') line.includes.push(next.text);
    else isComputed = true;
  }
  const [first] = names;
  if (tokens[0]?.kind === 'name' && first !== undefined && (asking.has(first) || first === 'else')) return;
  line.used.push(...fields);
  if (/\}\}\/$/.test(text.slice(Math.max(0, start - 3), start))) line.behindSlash.push(...fields);
  // What a checksum is made of is not written.
  const isDumped = isComputed || (names.some((name) => dumping.has(name)) && !names.includes('sha256sum'));
  if (isDumped) line.dumped.push(...fields);
}

function isComparing(tokens: readonly TemplateToken[]): boolean {
  return tokens.some(({ kind, text }) => kind === 'name' && comparing.has(text));
}
