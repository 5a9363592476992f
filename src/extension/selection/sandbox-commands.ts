import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { Services } from '../services.ts';

/** Starts the sandbox, or finds it running, and goes there. */
export async function startSandbox({ sandbox }: Services): Promise<void> {
  await atWork(vscode.l10n.t('Starting the sandbox'), () => sandbox.start());
}

/** Ends the sandbox and goes back to the real targets; one that another window runs goes on there. */
export async function stopSandbox({ sandbox }: Services): Promise<void> {
  const isOthers = sandbox.running?.isOurs === false;
  await atWork(vscode.l10n.t('Stopping the sandbox'), () => sandbox.stop());
  if (isOthers) {
    const message = vscode.l10n.t(
      'This window has left the sandbox. It goes on where it was started: in another window or a terminal.',
    );
    void vscode.window.showInformationMessage(message);
  }
}

/** In the view where its rows come up, and in the status bar for whoever started it from elsewhere. */
async function atWork<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    vscode.window.withProgress({ location: { viewId: views.repositories } }, work),
  );
}
