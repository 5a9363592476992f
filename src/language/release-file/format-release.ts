import { format } from 'jsonc-parser';
import { releaseTree } from './release-tree.ts';

/** A release file with each key on its line, in the indentation that it has already. What is no JSON stays as it is. */
export function formatRelease(text: string): string {
  if (!releaseTree(text).isSound) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edits = format(text, undefined, { ...indentationOf(text), eol, insertFinalNewline: true });
  // The library's own way to apply them copies the text once for each.
  const parts: string[] = [];
  let at = 0;
  for (const { offset, length, content } of edits.sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(at, offset), content);
    at = offset + length;
  }
  return [...parts, text.slice(at)].join('');
}

/** What the first indented line begins with: a tab, or so many blanks. Two blanks where nothing is indented. */
function indentationOf(text: string): { insertSpaces: boolean; tabSize: number } {
  const [, blanks = ''] = /\n([ \t]+)["{[]/.exec(text) ?? [];
  if (blanks.startsWith('\t')) return { insertSpaces: false, tabSize: 4 };
  return { insertSpaces: true, tabSize: blanks.length > 0 && blanks.length <= 8 ? blanks.length : 2 };
}
