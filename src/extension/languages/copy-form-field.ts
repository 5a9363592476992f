import * as vscode from 'vscode';
import { documentPlace } from './document-place.ts';
import type { LanguageRoom } from './language-room.ts';

/**
 * Copies the value of a load form's field, as it is pasted into the portal.
 * @param given the document's name and a line, counted from 1; else the cursor says which field is meant
 */
export async function copyFormField(room: LanguageRoom, given: readonly unknown[]): Promise<void> {
  const place = await documentPlace(given);
  const text = place && room.formValueAt(place.document.getText(), place.range.start.line + 1);
  if (text === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Put the cursor into a field of a load form that has a value.'),
    );
    return;
  }
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}
