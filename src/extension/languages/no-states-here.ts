import * as vscode from 'vscode';

/** Says where images have states. */
export function noStatesHere(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Open a release file or an image list below a marketplace.yaml: the states of its images are shown there.',
    ),
  );
}
