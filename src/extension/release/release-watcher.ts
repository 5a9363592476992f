import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isReleaseFileName } from './release-file-name.ts';
import type { ReleaseModel } from './release-model.ts';

const afterMs = 300;

/** Has releases read again when their files, their settings or the choice of a target have changed: a little later, all at once. */
export function watchReleases(
  { selection, settingsFiles, log }: Pick<Services, 'selection' | 'settingsFiles' | 'log'>,
  model: ReleaseModel,
): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      model.refresh().catch((error) => log.debug(`Releases are not read again: ${error}`));
    }, afterMs);
  };
  let files: vscode.Disposable | undefined;
  const changed = ({ fsPath }: vscode.Uri) => {
    if (isReleaseFileName(fsPath) || model.isOfRelease(fsPath)) later();
  };
  return vscode.Disposable.from(
    // Watching all files costs: not before there is something that could change.
    model.onWillRead(() => {
      files ??= watchFiles(changed);
    }),
    { dispose: () => files?.dispose() },
    selection.onDidChange(later),
    settingsFiles.onDidChange(later),
    vscode.workspace.onDidGrantWorkspaceTrust(later),
    { dispose: () => clearTimeout(timer) },
  );
}

/** Patterns of files are the settings' to choose, so all are watched. */
function watchFiles(changed: (file: vscode.Uri) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
  );
}
