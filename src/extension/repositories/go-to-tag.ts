import * as vscode from 'vscode';
import type { ManifestDocuments } from '../documents/manifest-documents.ts';
import { isNode, repositoryOf } from './node.ts';
import { pickRepository } from './pick-repository.ts';
import { pickTag } from './pick-tag.ts';
import type { RepositoriesView } from './repositories-view.ts';

/** Goes to a tag by its name: to its row where it is loaded, else to its manifest. */
export async function goToTag(view: RepositoriesView, manifests: ManifestDocuments, given: unknown): Promise<void> {
  const title = vscode.l10n.t('Go to tag');
  const model = await view.atWork(() => view.tree.load());
  const repository = isNode(given) && model.owns(given) ? repositoryOf(given) : await pickRepository(model, title);
  const tag = repository && (await pickTag(model, repository, vscode.l10n.t('Go to tag of {0}', repository.name)));
  if (tag && !(await view.reveal(tag))) await manifests.open(tag, model);
}
