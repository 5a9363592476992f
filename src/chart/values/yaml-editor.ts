import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { lineIndex } from '#formats';
import type { Range, TextProblem } from '#problem';
import { nodePaths } from './node-paths.ts';
import {
  afterBlanks,
  colonEnd,
  columnOf,
  contentEnd,
  headOf,
  isBlock,
  isUnwritten,
  lineEnd,
  pairEnd,
  startOf,
} from './node-places.ts';
import { notEditable } from './not-editable.ts';
import { TextSplices } from './text-splices.ts';
import { patched, type ValuePatch } from './value-patch.ts';
import { isValueMap, sameValue, type Value, type ValuePath, valueAt } from './value-tree.ts';
import { type Quoting, writeScalar } from './write-scalar.ts';
import { below, isInline, writeBlock, writeFlow, writeLiteral, type YamlLayout } from './write-value.ts';
import { keyText, pairOf, pairsByKey, type YamlValues } from './yaml-values.ts';

/** Where a value stands. */
interface Slot {
  /** Behind the colon or the dash. */
  readonly after: number;
  /** Blanks before its key, or its dash. */
  readonly indent: number;
  readonly isItem: boolean;
  readonly inFlow: boolean;
  readonly path: ValuePath;
}

/** Finds the parts of a text that edits change, and what comes in their place. */
export class YamlEditor {
  readonly #text: string;
  readonly #yaml: YamlValues;
  readonly #wished: Value;
  readonly #newLine: string;
  readonly #layout: YamlLayout;
  readonly #splices = new TextSplices();
  /** Parts whose text goes away; of those in another's place the anchor stays. */
  readonly #gone: { readonly start: number; readonly end: number }[] = [];
  #fault: TextProblem | undefined;

  constructor(text: string, yaml: YamlValues, wished: Value, layout: YamlLayout) {
    this.#text = text;
    this.#yaml = yaml;
    this.#wished = wished;
    this.#newLine = /\r?\n/.exec(text)?.[0] ?? '\n';
    this.#layout = layout;
  }

  /** The text with the patch, which nobody has read again yet. */
  edited(patch: ValuePatch): string | TextProblem {
    const { root } = this.#yaml;
    if (patch.kind !== 'into') return notEditable(this.#rangeOf(root));
    if (!root || isUnwritten(root)) this.#append(patch, 0, this.#text.length, true);
    else if (isMap(root)) this.#root(root, patch);
    else if (this.#yaml.valueOf(root) === null) this.#replaceRoot(root, patch);
    else return notEditable(this.#rangeOf(root));
    if (this.#yaml.aliases.length > 0) this.#keepAliases(root, []);
    return this.#fault ?? this.#splices.apply(this.#text) ?? notEditable(this.#rangeOf(root));
  }

  #root(root: YAMLMap, patch: Extract<ValuePatch, { kind: 'into' }>): void {
    if (root.flow && root.items.length === 0) this.#replaceRoot(root, patch);
    else this.#map(root, patch, [], root.flow === true);
  }

  /** `{}` or `null`, alone in its text. */
  #replaceRoot(root: Node, patch: ValuePatch): void {
    const end = contentEnd(this.#text, root);
    this.#splices.add(startOf(root), end, '');
    this.#append(patch, 0, end, false);
  }

  #map(map: YAMLMap, patch: Extract<ValuePatch, { kind: 'into' }>, path: ValuePath, inFlow: boolean): void {
    const added: [string, ValuePatch][] = [];
    const old = this.#yaml.valueOf(map);
    for (const [key, change] of patch.keys) {
      const name = String(key);
      const pair = pairOf(map, name) as Pair<Node, Node | null> | undefined;
      const was = valueAt(old, [name]);
      const is = patched(was, change);
      if (was !== undefined && sameValue(was, is)) continue;
      if (pair) this.#pair(pair, change, [...path, name], inFlow);
      // Of what a merge key has given, a copy with the change: a key's own value hides all of it.
      else added.push([name, was === undefined ? change : { kind: 'set', value: is }]);
    }
    if (added.length === 0) return;
    const own = Object.fromEntries(added.map(([name, change]) => [name, patched(undefined, change)]));
    if (inFlow) {
      this.#addToFlow(map, own);
      return;
    }
    const keys = new Map<string | number, ValuePatch>(added);
    const isRoot = map === this.#yaml.root;
    this.#append({ kind: 'into', keys }, columnOf(this.#text, startOf(map)), contentEnd(this.#text, map), isRoot);
  }

  #pair(pair: Pair<Node, Node | null>, change: ValuePatch, path: ValuePath, inFlow: boolean): void {
    const after = colonEnd(this.#text, pair.key);
    const end = pair.key.range?.[1] ?? 0;
    if (after === undefined || (inFlow && isUnwritten(pair.value) && !/[:]/.test(this.#text.slice(end, after)))) {
      // Between brackets a key can do without a colon.
      this.#splices.add(end, end, `: ${writeFlow(patched(null, change), this.#quotingOf(pair.key))}`);
      return;
    }
    const indent = columnOf(this.#text, startOf(pair.key));
    this.#slot(pair.value, change, { after, indent, isItem: false, inFlow, path });
  }

  #slot(node: Node | null, change: ValuePatch, slot: Slot): void {
    const old = this.#yaml.valueOf(node);
    const value = patched(old, change);
    if (sameValue(old, value)) return;
    // What an alias stands for may become the same by an edit of its own; otherwise it is found at the end.
    const target = isAlias(node) ? this.#yaml.targetOf(node) : undefined;
    const at = target && this.#pathOf(target);
    if (at && sameValue(valueAt(this.#wished, at), value)) return;
    if (change.kind === 'into') {
      if (isMap(node) && (slot.inFlow || node.items.length > 0 || !node.flow)) {
        this.#map(node, change, slot.path, slot.inFlow || node.flow === true);
        return;
      }
      if (isSeq(node) && change.keys.size > 0 && [...change.keys.keys()].every((key) => typeof key === 'number')) {
        const inFlow = slot.inFlow || node.flow === true;
        for (const [key, item] of change.keys) this.#item(node, Number(key), item, slot, inFlow);
        return;
      }
    }
    this.#replace(node, value, slot);
  }

  #item(list: YAMLSeq, position: number, change: ValuePatch, slot: Slot, inFlow: boolean): void {
    const path = [...slot.path, position];
    const node = (list.items[position] ?? null) as Node | null;
    if (inFlow) {
      this.#slot(node, change, { after: node ? startOf(node) : 0, indent: 0, isItem: true, inFlow, path });
      return;
    }
    const previous = list.items[position - 1] as Node | undefined;
    const dash = afterBlanks(this.#text, previous ? contentEnd(this.#text, previous) : startOf(list));
    if (this.#text[dash] !== '-') this.#fault = notEditable(this.#rangeOf(list));
    else this.#slot(node, change, { after: dash + 1, indent: columnOf(this.#text, dash), isItem: true, inFlow, path });
  }

  #replace(node: Node | null, value: Value, slot: Slot): void {
    const anchor = node && !isAlias(node) && node.anchor !== undefined ? `&${node.anchor}` : '';
    if (slot.inFlow) {
      this.#replaceInFlow(node, value, slot, anchor);
      return;
    }
    const text = this.#text;
    const head = headOf(text, slot.after, node);
    const content = node && !isUnwritten(node) ? contentEnd(text, node) : head.end;
    // Blank lines at the end of a text may stay: nothing owns them any more.
    const end = head.end + text.slice(head.end, content).trimEnd().length;
    if (node) this.#gone.push({ start: startOf(node), end });
    const isBelow = text.slice(slot.after, head.start).includes('\n');
    const [beside, ...lines] = this.#written(node, value, slot, anchor);
    const rest = lines.map((line) => this.#newLine + line).join('');
    if (isBelow || (node && isBlock(node) && text.slice(slot.after, startOf(node)).includes('\n'))) {
      // What is there begins on a later line: a comment beside the key stays.
      const props = isBelow ? slot.after : head.end;
      const keyLine = lineEnd(text, props);
      this.#splices.add(slot.after, props, beside ?? '');
      this.#splices.add(keyLine, Math.max(end, keyLine), rest);
      return;
    }
    // Of a value that is written beside its key the blanks before it stay, if there is one in its place.
    const start = beside !== '' && head.start > slot.after ? head.start : slot.after;
    const isGap = start > slot.after;
    this.#splices.add(start, end, isGap ? (beside ?? '').slice(1) : (beside ?? ''));
    const stop = lineEnd(text, end);
    if (rest !== '') this.#splices.add(stop, stop, rest);
  }

  /** What stands on the line of the key, with a blank before it, and the lines below. */
  #written(node: Node | null, value: Value, slot: Slot, anchor: string): string[] {
    const head = anchor === '' ? '' : ` ${anchor}`;
    const quoting = this.#quotingOf(node);
    if (isInline(value, this.#layout) || (typeof value === 'string' && quoting !== 'plain')) {
      const isScalarValue = typeof value !== 'object' || value === null;
      return [`${head} ${isScalarValue ? writeScalar(value, quoting, false) : writeFlow(value, 'plain')}`];
    }
    const inner = this.#innerIndent(node, value, slot);
    if (typeof value === 'string') {
      const [mark, ...lines] = writeLiteral(value, inner);
      return [`${head} ${mark}`, ...lines];
    }
    const lines = writeBlock(value, inner, this.#layout);
    if (!slot.isItem || anchor !== '') return [head, ...lines];
    const [first = '', ...others] = writeBlock(value, slot.indent + 2, this.#layout);
    return [` ${first.trimStart()}`, ...others];
  }

  #innerIndent(node: Node | null, value: Value, slot: Slot): number {
    const isList = Array.isArray(value);
    // Where the like of it stood before.
    if (node && isBlock(node) && isList === isSeq(node) && !slot.isItem) return columnOf(this.#text, startOf(node));
    return slot.indent + (isList && !slot.isItem ? this.#layout.listStep : this.#layout.step);
  }

  #replaceInFlow(node: Node | null, value: Value, slot: Slot, anchor: string): void {
    const written = [anchor, writeFlow(value, this.#quotingOf(node))].filter(Boolean).join(' ');
    if (!node || isUnwritten(node)) {
      const head = headOf(this.#text, slot.after, node);
      this.#splices.add(slot.after, head.end, `${/\s$/.test(this.#text.slice(0, slot.after)) ? '' : ' '}${written}`);
      return;
    }
    const { start } = headOf(this.#text, slot.after, node);
    const end = contentEnd(this.#text, node);
    this.#gone.push({ start: startOf(node), end });
    this.#splices.add(start, end, start === slot.after && !slot.isItem ? ` ${written}` : written);
  }

  /** New keys at the end of a mapping: right below its last line, or at the end of the text for those of the outermost. */
  #append(patch: ValuePatch, indent: number, end: number, isRoot: boolean): void {
    if (patch.kind !== 'into') return;
    const text = this.#text;
    const lines = this.#added(patch, indent, text.trim() !== '');
    const at = isRoot ? this.#textEnd(end) : end;
    const isFresh = at === 0 || text[at - 1] === '\n';
    const written = lines.join(this.#newLine);
    if (isFresh) this.#splices.add(at, at, written + this.#newLine);
    else this.#splices.add(lineEnd(text, at), lineEnd(text, at), this.#newLine + written);
  }

  #added(patch: Extract<ValuePatch, { kind: 'into' }>, indent: number, isBehindOthers: boolean): string[] {
    const blanks = ' '.repeat(indent);
    return [...patch.keys].flatMap(([key, change], position) => {
      const comment = (change.comment ?? []).map((line) => `${blanks}#${line === '' ? '' : ` ${line}`}`);
      const isApart = comment.length > 0 && indent === 0 && (position > 0 || isBehindOthers);
      const head = `${blanks}${writeScalar(String(key), 'plain', false)}:`;
      const lines =
        change.kind === 'into' && change.keys.size > 0
          ? [head, ...this.#added(change, indent + this.#layout.step, false)]
          : below(head, patched(undefined, change), indent, this.#layout);
      return [...(isApart ? [''] : []), ...comment, ...lines];
    });
  }

  /** The end of the text, without the blank lines there; of one that says where its document ends, what is before that. */
  #textEnd(content: number): number {
    const rest = this.#text.slice(content);
    if (/^\.\.\.(?:\s|$)/m.test(rest)) return content;
    const end = content + rest.trimEnd().length;
    const stop = lineEnd(this.#text, end);
    const next = this.#text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, this.#text.length);
    return end === 0 ? next * Number(rest !== '' && rest.trim() !== '') : next;
  }

  #addToFlow(map: YAMLMap, own: Value): void {
    if (!isValueMap(own)) return;
    const last = map.items.at(-1) as Pair<Node, Node | null> | undefined;
    const quoting = last ? this.#quotingOf(last.key) : 'plain';
    const entries = Object.entries(own).map(
      ([key, value]) => `${writeScalar(key, quoting, true)}: ${writeFlow(value, quoting)}`,
    );
    if (!last) {
      const at = startOf(map) + 1;
      this.#splices.add(at, at, entries.join(', '));
      return;
    }
    const line = this.#text.slice(0, startOf(last.key)).split('\n').at(-1) ?? '';
    // Each on a line of its own, as the last one is.
    const between = line.trim() === '' && startOf(last.key) > 0 ? `,${this.#newLine}${line}` : ', ';
    const at = pairEnd(this.#text, last);
    this.#splices.add(at, at, entries.map((entry) => between + entry).join(''));
  }

  /** Aliases that would stand for something else now get what they should be. */
  #keepAliases(node: unknown, path: ValuePath | undefined): void {
    if (isAlias(node)) this.#keepAlias(node, path);
    else if (isSeq(node)) {
      for (const [position, item] of node.items.entries()) this.#keepAliases(item, path && [...path, position]);
    } else if (isMap(node)) {
      const own = pairsByKey(node);
      for (const pair of node.items) {
        const name = keyText(pair.key);
        const isOwn = name !== undefined && name !== '<<' && own.get(name) === pair;
        this.#keepAliases(pair.value, isOwn && path ? [...path, name] : undefined);
      }
    }
  }

  #keepAlias(alias: Alias, path: ValuePath | undefined): void {
    const start = startOf(alias);
    if (this.#gone.some((part) => part.start <= start && start < part.end)) return;
    const target = this.#yaml.targetOf(alias);
    const was = this.#yaml.valueOf(alias);
    const at = target && this.#pathOf(target);
    // Inside a part that goes away, and not at its place.
    const isLost = !target || this.#gone.some((part) => part.start < startOf(target) && startOf(target) < part.end);
    const is = isLost ? undefined : at ? valueAt(this.#wished, at) : was;
    const wished = path ? valueAt(this.#wished, path) : was;
    if (wished === undefined || sameValue(is, wished)) return;
    this.#splices.add(start, alias.range?.[1] ?? start, writeFlow(wished, 'plain'));
  }

  #paths: Map<Node, ValuePath> | undefined;

  #pathOf(node: Node): ValuePath | undefined {
    this.#paths ??= nodePaths(this.#yaml.root);
    return this.#paths.get(node);
  }

  /** How texts are quoted there. */
  #quotingOf(node: Node | null | undefined): Quoting {
    if (!isScalar(node)) return 'plain';
    return node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
  }

  #rangeOf(node: Node | undefined): Range {
    const [start, end] = node?.range ?? [0, 0];
    return lineIndex(this.#text).range(start, end);
  }
}
