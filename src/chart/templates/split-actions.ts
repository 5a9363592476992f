import type { TemplateToken } from './template-token.ts';

/** An action by its offsets, braces included; without tokens it is a comment. */
export interface ActionPart {
  readonly start: number;
  readonly end: number;
  readonly tokens?: readonly TemplateToken[];
  /** What is wrong in it; what it says then counts for nothing. */
  readonly fault?: { readonly message: string; readonly at: number };
}

/** What an action consists of: Go's text/template, parse/lex.go. Each pattern is linear, and sticky. */
const blank = /[ \t\r\n]+/y;
const words: readonly (readonly [TemplateToken['kind'], RegExp])[] = [
  ['text', /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|'(?:[^'\\\n]|\\[^\n])*'/y],
  ['field', /\$?[\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)+/uy],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['number', /[+-]?\.?[0-9][0-9A-Za-z_.]*(?:[+-][0-9]+)?/y],
  ['name', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['mark', /:=|[.|(),=]/y],
];

/** Splits a Go template into its actions, in one pass over the text. */
export function splitActions(text: string): readonly ActionPart[] {
  const parts: ActionPart[] = [];
  let from = text.indexOf('{{');
  while (from >= 0) {
    const part = actionAt(text, from);
    parts.push(part);
    from = text.indexOf('{{', part.end);
  }
  return parts;
}

function actionAt(text: string, start: number): ActionPart {
  const inner = start + 2 + (/^-\s/.test(text.slice(start + 2, start + 4)) ? 1 : 0);
  const comment = match(/[ \t\r\n]*\/\*/y, text, inner);
  return comment === undefined ? wordsFrom(text, start, inner) : commentFrom(text, start, inner + comment.length);
}

function commentFrom(text: string, start: number, from: number): ActionPart {
  const end = text.indexOf('*/', from);
  if (end < 0) return broken(start, text.length, 'this comment has no end', start);
  const closing = match(/(?:[ \t\r\n]+-)?\}\}/y, text, end + 2);
  if (closing === undefined) return broken(start, end + 2, 'a comment ends with */}} and nothing between', end);
  return { start, end: end + 2 + closing.length };
}

function wordsFrom(text: string, start: number, from: number): ActionPart {
  const tokens: TemplateToken[] = [];
  let parentheses = 0;
  let at = from;
  while (at < text.length) {
    const space = match(blank, text, at);
    if (space !== undefined) {
      at += space.length;
      if (text.startsWith('-}}', at)) return closed(start, at + 3, tokens, parentheses);
      continue;
    }
    if (text.startsWith('}}', at)) return closed(start, at + 2, tokens, parentheses);
    const token = tokenAt(text, at);
    if (!token) return unreadable(text, start, at);
    if (token.text === '(' && token.kind === 'mark') parentheses++;
    if (token.text === ')' && token.kind === 'mark') parentheses--;
    if (parentheses < 0) return broken(start, at + 1, 'this ) closes nothing', at);
    tokens.push({ kind: token.kind, text: token.text });
    at += token.length;
  }
  return broken(start, text.length, 'the {{ has no }}', start);
}

/** A field behind a parenthesis, `(index . 0).name`, is told apart from a number by what follows the dot. */
function tokenAt(text: string, at: number): (TemplateToken & { length: number }) | undefined {
  for (const [kind, pattern] of words) {
    const found = match(pattern, text, at);
    if (found === undefined || found === '') continue;
    // `name.Field` is no chain of Go's: the name is a function.
    if (kind === 'field' && !/^[$.]/.test(found)) continue;
    return { kind, text: kind === 'text' ? found.slice(1, -1) : found, length: found.length };
  }
  return undefined;
}

function closed(start: number, end: number, tokens: readonly TemplateToken[], parentheses: number): ActionPart {
  if (parentheses > 0) return broken(start, end, 'a ( is not closed', start);
  if (tokens.length === 0) return broken(start, end, 'there is nothing between the braces', start);
  return { start, end, tokens };
}

function unreadable(text: string, start: number, at: number): ActionPart {
  const found = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const message = /["'`]/.test(found) ? `the text that begins with ${found} has no end` : `${found} means nothing here`;
  // Goes on behind the braces on the same line, so that one mistake is told once.
  const lineEnd = text.indexOf('\n', at);
  const rest = text.slice(at, lineEnd < 0 ? text.length : lineEnd);
  const stop = rest.indexOf('}}');
  const end = at + (stop < 0 ? rest.length : stop + 2);
  return broken(start, end, message, at);
}

function broken(start: number, end: number, message: string, at: number): ActionPart {
  return { start, end, fault: { message, at } };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
