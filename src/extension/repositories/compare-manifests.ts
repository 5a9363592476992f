import * as vscode from 'vscode';
import { type ManifestDocuments, manifestTitle } from '../documents/manifest-documents.ts';
import type { PlatformNode, TagNode } from './node.ts';
import { pickImage } from './pick-image.ts';
import { pickTag } from './pick-tag.ts';
import type { RepositoriesModel } from './repositories-model.ts';
import type { RepositoriesView } from './repositories-view.ts';
import { selectedImages } from './selected-rows.ts';

type Image = TagNode | PlatformNode;

/** Shows two manifests beside each other: of two selected rows, or of one and a tag that is asked for, or of two that are. */
export async function compareManifests(
  view: RepositoriesView,
  manifests: ManifestDocuments,
  given: readonly unknown[],
): Promise<void> {
  const model = await view.atWork(() => view.tree.load());
  const rows = selectedImages(given, model);
  const left = rows[0] ?? (await pickImage(model, vscode.l10n.t('Compare the manifest of')));
  const right = left && (rows[1] ?? (await pickOther(left, model)));
  if (!left || !right) return;
  const [leftUri, rightUri] = await Promise.all([left, right].map((image) => manifests.uri(image, model)));
  const title = `${manifestTitle(left)} ↔ ${manifestTitle(right)}`;
  await vscode.commands.executeCommand('vscode.diff', leftUri, rightUri, title);
}

function pickOther(image: Image, model: RepositoriesModel): Promise<TagNode | undefined> {
  const tag = image.kind === 'tag' ? image : image.parent;
  return pickTag(model, tag.parent, vscode.l10n.t('Compare {0} with', manifestTitle(image)), tag);
}
