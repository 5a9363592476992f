import { escapeInvisible } from '#formats';
import { ReleaseError } from '#problem';
import { blockBytes, LayerFaultError, parseTarHeader, paxRecords, type TarHeader } from '#registry';
import { ByteReader } from './byte-reader.ts';
import { KnownPaths } from './known-paths.ts';
import { pathFault } from './path-fault.ts';
import type { ReadBudget } from './read-budget.ts';
import { unpackGzip } from './unpack-gzip.ts';

/** A file as it comes by. Its bytes are read before the next file is asked for, or never. */
export interface PassingFile {
  /** From the chart's root. */
  readonly path: string;
  /** bytes, where that is known beforehand */
  readonly size?: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Extended headers that stand before the entry that they are about. */
interface Extended {
  readonly pax: ReadonlyMap<string, string>;
  readonly gnuName?: string;
}

const none: Extended = { pax: new Map() };
const sparse = 'a sparse file';
const harmful: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a pipe',
  S: sparse,
};

/**
 * The files of a chart's archive, their paths without the folder that all of them lie in. Whatever two programs could read differently, or
 * could do harm where it is unpacked, is refused.
 * @param where what is read, as the beginning of a sentence
 * @throws ReleaseError `chart-archive-unsafe`, `chart-malformed`, `chart-too-large`; what the source throws
 */
export async function* archiveEntries(
  source: AsyncIterable<Uint8Array>,
  budget: ReadBudget,
  where: string,
): AsyncGenerator<PassingFile, void, undefined> {
  const reader = new ByteReader(unpackGzip(source, budget, where));
  const places = new Places(budget, where);
  let extended = none;
  let entries = 0;
  try {
    for (;;) {
      const block = await reader.exactly(blockBytes);
      if (block.length === 0 || isZero(block)) {
        if (extended !== none || (block.length === 0 && entries === 0)) throw cutShort(where);
        if (block.length > 0) await endOf(reader, where);
        break;
      }
      if (block.length < blockBytes) throw cutShort(where);
      const header = readable(where, () => parseTarHeader(block));
      if ('xgLK'.includes(header.type)) {
        extended = await extendedBy(extended, header, reader, budget, where);
        continue;
      }
      entries++;
      budget.entry(where);
      const { path, size } = places.entry(header, extended);
      extended = none;
      if (path !== undefined) yield* oneFile(path, size, reader, where);
    }
    if (entries === 0) throw new ReleaseError('chart-malformed', `${where} is empty`);
  } finally {
    await reader.close();
  }
}

async function* oneFile(
  path: string,
  size: number,
  reader: ByteReader,
  where: string,
): AsyncGenerator<PassingFile, void, undefined> {
  let left = size;
  const content = async function* () {
    for await (const piece of reader.upTo(left)) {
      left -= piece.length;
      yield piece;
    }
    if (left > 0) throw cutShort(where);
  };
  yield { path, size, content: content() };
  // What nobody wanted.
  for await (const piece of reader.upTo(left)) left -= piece.length;
  const padding = (blockBytes - (size % blockBytes)) % blockBytes;
  if (left > 0 || (await reader.exactly(padding)).length < padding) throw cutShort(where);
}

/** Where the entries of one archive lie. */
class Places {
  readonly #budget: ReadBudget;
  readonly #where: string;
  readonly #known = new KnownPaths();
  #root: string | undefined;

  constructor(budget: ReadBudget, where: string) {
    this.#budget = budget;
    this.#where = where;
  }

  /** @returns no path for a folder */
  entry(header: TarHeader, { pax, gnuName }: Extended): { path?: string; size: number } {
    const stated = pax.get('path') || undefined;
    if (gnuName && stated !== undefined && stated !== gnuName) throw this.#unsafe(`a file with two names`);
    const name = gnuName || stated || header.name;
    const shown = escapeInvisible(name.slice(0, 120));
    const kind =
      harmful[header.type] ?? ([...pax.keys()].some((key) => key.startsWith('GNU.sparse.')) ? sparse : undefined);
    if (kind !== undefined) throw this.#unsafe(`${kind} in it (${shown})`);
    if (!['0', '\0', '5', '7'].includes(header.type))
      throw this.#unsafe(`an entry of an unknown kind in it (${shown})`);
    const isFolder = header.type === '5' || (header.type === '\0' && name.endsWith('/'));
    const path = this.#inRoot(isFolder ? name.replace(/\/$/, '') : name, isFolder, shown);
    if (isFolder) {
      if (path !== '') this.#known.folder(path, this.#where);
      return { size: 0 };
    }
    this.#known.file(path, this.#where);
    return { path, size: this.#sizeOf(header, pax) };
  }

  #inRoot(name: string, isFolder: boolean, shown: string): string {
    const fault = pathFault(name, this.#budget.limits.pathLength);
    if (fault !== undefined) throw this.#unsafe(`a file in it whose name ${fault} (${shown})`);
    const slash = name.indexOf('/');
    if (slash < 0 && !isFolder) throw this.#unsafe(`a file beside the folder of the chart (${shown})`);
    const root = slash < 0 ? name : name.slice(0, slash);
    this.#root ??= root;
    if (root !== this.#root)
      throw this.#unsafe(`several folders in it (${escapeInvisible(this.#root)} and ${escapeInvisible(root)})`);
    return slash < 0 ? '' : name.slice(slash + 1);
  }

  /** Two readers that disagree about a size see two different archives, so a size that is no number is refused. */
  #sizeOf({ size }: TarHeader, pax: Extended['pax']): number {
    const stated = pax.get('size');
    const bytes = !stated ? size : /^\d{1,16}$/.test(stated) ? Number(stated) : Number.NaN;
    if (!Number.isSafeInteger(bytes))
      throw new ReleaseError('chart-malformed', `${this.#where} has a file whose size is no number`);
    if (bytes > this.#budget.limits.unpackedBytes) {
      throw new ReleaseError('chart-too-large', `${this.#where} has a file of ${bytes} bytes`);
    }
    return bytes;
  }

  #unsafe(what: string): ReleaseError {
    return new ReleaseError('chart-archive-unsafe', `${this.#where} has ${what}`, {
      hint: 'No chart needs that, and it can do harm where it is unpacked. Ask whoever made it for one that helm package has written.',
    });
  }
}

async function extendedBy(
  before: Extended,
  { type, size }: TarHeader,
  reader: ByteReader,
  { limits }: ReadBudget,
  where: string,
): Promise<Extended> {
  if (size > limits.headerBytes) {
    throw new ReleaseError('chart-too-large', `${where} has an extended header of ${size} bytes`);
  }
  const padded = Math.ceil(size / blockBytes) * blockBytes;
  const bytes = await reader.exactly(padded);
  if (bytes.length < padded) throw cutShort(where);
  const kept = bytes.subarray(0, size);
  if (type === 'L') return { ...before, gnuName: textOf(kept) };
  // The target of a link: the link itself is refused.
  if (type === 'K') return before;
  const pax = readable(where, () => paxRecords(kept));
  if (type === 'x') return { ...before, pax };
  // For all files that follow: git writes a comment there. Readers do not agree on what else it does.
  if (['path', 'linkpath', 'size'].some((key) => pax.has(key))) {
    throw new ReleaseError('chart-archive-unsafe', `${where} gives all of its files one name or size`);
  }
  return before;
}

/** After the mark of the end there are zeros, to fill a tape's record. */
async function endOf(reader: ByteReader, where: string): Promise<void> {
  for await (const piece of reader.upTo(Number.POSITIVE_INFINITY)) {
    if (isZero(piece)) continue;
    throw new ReleaseError('chart-malformed', `${where} goes on behind the mark of its end`, {
      hint: 'Some programs would read what stands there, others not. Ask whoever made it for one that helm package has written.',
    });
  }
}

function readable<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LayerFaultError)) throw error;
    throw new ReleaseError('chart-malformed', `${where} ${error.fault.why}`, { cause: error });
  }
}

function cutShort(where: string): ReleaseError {
  return new ReleaseError('chart-malformed', `${where} is cut short`, {
    hint: 'Get it again; it may have been cut short on its way.',
  });
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
