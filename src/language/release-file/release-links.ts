import { readReleaseTree } from '#formats';
import type { Link } from '../language.ts';
import type { Neighbours } from '../neighbours.ts';
import { pairedFiles } from '../shared/paired-files.ts';
import { registryPage } from '../shared/registry-page.ts';
import { listedImages } from './release-images.ts';
import { imagesOf } from './release-tree.ts';

/** More links than this are of use to nobody, and take an editor long to draw. */
const mostLinks = 2000;

/** From the key of the images to the list that chooses among them, when there is one; from sources to their registry's pages. */
export function releaseLinks(text: string, files: Neighbours): Link[] {
  const [list, ...others] = pairedFiles(files, 'images');
  const { root, index, model } = readReleaseTree(text);
  const name = imagesOf(root)?.parent?.children?.[0];
  const isPaired = list !== undefined && others.length === 0 && name !== undefined;
  const toList = isPaired
    ? [{ range: index.range(name.offset, name.offset + name.length), title: `Open ${list}`, file: list }]
    : [];
  const pages = listedImages(model).flatMap(({ source, ownSource }): Link[] => {
    const address = source && registryPage(source);
    if (!address || !ownSource) return [];
    return [{ range: ownSource.range, title: `Look at it in ${source.registry}`, address }];
  });
  return [...toList, ...pages.slice(0, mostLinks)];
}
