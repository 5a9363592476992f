import { defaultFiles } from '#formats';
import { kindOfFile } from '#release';
import type { Neighbours } from '../neighbours.ts';

/** The image lists around a form as it names them behind an `@`: from its own folder. */
export function listFiles(neighbours: Neighbours | undefined): string[] {
  if (!neighbours) return [];
  const { file, files, patterns = defaultFiles } = neighbours;
  const folder = folderOf(file);
  return files
    .filter((each) => each.startsWith(folder) && kindOfFile(each, patterns) === 'images')
    .map((each) => each.slice(folder.length));
}

/** The neighbour that a name behind an `@` is of, if there is one. */
export function listFile(name: string, { file, files }: Neighbours): string | undefined {
  const named = `${folderOf(file)}${name}`;
  return files.includes(named) ? named : undefined;
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
