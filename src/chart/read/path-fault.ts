/** Parts of a path that go somewhere else, or nowhere. */
const wandering: ReadonlySet<string> = new Set(['', '.', '..']);
const mostParts = 64;

/**
 * What is wrong with the path of a file in a chart: it means something else on another system, or is not where it says.
 * Source: Helm v3 and v4, `pkg/chart/loader/archive.go` refuses the same, but for names that it would clean.
 * @returns the rest of a sentence that begins with the path
 */
export function pathFault(path: string, longest: number): string | undefined {
  if (path.length > longest) return `has more than ${longest} characters`;
  if (path.startsWith('/')) return 'is an absolute path';
  if (path.includes('\\')) return 'has a backslash in it';
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(path)) return 'has a control character in it';
  // What a decoder puts in place of bytes that are no UTF-8.
  if (path.includes('\uFFFD')) return 'is not UTF-8';
  const parts = path.split('/');
  if (parts.length > mostParts) return `lies more than ${mostParts} folders deep`;
  if (parts.includes('..')) return 'leaves its folder by ..';
  if (parts.some((part) => wandering.has(part))) return 'has an empty part, or one that is a dot';
  if (parts.some((part) => /^[A-Za-z]:/.test(part))) return 'begins with the letter of a drive';
  return undefined;
}
