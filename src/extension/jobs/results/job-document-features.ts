import * as vscode from 'vscode';
import { type JobDocuments, jobDocuments } from './job-documents.ts';

/** Folding by outcome, and links from images to the lines that name them. */
export function registerJobDocumentFeatures(documents: JobDocuments): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerFoldingRangeProvider(jobDocuments, {
      provideFoldingRanges: async ({ uri }) =>
        (await documents.of(uri))?.folds.map(({ start, end }) => new vscode.FoldingRange(start, end)),
    }),
    vscode.languages.registerDocumentLinkProvider(jobDocuments, {
      provideDocumentLinks: async ({ uri }) =>
        (await documents.of(uri))?.links.map(({ line, start, end, file, targetLine }) => {
          const target = vscode.Uri.file(file).with({ fragment: `L${targetLine}` });
          const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), target);
          link.tooltip = vscode.l10n.t('Go to line {0} of {1}', targetLine, vscode.workspace.asRelativePath(file));
          return link;
        }),
    }),
  );
}
