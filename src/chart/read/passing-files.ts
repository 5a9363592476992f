import { escapeInvisible } from '#formats';
import { ReleaseError } from '#problem';
import type { ChartInput, InputFile } from '../chart.ts';
import { archiveEntries, type PassingFile } from './archive-entries.ts';
import { KnownPaths } from './known-paths.ts';
import { pathFault } from './path-fault.ts';
import type { ReadBudget } from './read-budget.ts';

/** What is read, where nothing else names it. */
const archiveWords = "The chart's archive";
const folderWords = "The chart's folder";

/**
 * All files of a chart, one after another: of an archive in its order, of a folder in the order given.
 * @throws ReleaseError `chart-archive-unsafe`, `chart-malformed`, `chart-too-large`; what reading throws
 */
export function passingFiles(input: ChartInput, budget: ReadBudget): AsyncIterable<PassingFile> {
  return input.kind === 'archive'
    ? archiveEntries(input.open(), budget, archiveWords)
    : folderEntries(input.files, budget);
}

async function* folderEntries(
  files: readonly InputFile[],
  budget: ReadBudget,
): AsyncGenerator<PassingFile, void, undefined> {
  const known = new KnownPaths();
  for (const file of files) {
    budget.entry(folderWords);
    const fault = pathFault(file.path, budget.limits.pathLength);
    if (fault !== undefined) {
      const shown = escapeInvisible(file.path.slice(0, 120));
      throw new ReleaseError('chart-archive-unsafe', `${folderWords} has a file whose name ${fault} (${shown})`, {
        hint: 'Rename it: in an archive it would mean something else on other systems.',
      });
    }
    known.file(file.path, folderWords);
    yield { path: file.path, content: counted(file, budget) };
  }
}

async function* counted(file: InputFile, budget: ReadBudget): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of file.open()) {
    budget.unpacked(piece.length, folderWords);
    yield piece;
  }
}
