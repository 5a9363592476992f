import type { InChart } from './chart-evidence.ts';
import { fileStart } from './chart-problems.ts';

/** Where a key stands first in a JSON text. */
export function jsonPlace(path: string, text: string, key: string): InChart {
  const at = text.indexOf(JSON.stringify(key));
  if (at < 0) return { path, range: fileStart };
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return { path, range: { line, column, endLine: line, endColumn: column + key.length + 2 } };
}
