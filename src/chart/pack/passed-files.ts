import { ReleaseError } from '#problem';
import type { ChartInput, InputFile } from '../chart.ts';
import { joinedPieces } from '../joined-pieces.ts';
import type { PassingFile } from '../read/archive-entries.ts';
import { usualLimits } from '../read/chart-limits.ts';
import { passingFiles } from '../read/passing-files.ts';
import { ReadBudget } from '../read/read-budget.ts';

/** A file on its way from the input into the new archive. */
export interface PassedFile extends PassingFile {
  readonly size: number;
}

/** Bytes of files that may wait for their turn. */
const usualWindow = 33_554_432;

/**
 * The files of an input, unchanged, in the order that is asked for. Of an archive whose order is another one, what comes next is kept within
 * bounds, and the archive is read again for the rest.
 * @param paths each once
 * @param window bytes that may wait
 * @throws ReleaseError `chart-changed`; what reading the input throws
 */
export function passedFiles(
  paths: readonly string[],
  input: ChartInput,
  window = usualWindow,
): AsyncGenerator<PassedFile, void, undefined> {
  return input.kind === 'folder' ? ofFolder(paths, input.files, window) : ofArchive(paths, input, window);
}

async function* ofFolder(
  paths: readonly string[],
  files: readonly InputFile[],
  window: number,
): AsyncGenerator<PassedFile, void, undefined> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const path of paths) {
    const file = byPath.get(path);
    if (!file) throw changed(path);
    const { size, whole } = await measured(file, window / 8);
    yield { path, size, content: whole ? once(whole) : sameSize(file, size) };
  }
}

/** How long a file is, and what it holds when that is little. */
async function measured(file: InputFile, most: number): Promise<{ size: number; whole: Uint8Array | undefined }> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open()) {
    size += piece.length;
    if (size <= most) pieces.push(piece);
    else pieces = [];
  }
  return { size, whole: size <= most ? joinedPieces(pieces, size) : undefined };
}

async function* sameSize(file: InputFile, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = size;
  for await (const piece of file.open()) {
    left -= piece.length;
    if (left < 0) break;
    yield piece;
  }
  if (left !== 0) throw changed(file.path);
}

async function* ofArchive(
  paths: readonly string[],
  input: ChartInput,
  window: number,
): AsyncGenerator<PassedFile, void, undefined> {
  if (paths.length === 0) return;
  const sizes = await sizesOf(input);
  const ranks = new Map(paths.map((path, rank) => [path, rank]));
  // Bytes of all files that come before each.
  const before: number[] = [];
  let sum = 0;
  for (const path of paths) {
    before.push(sum);
    sum += sizes.get(path) ?? 0;
  }
  let next = 0;
  while (next < paths.length) {
    const begun = next;
    const held = new Map<number, PassedFile>();
    // To its end each time: only there a digest is known to be right.
    for await (const { path, size = 0, content } of passingFiles(input, new ReadBudget(usualLimits))) {
      const rank = ranks.get(path);
      if (rank === undefined || rank < next) continue;
      if (size !== sizes.get(path)) throw changed(path);
      if (rank === next) {
        yield { path, size, content };
        next++;
        for (let waiting = held.get(next); waiting; waiting = held.get(next)) {
          yield waiting;
          held.delete(next);
          next++;
        }
      } else if ((before[rank] ?? 0) + size - (before[next] ?? 0) <= window) {
        held.set(rank, { path, size, content: once(await whole(content, size)) });
      }
    }
    if (next === begun) throw changed(paths[next] ?? '');
  }
}

async function sizesOf(input: ChartInput): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for await (const { path, size = 0 } of passingFiles(input, new ReadBudget(usualLimits))) sizes.set(path, size);
  return sizes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

async function whole(content: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return joinedPieces(pieces, size);
}

function changed(path: string): ReleaseError {
  return new ReleaseError('chart-changed', `${path} of the chart is not what it was when the chart was read`, {
    hint: 'Run the same again when nothing writes to the chart.',
  });
}
