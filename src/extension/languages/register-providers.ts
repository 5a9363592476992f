import * as vscode from 'vscode';
import type { Completion, OutlineSymbol } from '#language';
import { abortSignal } from '../abort-signal.ts';
import { languages } from '../ids.ts';
import type { DocumentAnswers } from './document-answers.ts';
import type { OwnedDocuments } from './owned-documents.ts';
import { toEdit, toRange } from './places.ts';

/** Where our documents are to be found; whether one is ours is asked each time. */
export const selector: vscode.DocumentSelector = [
  { language: languages.images },
  { language: languages.loadForm },
  { pattern: '**/marketplace.yaml' },
  { language: 'json' },
  { language: 'jsonc' },
];

/**
 * Without release files: VS Code formats JSON and lists its symbols already. A second formatter would have everybody choose between the two,
 * a second outline would list each image twice.
 */
const ofUsAlone: vscode.DocumentSelector = [
  { language: languages.images },
  { language: languages.loadForm },
  { pattern: '**/marketplace.yaml' },
];

/** How long somebody who looks at a hover waits for a registry, and somebody who completes a word, in ms. */
const hoverMs = 8000;
const completionMs = 3000;

/** What an editor offers in a document at any time: outline, folding, links, format, completion and hover. */
export function registerProviders(answers: DocumentAnswers, documents: OwnedDocuments): vscode.Disposable {
  const { languages: api } = vscode;
  return vscode.Disposable.from(
    api.registerDocumentSymbolProvider(
      ofUsAlone,
      {
        provideDocumentSymbols: async (document) =>
          (await documents.find(document))?.language.symbols(document.getText()).map(toSymbol),
      },
      { label: 'Marketplace' },
    ),
    api.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: async (document) =>
        (await documents.find(document))?.language
          .folds(document.getText())
          .map(({ first, last, kind }) => new vscode.FoldingRange(first - 1, last - 1, foldKinds[kind])),
    }),
    api.registerDocumentLinkProvider(selector, {
      provideDocumentLinks: async (document) => {
        const owned = await documents.find(document);
        if (!owned) return undefined;
        const { folder } = owned;
        const around = await documents.neighbours(owned);
        return owned.language.links(document.getText(), around).flatMap((link) => {
          const target =
            'address' in link ? vscode.Uri.parse(link.address, true) : folder && vscode.Uri.joinPath(folder, link.file);
          if (!target) return [];
          const made = new vscode.DocumentLink(toRange(link.range), target);
          made.tooltip = link.title;
          return [made];
        });
      },
    }),
    api.registerDocumentFormattingEditProvider(ofUsAlone, {
      provideDocumentFormattingEdits: async (document) => {
        const owned = await documents.find(document);
        const text = document.getText();
        const written = owned?.language.format(text) ?? text;
        if (written === text) return [];
        return [
          vscode.TextEdit.replace(new vscode.Range(document.positionAt(0), document.positionAt(text.length)), written),
        ];
      },
    }),
    api.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems: async (document, position, token) => {
          const offset = document.offsetAt(position);
          const asking = { patience: completionMs, signal: abortSignal(token) };
          const settled = await answers.ask(
            document,
            ({ language }, text, facts) => language.complete(text, offset, facts),
            asking,
          );
          return settled && new vscode.CompletionList(settled.value.map(toItem), settled.isPartial);
        },
      },
      ...[':', '/', '@', ' ', '"', '-'],
    ),
    api.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => {
        const offset = document.offsetAt(position);
        const asking = { patience: hoverMs, signal: abortSignal(token) };
        const settled = await answers.ask(
          document,
          ({ language }, text, facts) => language.hover(text, offset, facts),
          asking,
        );
        const hover = settled?.value;
        return hover && new vscode.Hover(new vscode.MarkdownString(hover.text), toRange(hover.range));
      },
    }),
  );
}

const foldKinds = { comment: vscode.FoldingRangeKind.Comment, region: vscode.FoldingRangeKind.Region } as const;

const symbolKinds: Readonly<Record<OutlineSymbol['kind'], vscode.SymbolKind>> = {
  file: vscode.SymbolKind.File,
  group: vscode.SymbolKind.Namespace,
  field: vscode.SymbolKind.Field,
  image: vscode.SymbolKind.Package,
};

/** VS Code refuses an outline with an entry that has no name. */
function toSymbol({ name, detail, kind, range, nameRange, children }: OutlineSymbol): vscode.DocumentSymbol {
  const shown = name.trim() === '' ? '(without a name)' : name;
  const symbol = new vscode.DocumentSymbol(shown, detail, symbolKinds[kind], toRange(range), toRange(nameRange));
  symbol.children = children.map(toSymbol);
  return symbol;
}

const completionKinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  value: vscode.CompletionItemKind.Value,
  key: vscode.CompletionItemKind.Property,
  image: vscode.CompletionItemKind.Reference,
  repository: vscode.CompletionItemKind.Module,
  tag: vscode.CompletionItemKind.Constant,
  snippet: vscode.CompletionItemKind.Snippet,
};

function toItem(completion: Completion): vscode.CompletionItem {
  const { label, kind, detail, documentation, edit, isSnippet, sortText, filterText } = completion;
  const item = new vscode.CompletionItem(label, completionKinds[kind]);
  const { range, newText } = toEdit(edit);
  item.range = range;
  item.insertText = isSnippet ? new vscode.SnippetString(newText) : newText;
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (sortText !== undefined) item.sortText = sortText;
  if (filterText !== undefined) item.filterText = filterText;
  return item;
}
