import { matchPath } from '#formats';

/**
 * Whether a path (with forward slashes) fits a pattern. Without a slash the pattern is for the file's name, in any folder; with one it is for
 * the whole path, as {@link matchPath} has it.
 */
export function matchGlob(pattern: string, path: string): boolean {
  const name = path.replace(/^\.\//, '');
  if (!pattern.includes('/')) return matchPath(pattern, name.split('/').at(-1) ?? '');
  return matchPath(pattern.replace(/^\.?\//, ''), name);
}

/** Whether a text is meant as a pattern rather than as a name. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}
