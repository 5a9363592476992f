import type * as vscode from 'vscode';
import type { TextProblem } from '#problem';

/** A change of a document's text, as VS Code tells it: places before the change, counted from 0. */
export type TextChange = Pick<vscode.TextDocumentContentChangeEvent, 'text'> & {
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
};

/** Problems after changes of their text: those below move with their lines, those on lines that were touched are gone. */
export function movedPast(problems: readonly TextProblem[], changes: readonly TextChange[]): readonly TextProblem[] {
  return changes.reduce((left, { range: { start, end }, text }) => {
    const lines = text.split('\n').length - 1 - (end.line - start.line);
    return left.flatMap((problem) => {
      const { range } = problem;
      if (range.endLine <= start.line) return [problem];
      if (range.line - 1 <= end.line) return [];
      return [{ ...problem, range: { ...range, line: range.line + lines, endLine: range.endLine + lines } }];
    });
  }, problems);
}
