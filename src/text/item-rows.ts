import type { Item, ItemOutcome, PlanTarget } from '#jobs';
import type { Severity } from '#problem';
import { parseReference, shortDigest } from '#reference';
import { formatBytes, formatCount } from './amounts.ts';
import { derivedNote } from './derived-note.ts';
import { FindingFolds, findingWords, shownFindings } from './finding-folds.ts';
import { type Cell, flow } from './flow.ts';
import { type Line, line, type Style, span } from './line.ts';
import { nameIn } from './name-in.ts';
import { linesOf, type Passage } from './passage.ts';
import { referrerNote, referrerTagLines } from './referrer-words.ts';
import { attestationNote } from './trust-words.ts';
import { wrap } from './wrap.ts';

/** Order in which outcomes are shown: what is done first, what needs a person last. */
const outcomeOrder: readonly ItemOutcome[] = [
  'copied',
  'copy',
  'present',
  'equivalent',
  'conflict',
  'failed',
  'cancelled',
];

const styles: Readonly<Record<ItemOutcome, Style | undefined>> = {
  copy: 'good',
  copied: 'good',
  present: 'muted',
  equivalent: 'warn',
  ignored: 'muted',
  conflict: 'bad',
  failed: 'bad',
  cancelled: 'warn',
};

const left = 2;
/** The longest outcome and a blank. */
const wordWidth = 11;
const indent = left + wordWidth;
/** Before a source. */
const arrow = '← ';

type RowTarget = Pick<PlanTarget, 'registry' | 'prefix' | 'kind'>;

/** The lines of {@link itemPassages}. */
export function itemRows(items: readonly Item[], target: RowTarget, width: number): Line[] {
  return linesOf(itemPassages(items, target, width));
}

/**
 * The items that take part, one row each (two where a terminal is too narrow), grouped by outcome. The name leads to the line that asks
 * for the image, the source to the next place that has it. Last comes what was found in many of them.
 */
export function itemPassages(items: readonly Item[], target: RowTarget, width: number): Passage[] {
  const shown = outcomeOrder.flatMap((outcome) => items.filter((item) => item.outcome === outcome));
  const folds = new FindingFolds(shown);
  const rows = shown.map((item) => ({
    item,
    name: nameIn(target, item.target),
    fields: fieldsOf(item, target, folds),
  }));
  const columns = {
    name: widest(rows.map(({ name }) => name)),
    source: widest(rows.map(({ fields }) => fields.source)),
    platforms: widest(rows.map(({ fields }) => fields.platforms)),
    size: widest(rows.map(({ fields }) => fields.size)),
  };
  const table =
    indent + columns.name + 2 + columns.source + 2 + columns.platforms + 2 + columns.size + 2 + 'final'.length;
  const layout = { ...columns, isStacked: columns.source > 0 && table > width, width };
  const hints = new Set<string>();
  const passages = rows.map((row) => itemPassage(row, layout, hints));
  const folded = folds.lines(target, width, hints);
  return folded.length === 0 ? passages : [...passages, { lines: [line()] }, { lines: folded, group: 'findings' }];
}

interface Fields {
  readonly source: string;
  readonly platforms: string;
  readonly size: string;
  /** Said in the row itself. */
  readonly note: string;
  readonly code: string;
  /** Said below the row. */
  readonly below: readonly string[];
  /** What to do, below that; what was said of another row already is left out. */
  readonly advice: readonly string[];
}

interface Layout {
  readonly name: number;
  readonly source: number;
  readonly platforms: number;
  readonly size: number;
  readonly isStacked: boolean;
  readonly width: number;
}

function itemPassage(
  { item, name: text, fields }: { item: Item; name: string; fields: Fields },
  layout: Layout,
  hints: Set<string>,
): Passage {
  const style = styles[item.outcome];
  const word = span(' '.repeat(left) + wordOf(item).padEnd(wordWidth), style);
  const name = span(text);
  const from = span(fields.source.slice(arrow.length));
  const source: Cell = { spans: fields.source === '' ? [] : [span(arrow), from], width: layout.source };
  const cells: Cell[] = [
    { spans: [word, name], width: indent + layout.name },
    ...(fields.source !== '' && !layout.isStacked ? [source] : []),
    ...(fields.platforms === '' ? [] : [{ spans: [span(fields.platforms)], width: layout.platforms }]),
    ...(fields.size === '' ? [] : [{ spans: [span(fields.size.padStart(layout.size))] }]),
    { spans: fields.note === '' ? [] : [span(fields.note)] },
    { spans: fields.code === '' ? [] : [span(fields.code, style)] },
    ...(fields.source !== '' && layout.isStacked ? [{ spans: source.spans, breakBefore: true }] : []),
  ];
  // The same advice for hundreds of rows is said once.
  const advice = [...new Set(fields.advice)].filter((hint) => !hints.has(hint));
  for (const hint of advice) hints.add(hint);
  const below = [...fields.below, ...advice].flatMap((text) => wrap(text, layout.width - indent));
  const leads = item.origins.slice(0, 2).map(({ file, line }, at) => ({ span: at === 0 ? name : from, file, line }));
  const lines = [
    ...flow(cells, { indent, width: layout.width }),
    ...below.map((text) => line(`${' '.repeat(indent)}${text}`)),
  ];
  return { lines, leads, group: item.outcome };
}

function fieldsOf(item: Item, target: RowTarget, folds: FindingFolds): Fields {
  const own = ownFields(item, target, folds);
  const { note, findings } = foundIn(item, folds);
  const isFailed = item.outcome === 'failed';
  return {
    ...own,
    note: noted(own.note, derivedNote(item), attestationNote(item), isFailed ? '' : note),
    // Why it failed comes first.
    code: isFailed ? noted(own.code, note) : own.code,
    below: [...own.below, ...findings.map((one) => `${one.severity}: ${one.rule} ${findingWords(item, one)}`)],
    advice: [...own.advice, ...findings.flatMap(({ hint }) => hint ?? [])],
  };
}

/** What of an item's findings stands in its row (the rules of what is told below all rows, unless it is mere information), and what under it. */
function foundIn(item: Item, folds: FindingFolds) {
  const others = shownFindings(item).filter((one) => !isReason(item, one));
  const names = (severity: Severity) => {
    const rules = others.filter((one) => one.severity === severity && folds.has(item, one)).map(({ rule }) => rule);
    return rules.length === 0 ? [] : [`${severity}: ${[...new Set(rules)].join(', ')}`];
  };
  return {
    note: noted(...names('error'), ...names('warning')),
    findings: others.filter((one) => !folds.has(item, one)),
  };
}

/** A tag that is not there is told apart from what is wrong with one that is. */
function wordOf({ outcome, code }: Item): string {
  return code === 'not-released' ? 'missing' : outcome;
}

/** Whether a finding is why its image is not released. */
function isReason({ outcome, code, message }: Item, finding: { readonly rule: string; readonly message: string }) {
  return outcome === 'failed' && finding.rule === code && finding.message === message;
}

function ownFields(item: Item, target: RowTarget, folds: FindingFolds): Fields {
  const advice = item.hint === undefined ? [] : [item.hint];
  const none: Fields = { source: '', platforms: '', size: '', note: '', code: '', below: [], advice };
  const code = item.code ?? '';
  const message = item.message === undefined ? [] : [item.message];
  const digest = item.digest === undefined ? '' : shortDigest(item.digest);
  const tagLines = referrerTagLines(item, target.kind === 'marketplace');
  switch (item.outcome) {
    case 'copy':
      return {
        ...none,
        source: `${arrow}${sourceName(item.from ?? item.source)}`,
        platforms: platformNames(item.platforms),
        size: formatBytes(item.size),
        note: noted(...notes(item, target.kind === 'marketplace'), newTagNote(item), referrerNote(item)),
        below: [...originalWords(item), ...warnings(item), ...tagLines],
      };
    case 'copied':
      return {
        ...none,
        platforms: platformNames(item.platforms),
        size: formatBytes(item.size),
        note: noted(digest, newTagNote(item), referrerNote(item)),
        below: originalWords(item),
      };
    case 'present':
      return {
        ...none,
        note: noted(digest, newTagNote(item), referrerNote(item)),
        below: [...warnings(item), ...tagLines],
      };
    case 'equivalent': {
      const note = equivalence(item, target.kind);
      return { ...none, note: noted(code === '' ? note : `warning: ${note}`, referrerNote(item)), below: tagLines };
    }
    case 'conflict':
      return { ...none, note: digest === '' ? '' : `taken by ${digest}`, code, below: digest === '' ? message : [] };
    case 'failed': {
      const reason = shownFindings(item).find((one) => isReason(item, one));
      if (!reason) return { ...none, code, below: message };
      if (folds.has(item, reason)) return { ...none, code, advice: [] };
      return { ...none, code, below: [findingWords(item, reason)] };
    }
    default:
      return none;
  }
}

function noted(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

/** Of an image whose tag is taken. */
function newTagNote({ wanted }: Item): string {
  return wanted === undefined ? '' : `instead of ${wanted.slice(wanted.lastIndexOf(':') + 1)}, which is taken`;
}

/** Of an image that is read elsewhere than its files say. */
function originalWords({ source, from }: Item): string[] {
  return from === undefined ? [] : [`the original of ${sourceName(source)}, which is not there`];
}

function warnings({ message }: Item): string[] {
  return message === undefined ? [] : [`warning: ${message}`];
}

function notes({ strippedAttestations: stripped, droppedPlatforms: dropped }: Item, isFinal: boolean): string[] {
  return [
    ...(isFinal ? ['final'] : []),
    ...(stripped === 0 ? [] : [`${formatCount(stripped, 'attestation entry', 'attestation entries')} stripped`]),
    ...(dropped.length === 0 ? [] : [`without ${dropped.join(', ')}`]),
  ];
}

function equivalence({ message, digest }: Item, kind: PlanTarget['kind']): string {
  if (message === undefined) return `the same platforms, as ${shortDigest(digest ?? '')}`;
  return kind === 'marketplace' ? `${message} and can't be added any more` : message;
}

/** The source as people name it: its tag, or its digest in short when it has no tag. */
function sourceName(source: string): string {
  const parsed = parseReference(source);
  if (!parsed.ok || parsed.reference.digest === undefined) return source;
  const at = source.indexOf('@');
  return parsed.reference.tag === undefined
    ? `${source.slice(0, at)}@${shortDigest(parsed.reference.digest)}`
    : source.slice(0, at);
}

/** `amd64 arm64`: nearly every image is for Linux, and v8 is the only arm64 there is. */
function platformNames(platforms: readonly string[]): string {
  return platforms.map((platform) => platform.replace(/^linux\//, '').replace(/^arm64\/v8$/, 'arm64')).join(' ');
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
