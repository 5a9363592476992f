import * as vscode from 'vscode';
import type { Row } from './release-rows.ts';
import { rowDetails } from './row-details.ts';

/** A row's details as a tooltip. What comes from files and registries is set as text, never as markup. */
export function rowTooltip(row: Row): vscode.MarkdownString {
  const { title, fields, sentences } = rowDetails(row);
  const text = new vscode.MarkdownString();
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, value] of fields) text.appendText(`${name}: ${value}`).appendMarkdown('  \n');
  if (sentences.length > 0) text.appendMarkdown('\n\n---\n\n');
  for (const sentence of sentences) text.appendText(sentence).appendMarkdown('\n\n');
  return text;
}
