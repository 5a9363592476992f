import * as vscode from 'vscode';

/** A named fact of a tooltip. */
export interface TooltipFact {
  readonly name: string;
  readonly value: string;
  /** Set as code: digests, references, media types. */
  readonly isCode?: boolean;
}

/**
 * A row's details. What comes from registries stands in code or is escaped, so that it can't pass for markup, a link or a command.
 * @param sentences what is said below the facts
 */
export function tooltip(
  title: string,
  facts: readonly TooltipFact[],
  sentences: readonly string[] = [],
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`${codeSpan(title)}\n\n`);
  for (const { name, value, isCode } of facts) {
    text.appendText(`${name}: `);
    if (isCode) text.appendMarkdown(codeSpan(value));
    else text.appendText(value);
    text.appendMarkdown('  \n');
  }
  for (const sentence of sentences) text.appendMarkdown('\n\n').appendText(sentence);
  return text;
}

/** Code with a fence longer than any run of backticks in it (CommonMark, "Code spans"). */
function codeSpan(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((length, [run]) => Math.max(length, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text.replaceAll(/\s/g, ' ')}${pad}${fence}`;
}
