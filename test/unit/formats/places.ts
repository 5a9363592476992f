import type { TextProblem } from '#problem';

export const digest = `sha256:${'a1'.repeat(32)}`;

/**
 * A problem as one line, for comparing: where it begins, the text it points at (shortened, line breaks as ↵) and its rule, with the
 * severity when that is not error.
 */
export function brief(text: string): (problem: TextProblem) => string {
  const lines = text.split('\n');
  return ({ range, rule, severity }) => {
    const within = lines.slice(range.line - 1, range.endLine);
    if (range.line === range.endLine) within[0] = (within[0] ?? '').slice(0, range.endColumn - 1);
    const shown = within.join('↵').slice(range.column - 1);
    const short = shown.length > 20 ? `${shown.slice(0, 20)}…${shown.length}` : shown;
    return `${range.line}:${range.column} [${short}] ${rule}${severity === 'error' ? '' : ` (${severity})`}`;
  };
}
