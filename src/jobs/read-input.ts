import { decodeText, parseImageList, parseRelease } from '#formats';
import { inFile, type Problem } from '#problem';
import type { InputFile } from '#release';
import type { LoadedFile } from './loaded-file.ts';

/** A file as what it is taken for, and what is wrong with it. Without `input` it was not even decoded. */
export interface ReadInput {
  readonly input?: InputFile;
  readonly problems: readonly Problem[];
}

/** Reads a release file or an image list from its bytes. */
export function readInput({ file, bytes }: LoadedFile, kind: InputFile['kind']): ReadInput {
  const { text, problems } = decodeText(bytes);
  // Too large a file was not decoded; that its empty text is no release would be a false report.
  if (problems.some(({ rule }) => rule === 'text-too-large')) return { problems: inFile(file, problems) };
  if (kind === 'release') {
    const read = parseRelease(text);
    return { input: { file, kind, model: read.model }, problems: inFile(file, [...problems, ...read.problems]) };
  }
  const read = parseImageList(text);
  return { input: { file, kind, model: read.model }, problems: inFile(file, [...problems, ...read.problems]) };
}
