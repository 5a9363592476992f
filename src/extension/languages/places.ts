import * as vscode from 'vscode';
import type { Edit } from '#language';
import type { Range } from '#problem';

/** Ours count from 1, VS Code's from 0. */
export function toRange({ line, column, endLine, endColumn }: Range): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

export function fromRange({ start, end }: vscode.Range): Range {
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

export function toEdit({ range, text }: Edit): vscode.TextEdit {
  return new vscode.TextEdit(toRange(range), text);
}
