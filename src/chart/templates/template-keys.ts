import type { LineIndex } from '#formats';
import type { ActionPart } from './split-actions.ts';
import type { TemplateKey } from './template-token.ts';

/** `key: value`, behind the dashes of a list; keys that a template computes are left out. */
const keyLine = /^([ \t]*(?:- +)*)("[^"\\{}]*"|'[^'{}]*'|[A-Za-z0-9_][^\s:#{}"']*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$/;
/** A block scalar begins: what is below, and further to the right, is a text. */
const blockScalar = /^(?:![^\s]+ +|&[^\s]+ +)?[|>][-+0-9]{0,2}(?:[ \t]+#.*)?$/;

/**
 * The YAML keys that stand in a template as they are, each with what stands behind it. Lines within an action, within a block scalar and of
 * comments count for nothing. Lines are as long as they are; each is looked at once.
 */
export function templateKeys(text: string, parts: readonly ActionPart[], index: LineIndex): TemplateKey[] {
  const keys: TemplateKey[] = [];
  let part = 0;
  let scalar: number | undefined;
  for (let start = 0; start < text.length; ) {
    const stop = text.indexOf('\n', start);
    const end = stop < 0 ? text.length : stop;
    while ((parts[part]?.end ?? Number.POSITIVE_INFINITY) <= start) part++;
    const isInAction = (parts[part]?.start ?? Number.POSITIVE_INFINITY) < start;
    const line = text.slice(start, end).replace(/\r$/, '');
    const content = line.trimStart();
    const left = line.length - content.length;
    const saysSomething = !isInAction && content !== '' && !content.startsWith('{{');
    if (saysSomething && scalar !== undefined && left <= scalar) scalar = undefined;
    const found = saysSomething && scalar === undefined && line.length <= longestLine ? keyLine.exec(line) : null;
    if (found) {
      const [, lead = '', key = '', rest = ''] = found;
      const value = withoutComment(rest).trim();
      const from = start + lead.length;
      if (blockScalar.test(value)) scalar = lead.length;
      const plain = key.replace(/^["']|["']$/g, '');
      keys.push({ key: plain, value, indent: lead.length, range: index.range(from, start + line.trimEnd().length) });
    }
    start = end + 1;
  }
  return keys;
}

/** A manifest has no longer lines that matter; characters. */
const longestLine = 10_000;

/** A `#` behind a blank begins a comment, unless it stands in quotes or in an action. */
function withoutComment(value: string): string {
  let quoted = '';
  for (let at = 0; at < value.length; at++) {
    const mark = value[at] ?? '';
    if (value.startsWith('{{', at)) {
      const close = value.indexOf('}}', at);
      if (close < 0) return value;
      at = close + 1;
    } else if (quoted !== '') {
      if (mark === '\\' && quoted === '"') at++;
      else if (mark === quoted) quoted = '';
    } else if ((mark === '"' || mark === "'") && (at === 0 || /[\s[{,(]/.test(value[at - 1] ?? ''))) quoted = mark;
    else if (mark === '#' && (at === 0 || /\s/.test(value[at - 1] ?? ''))) return value.slice(0, at);
  }
  return value;
}
