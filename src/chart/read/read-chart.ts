import type { Chart, ChartFile, ChartInput } from '../chart.ts';
import { joinedPieces } from '../joined-pieces.ts';
import { archiveEntries, type PassingFile } from './archive-entries.ts';
import { assembleChart } from './assemble-chart.ts';
import { type ChartLimits, usualLimits } from './chart-limits.ts';
import { passingFiles } from './passing-files.ts';
import { ReadBudget } from './read-budget.ts';
import { isSubchartArchive, subchartPlace } from './subchart-paths.ts';

/**
 * Reads a chart in one pass, in bounded memory. It holds what Helm looks at and small files; archives in `charts/` are read in passing.
 * @param limits what is read at most
 * @throws ReleaseError `chart-archive-unsafe`, `chart-malformed`, `chart-too-large`, `chart-file-missing`, `chart-metadata-invalid`; what
 *   opening and reading the input throws; the signal's reason
 */
export async function readChart(
  input: ChartInput,
  limits: ChartLimits = usualLimits,
  signal?: AbortSignal,
): Promise<Chart> {
  signal?.throwIfAborted();
  const budget = new ReadBudget(limits, signal);
  return gathered(passingFiles(input, budget), budget, '', 0);
}

/** @param at where the chart lies in the one that was asked for: '' for that one itself, else with a slash at the end */
async function gathered(
  passing: AsyncIterable<PassingFile>,
  budget: ReadBudget,
  at: string,
  depth: number,
): Promise<Chart> {
  const files: ChartFile[] = [];
  const archives = new Map<string, Chart>();
  for await (const file of passing) {
    const { own, depth: within } = subchartPlace(file.path);
    budget.level(depth + within, `${at}${file.path}`);
    if (!isSubchartArchive(file.path)) {
      files.push(await heldFile(file, own, budget));
      continue;
    }
    const where = `${at}${file.path}`;
    budget.level(depth + within + 1, where);
    const watched = new Sized(file.content);
    const entries = archiveEntries(watched.bytes(), budget, where);
    archives.set(file.path, await gathered(entries, budget, `${where}/`, depth + within + 1));
    files.push({ path: file.path, size: watched.size });
  }
  return assembleChart(files, archives, at);
}

/** The bytes of a file that something else reads, counted. */
class Sized {
  size = 0;
  readonly #content: AsyncIterable<Uint8Array>;

  constructor(content: AsyncIterable<Uint8Array>) {
    this.#content = content;
  }

  async *bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of this.#content) {
      this.size += piece.length;
      yield piece;
    }
  }
}

/** What a chart is made of, for Helm. */
const madeOf =
  /^(?:Chart\.yaml|Chart\.lock|requirements\.(?:yaml|lock)|values[^/]*\.ya?ml|values\.schema\.json|\.helmignore|(?:templates|crds)\/.*)$/;

/** @param own its path in the subchart that it belongs to */
async function heldFile({ path, content }: PassingFile, own: string, budget: ReadBudget): Promise<ChartFile> {
  const isPart = madeOf.test(own);
  const most = isPart ? budget.limits.heldFileBytes : budget.limits.smallFileBytes;
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size <= most) pieces.push(piece);
    else pieces = [];
  }
  if (size > most) return { path, size };
  if (isPart) budget.hold(size);
  else if (!budget.holdSmall(size)) return { path, size };
  return { path, size, content: joinedPieces(pieces, size) };
}
