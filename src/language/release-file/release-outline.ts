import { type ReleaseImage, readReleaseTree } from '#formats';
import type { Range } from '#problem';
import type { Fold, OutlineSymbol } from '../language.ts';
import { containersOf, imagesOf, releaseTree } from './release-tree.ts';

/** The images below their group. What else the file carries is the vendor's. */
export function releaseSymbols(text: string): OutlineSymbol[] {
  const { root, index, model } = readReleaseTree(text);
  const group = imagesOf(root);
  if (!group) return [];
  const names = new Map<string, Range>();
  for (const { offset, children: [name] = [] } of group.children ?? [])
    if (name) names.set(placeOf(index.range(offset, offset)), index.range(name.offset, name.offset + name.length));
  const children = model.images.map((image) => imageSymbol(image, names));
  const { offset, length } = group;
  const property = group.parent ?? group;
  const name = property.children?.[0] ?? group;
  const range = index.range(property.offset, offset + length);
  const detail = children.length === 1 ? '1 image' : `${children.length} images`;
  const nameRange = index.range(name.offset, name.offset + name.length);
  return [{ name: 'images', detail, kind: 'group', range, nameRange, children }];
}

function imageSymbol({ key, dest, source, range }: ReleaseImage, names: ReadonlyMap<string, Range>): OutlineSymbol {
  const detail = dest.text || source.text;
  const nameRange = names.get(placeOf(range)) ?? range;
  return { name: key || '""', detail, kind: 'image', range, nameRange, children: [] };
}

function placeOf({ line, column }: Range): string {
  return `${line}:${column}`;
}

/** Objects and lists of several lines. Their closing bracket stays visible. */
export function releaseFolds(text: string): Fold[] {
  const { root, index } = releaseTree(text);
  const folds = new Map<number, Fold>();
  for (const { offset, length } of containersOf(root)) {
    const { line: first, endLine } = index.range(offset, offset + length);
    const last = endLine - 1;
    if (last > first && !folds.has(first)) folds.set(first, { first, last, kind: 'region' });
  }
  return [...folds.values()];
}
