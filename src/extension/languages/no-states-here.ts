import * as vscode from 'vscode';

/** Says where images have states. */
export function noStatesHere(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Open a release file, an image list, a load form or a marketplace.yaml with charts: the states of images and charts are shown there.',
    ),
  );
}
