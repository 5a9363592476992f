import { isImageNode, type PlatformNode, type TagNode } from './node.ts';
import type { RepositoriesModel } from './repositories-model.ts';

/**
 * What a command of a tree was called on: all rows that are selected, when it was called on one of them; else that row alone.
 * @param given the row, and the selected rows
 */
export function selectedRows([row, selected]: readonly unknown[]): readonly unknown[] {
  if (row === undefined || row === null) return [];
  return Array.isArray(selected) && selected.includes(row) ? selected : [row];
}

/** Those of them that stand for an image, and for one of what is shown now. */
export function selectedImages(
  given: readonly unknown[],
  model: Pick<RepositoriesModel, 'owns'>,
): readonly (TagNode | PlatformNode)[] {
  return selectedRows(given)
    .filter(isImageNode)
    .filter((row) => model.owns(row));
}
