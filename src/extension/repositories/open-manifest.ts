import * as vscode from 'vscode';
import type { ManifestDocuments } from '../documents/manifest-documents.ts';
import { pickImage } from './pick-image.ts';
import type { RepositoriesView } from './repositories-view.ts';
import { selectedImages } from './selected-rows.ts';

/** Opens the manifests of rows, or of a tag that is asked for. */
export async function openManifest(
  view: RepositoriesView,
  manifests: ManifestDocuments,
  given: readonly unknown[],
): Promise<void> {
  const model = await view.atWork(() => view.tree.load());
  const rows = selectedImages(given, model);
  if (rows.length === 0) {
    const tag = await pickImage(model, vscode.l10n.t('Open the manifest of'));
    if (tag) await manifests.open(tag, model);
  }
  for (const row of rows) await manifests.open(row, model);
}
