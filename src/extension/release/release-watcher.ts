import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isReleaseFileName } from './release-file-name.ts';
import type { ReleaseModel } from './release-model.ts';

const afterMs = 300;

/** Has releases read again when their files, their settings or the choice of a target have changed: a little later, all at once. */
export function watchReleases({ selection }: Pick<Services, 'selection'>, model: ReleaseModel): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void model.refresh(), afterMs);
  };
  // Patterns of files are the settings' to choose: whatever has been read counts too.
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const changed = ({ fsPath }: vscode.Uri) => {
    if (isReleaseFileName(fsPath) || model.hasRead(fsPath)) later();
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
