import * as vscode from 'vscode';
import type { LineState } from '#language';
import { lineWords } from './state-words.ts';

type Tone = 'plain' | 'trouble' | 'news';

const toneOf: Readonly<Record<LineState['kind'], Tone>> = {
  there: 'plain',
  partial: 'news',
  missing: 'plain',
  nowhere: 'trouble',
  unsure: 'plain',
  taken: 'trouble',
  gone: 'trouble',
  newer: 'news',
  count: 'plain',
  over: 'trouble',
  incomplete: 'news',
};
const colors: Readonly<Record<Tone, string>> = {
  plain: 'editorCodeLens.foreground',
  trouble: 'editorError.foreground',
  news: 'editorInfo.foreground',
};

/** Words behind lines, muted unless something is wrong. */
export class StateDecorations implements vscode.Disposable {
  readonly #types: Readonly<Record<Tone, vscode.TextEditorDecorationType>> = {
    plain: decoration(colors.plain),
    trouble: decoration(colors.trouble),
    news: decoration(colors.news),
  };

  /** Shows states in all editors of a document, in place of those before. */
  set(document: vscode.TextDocument, states: readonly LineState[]): void {
    const byLine = new Map<number, LineState[]>();
    for (const state of states) {
      const line = state.range.line;
      byLine.set(line, [...(byLine.get(line) ?? []), state]);
    }
    const options: Record<Tone, vscode.DecorationOptions[]> = { plain: [], trouble: [], news: [] };
    for (const [line, here] of byLine) {
      if (line > document.lineCount) continue;
      const { end } = document.lineAt(line - 1).range;
      const contentText = lineWords(here);
      options[worst(here)].push({ range: new vscode.Range(end, end), renderOptions: { after: { contentText } } });
    }
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      for (const tone of Object.keys(options) as Tone[]) editor.setDecorations(this.#types[tone], options[tone]);
    }
  }

  dispose(): void {
    for (const type of Object.values(this.#types)) type.dispose();
  }
}

function worst(states: readonly LineState[]): Tone {
  const tones = states.map(({ kind }) => toneOf[kind]);
  return tones.find((tone) => tone === 'trouble') ?? tones.find((tone) => tone === 'news') ?? 'plain';
}

function decoration(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor(color) },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
}
