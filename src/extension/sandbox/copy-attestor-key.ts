import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Services } from '../services.ts';

const name = 'attestor.asc';

/**
 * Writes the key that the sandbox's images are attested by where the user says: beside the chosen settings, as a rule, which name it
 * under `attestations`. The dialog asks before it writes over a file.
 * @throws ReleaseError `usage` without a sandbox that has one
 */
export async function copyAttestorKey({
  sandbox,
  selection,
}: {
  readonly sandbox: Pick<Services['sandbox'], 'running'>;
  readonly selection: Pick<Services['selection'], 'whereabouts'>;
}): Promise<void> {
  const key = sandbox.running?.attestorKey;
  if (key === undefined) {
    throw new ReleaseError('usage', 'No sandbox runs that has a key', {
      hint: 'Start the sandbox first. One of an older version has to be stopped before.',
    });
  }
  const settings = (await selection.whereabouts())?.place.settings;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Copy the Sandbox's Attestor Key"),
    saveLabel: vscode.l10n.t('Copy Key'),
    ...(settings === undefined ? {} : { defaultUri: vscode.Uri.file(path.join(path.dirname(settings), name)) }),
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(key));
  const words = vscode.l10n.t(
    'The key is copied. Name it in marketplace.yaml: attestations.key: {0}',
    path.basename(file.fsPath),
  );
  void vscode.window.showInformationMessage(words);
}
