import { trimBlanks } from '../shared/trim-blanks.ts';
import { nodesBelow, settingsTree } from './settings-tree.ts';

/**
 * A settings file without blanks at the ends of lines, and with one line break at its end. No more: written anew by a YAML library, a file
 * loses how its author set comments and lists. A text that is not YAML stays as it is, and so does what a value of several lines holds.
 */
export function formatSettings(text: string): string {
  const tree = settingsTree(text);
  if (!tree.isWhole || text.trim() === '') return text;
  const kept = new Set<number>();
  let lastValue = 0;
  for (const { path, key, value, style } of nodesBelow(tree.root)) {
    // What an entry of a list has in place of a key is its value.
    const keys = typeof path.at(-1) === 'number' ? [] : [key];
    for (const { start, end } of style === 'scalar' ? [...keys, value] : keys) {
      const { line, endLine } = tree.index.range(start, end);
      if (line === endLine) continue;
      for (let at = line; at <= endLine; at++) kept.add(at);
      lastValue = Math.max(lastValue, end);
    }
  }
  const formatted = text
    .split('\n')
    .map((line, position) => (kept.has(position + 1) ? line : trimmed(line)))
    .join('\n');
  // Blank lines at the end may be part of a text that ends there.
  if (lastValue >= text.trimEnd().length) return formatted;
  return `${formatted.trimEnd()}${text.includes('\r\n') ? '\r\n' : '\n'}`;
}

/** A line without blanks at its end; the CR of a CRLF stays. */
function trimmed(line: string): string {
  return line.endsWith('\r') ? `${trimBlanks(line.slice(0, -1))}\r` : trimBlanks(line);
}
