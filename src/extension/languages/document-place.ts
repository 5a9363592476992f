import * as vscode from 'vscode';

/** A place that a command is about. */
export interface DocumentPlace {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

/**
 * The place that a command was called for.
 * @param given a document's name and a line, counted from 1; else it is the lines that are selected in the active editor
 */
export async function documentPlace([uri, line]: readonly unknown[]): Promise<DocumentPlace | undefined> {
  if (uri instanceof vscode.Uri && typeof line === 'number') {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = Math.max(0, Math.min(line, document.lineCount) - 1);
    return { document, range: document.lineAt(at).range };
  }
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const { end } = document.lineAt(selection.end.line).range;
  return { document, range: new vscode.Range(selection.start.line, 0, end.line, end.character) };
}
