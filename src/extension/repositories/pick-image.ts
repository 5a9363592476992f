import type { TagNode } from './node.ts';
import { pickRepository } from './pick-repository.ts';
import { pickTag } from './pick-tag.ts';
import type { RepositoriesModel } from './repositories-model.ts';

/** Lets somebody choose a repository and a tag of it. */
export async function pickImage(model: RepositoriesModel, title: string): Promise<TagNode | undefined> {
  const repository = await pickRepository(model, title);
  return repository && pickTag(model, repository, title);
}
