import * as vscode from 'vscode';
import { commands, views } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { showRegistryProblems } from './registry-problems.ts';
import { isReleaseDocument } from './release-file-name.ts';
import { ReleaseFiles } from './release-files.ts';
import { ReleaseModel } from './release-model.ts';
import { ReleaseTree } from './release-tree.ts';
import { watchReleases } from './release-watcher.ts';
import { revealResult } from './reveal-result.ts';

/** The Release view: the files of the workspace's releases, and what has become of each image. */
export function registerRelease(services: Services): vscode.Disposable {
  const { log } = services;
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
      revealResult(view, tree, result).catch((error) => log.debug(`The result is not shown in the view: ${error}`));
    }),
    watchReleases(services, model),
    showRegistryProblems(services, model),
    readWithEditors(services, model),
    new ReleaseFiles(services, model.onDidRead),
    registerCommand(services, commands.refreshRelease, () => model.refresh()),
  );
}

/** Problems are for who has a file open, whether the view is open or not. Nothing is read before activation is over. */
function readWithEditors({ settingsFiles, log }: Services, model: ReleaseModel): vscode.Disposable {
  const load = async (uri: vscode.Uri) => {
    const settings = await settingsFiles.governing(uri);
    if (settings) await model.load(settings.fsPath);
  };
  const read = (document: vscode.TextDocument) => {
    const { uri } = document;
    if (uri.scheme !== 'file' || !isReleaseDocument(document)) return;
    load(uri).catch((error) => log.debug(`The release of ${uri.fsPath} is not read: ${error}`));
  };
  const timer = setTimeout(() => vscode.workspace.textDocuments.forEach(read));
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(read), { dispose: () => clearTimeout(timer) });
}
