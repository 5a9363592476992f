import { patterns } from './json-keywords.ts';
import { matching } from './target-schema.ts';

/** Paths of repositories with `*`, `?` and `**` in them; what no path could fit is told rather than passed over. */
export function pathPattern() {
  return matching(patterns.pathPattern, 'must be a pattern of repository paths in lower case, such as byo/**');
}

/** Whether each path fits a pattern: what comes after it, where the first match wins, never counts. */
export function fitsEverything(pattern: string): boolean {
  return pattern === '**' || /^(?:\*\*\/)+\*{1,2}$/.test(pattern);
}
