import { createHash } from 'node:crypto';
import { Gzip } from 'fflate';
import { quote } from '#formats';
import { ReleaseError } from '#problem';
import { tarHead } from '#registry';
import type { ChartInput } from '../chart.ts';
import { packingOrder } from '../packing-order.ts';
import { usualLimits } from '../read/chart-limits.ts';
import { KnownPaths } from '../read/known-paths.ts';
import { pathFault } from '../read/path-fault.ts';
import { passedFiles } from './passed-files.ts';

/** A file of a chart that is packed. */
export interface PackedFile {
  /** From the chart's root, with forward slashes. */
  readonly path: string;
  /** When absent the file passes through from the input as it is. */
  readonly content?: Uint8Array;
}

const block = 512;
/** What the compressor gets at a time: its output depends on it, so it belongs to the frozen form. */
const pieceBytes = 65_536;
/** Pieces after which others get their turn: what is stopped ends within some 50 ms. */
const piecesInATurn = 16;

/** How packing goes on. */
interface PackOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets each piece of the packed chart. */
  readonly each?: (piece: Uint8Array) => void;
}

/**
 * Packs a chart as Helm reads it: one folder with the chart's name, packed with gzip. The bytes depend on nothing but names and contents: not on
 * time, machine, the rights of files or the order they come in. Order, headers, level and memory of the compression are frozen; fflate has the same
 * output on every machine, Node's zlib does not. It can be iterated more than once, and holds little whatever passes through.
 * @param name of the chart: of the folder in the archive
 * @param input where files without content come from
 * @throws ReleaseError `chart-changed`, `chart-archive-unsafe` for a path that is none or stands twice; what reading the input throws; the
 *   signal's reason
 */
export function packChart(
  name: string,
  files: readonly PackedFile[],
  input: ChartInput,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => gzipped(even(tarOfChart(name, files, input)), signal) };
}

/** The digest of a packed chart, and its size in bytes. The packed bytes are not kept here. @throws as {@link packChart} */
export async function chartDigest(
  name: string,
  files: readonly PackedFile[],
  input: ChartInput,
  { signal, each }: PackOptions = {},
): Promise<{ readonly digest: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of packChart(name, files, input, signal)) {
    hash.update(piece);
    size += piece.length;
    each?.(piece);
  }
  return { digest: `sha256:${hash.digest('hex')}`, size };
}

async function* tarOfChart(
  name: string,
  files: readonly PackedFile[],
  input: ChartInput,
): AsyncGenerator<Uint8Array, void, undefined> {
  const sorted = checked(name, files);
  const passing = passedFiles(
    sorted.flatMap(({ path, content }) => (content ? [] : [path])),
    input,
  );
  try {
    for (const { path, content } of sorted) {
      if (content) {
        yield head(`${name}/${path}`, content.length);
        yield content;
        yield padding(content.length);
        continue;
      }
      const { value: passed } = await passing.next();
      // The two go side by side: what does not pass throws.
      if (!passed) return;
      yield head(`${name}/${path}`, passed.size);
      yield* passed.content;
      yield padding(passed.size);
    }
    // What is left of the input is read to its end, which tells whether it was the right one.
    await passing.next();
  } finally {
    await passing.return();
  }
  yield new Uint8Array(2 * block);
}

function checked(name: string, files: readonly PackedFile[]): readonly PackedFile[] {
  const known = new KnownPaths();
  for (const path of [name, ...files.map((file) => file.path)]) {
    const fault = pathFault(path, usualLimits.pathLength);
    if (fault !== undefined)
      throw new ReleaseError('chart-archive-unsafe', `${quote(path)} cannot be packed: it ${fault}`);
  }
  for (const { path } of files) known.file(path, 'The new chart');
  return [...files].sort(packingOrder);
}

/** Rights and owner are always the same, as Helm writes them. */
function head(path: string, size: number): Uint8Array {
  return tarHead({ path, type: '0', mode: 0o644, uid: 0, gid: 0, size });
}

function padding(size: number): Uint8Array {
  return new Uint8Array((block - (size % block)) % block);
}

/** The same bytes in pieces of one size. */
async function* even(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + pieceBytes - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < pieceBytes) continue;
      yield piece;
      piece = new Uint8Array(pieceBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

async function* gzipped(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  const gzip = new Gzip({ level: 6, mem: 8, mtime: 0 }, (bytes) => void ready.push(bytes));
  const taken = () => {
    const given = ready;
    ready = [];
    return given;
  };
  let pieces = 0;
  for await (const piece of source) {
    // Of a chart that is held in memory nothing else waits: nobody could say that it is to stop.
    if (++pieces % piecesInATurn === 0) await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    gzip.push(piece);
    yield* taken();
  }
  gzip.push(new Uint8Array(0), true);
  yield* taken();
}
