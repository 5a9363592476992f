import * as vscode from 'vscode';
import { commands, views } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { showRegistryProblems } from './registry-problems.ts';
import { isReleaseFileName } from './release-file-name.ts';
import { ReleaseModel } from './release-model.ts';
import { ReleaseTree } from './release-tree.ts';
import { watchReleases } from './release-watcher.ts';
import { revealResult } from './reveal-result.ts';

/** The Release view: the files of the workspace's releases, and what has become of each image. */
export function registerRelease(services: Services): vscode.Disposable {
  const model = new ReleaseModel(services);
  const tree = new ReleaseTree(services, model);
  const view = vscode.window.createTreeView(views.release, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  return vscode.Disposable.from(
    view,
    model,
    tree,
    tree.onDidHead(({ description, message }) => {
      view.description = description;
      view.message = message;
    }),
    services.results.onDidChange((result) => {
      void revealResult(view, tree, result);
    }),
    watchReleases(services, model),
    showRegistryProblems(services, model),
    readWithEditors(services, model),
    registerCommand(services, commands.refreshRelease, () => model.refresh()),
  );
}

/** Problems are for who has a file open, whether the view is open or not. Nothing is read before activation is over. */
function readWithEditors({ settingsFiles }: Services, model: ReleaseModel): vscode.Disposable {
  const read = async ({ uri }: vscode.TextDocument) => {
    if (uri.scheme !== 'file' || !isReleaseFileName(uri.fsPath)) return;
    const settings = await settingsFiles.governing(uri);
    if (settings) await model.load(settings.fsPath);
  };
  const timer = setTimeout(() => vscode.workspace.textDocuments.forEach((document) => void read(document)));
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(read), { dispose: () => clearTimeout(timer) });
}
