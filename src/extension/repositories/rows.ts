import { ReleaseError } from '#problem';
import type { Node, NoteNode, PlatformNode, RepositoryNode, TagNode } from './node.ts';
import type { PageList } from './page-list.ts';
import type { RepositoriesModel } from './repositories-model.ts';
import { imageNotes } from './words/image-notes.ts';

/** The rows of a list that comes in pages, and the one that stands for what is not shown. */
export function listRows(
  list: PageList<RepositoryNode> | PageList<TagNode>,
  parent: RepositoryNode | undefined,
): Node[] {
  if (list.failure) return [...list.rows, { kind: 'trouble', parent, error: list.failure }];
  return [...list.rows, ...(list.hasMore ? [{ kind: 'more' as const, parent }] : [])];
}

/** What a tag holds, a row each: what its tooltip says, for who uses the keyboard. */
export async function tagRows(parent: TagNode, model: RepositoriesModel): Promise<Node[]> {
  try {
    const { value } = await model.image(parent);
    const platforms = value.platforms.map((one): PlatformNode => ({ kind: 'platform', parent, ...one }));
    const notes = imageNotes(value).map((note): NoteNode => ({ kind: 'note', parent, ...note }));
    return [...platforms, ...notes];
  } catch (error) {
    return [{ kind: 'trouble', parent, error: ReleaseError.from(error) }];
  }
}
