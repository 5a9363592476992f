import { parseImageList, parseRelease } from '#formats';
import type { InputFile } from '#release';

/** A digest of its own for every letter or digit. */
export function digestOf(character: string): string {
  return `sha256:${character.repeat(64)}`;
}

/** A release file from pairs of dest and source, one a line from line 2 on. */
export function releaseFile(file: string, images: readonly (readonly [dest: string, source: string])[]): InputFile {
  const lines = images.map(([dest, source], at) => `"k${at}": ${JSON.stringify({ source, dest })}`);
  return { file, kind: 'release', model: parseRelease(`{"metadata":{"images":{\n${lines.join(',\n')}\n}}}`).model };
}

/** An image list from its lines. */
export function imageList(file: string, ...lines: string[]): InputFile {
  return { file, kind: 'images', model: parseImageList(lines.join('\n')).model };
}
