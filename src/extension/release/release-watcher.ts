import path from 'node:path';
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isReleaseFileName } from './release-file-name.ts';
import type { ReleaseModel } from './release-model.ts';

const afterMs = 300;

/** Has releases read again when their files, their settings or the choice of a target have changed: a little later, all at once. */
export function watchReleases({ selection, settingsFiles }: Services, model: ReleaseModel): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void model.refresh(), afterMs);
  };
  // Patterns of files are the settings' to choose: whatever has been read counts too.
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const changed = async ({ fsPath }: vscode.Uri) => {
    const known = (await settingsFiles.all()).map((settings) => model.known(settings.fsPath));
    const isKnown = known.some((release) =>
      release?.outline?.files.some(({ file }) => path.relative(file, fsPath) === ''),
    );
    if (isKnown || isReleaseFileName(fsPath)) later();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
    selection.onDidChange(later),
    vscode.workspace.onDidGrantWorkspaceTrust(later),
    { dispose: () => clearTimeout(timer) },
  );
}
