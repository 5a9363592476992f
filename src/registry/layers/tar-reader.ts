import type { LayerEntry, LayerEntryKind, LayerReading } from './layer-entry.ts';
import { LayerFaultError, malformed } from './layer-fault.ts';
import type { LayerLimits } from './layer-limits.ts';
import { layerPath } from './layer-path.ts';
import { paxRecords } from './pax-records.ts';
import { blockBytes, parseTarHeader, type TarHeader } from './tar-header.ts';

/** Extended headers that stand before the entry that they are about. */
interface Extended {
  readonly pax: ReadonlyMap<string, string>;
  readonly gnuName?: string;
  readonly gnuLink?: string;
}

/** What the bytes that come next are for. */
interface Body {
  /** Bytes that are kept, and where they are put; shorter than the body where no more is wanted. */
  readonly kept: Uint8Array;
  filled: number;
  /** Bytes still to come, without and with padding. */
  left: number;
  leftPadded: number;
  readonly done: (kept: Uint8Array) => void;
}

const none: Extended = { pax: new Map() };
const nothing = new Uint8Array(0);
const decoder = new TextDecoder('utf-8');
/** Entries that have no content, whatever size their header gives (Go's archive/tar, isHeaderOnly). */
const withoutContent: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);
const kinds: Readonly<Partial<Record<string, LayerEntryKind>>> = {
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
};
/** pax: for one entry, for all; GNU: a long name, a long link target. */
const extendedTypes: ReadonlySet<string> = new Set(['x', 'g', 'L', 'K']);
const whiteoutMark = '.wh.';
const opaqueMark = '.wh..wh..opq';

/**
 * Reads a tar archive as its bytes come, in pieces of any size. Holds one header, and the wanted content of one file; everything else is
 * counted and let go.
 */
export class TarReader {
  readonly #reading: Pick<LayerReading<unknown>, 'wants' | 'take'>;
  readonly #limits: LayerLimits;
  readonly #block = new Uint8Array(blockBytes);
  #inBlock = 0;
  #body: Body | undefined;
  #extended = none;
  /** The old GNU sparse file whose list is not over. */
  #sparse: TarHeader | undefined;
  #zeroBlocks = 0;
  #entries = 0;

  constructor(reading: Pick<LayerReading<unknown>, 'wants' | 'take'>, limits: LayerLimits) {
    this.#reading = reading;
    this.#limits = limits;
  }

  /** Takes the next bytes. They are not kept. @throws LayerFaultError */
  push(bytes: Uint8Array): void {
    let at = 0;
    // What follows the end of an archive is nobody's file: runtimes stop reading there, too.
    while (at < bytes.length && this.#zeroBlocks < 2) {
      at += this.#body ? this.#fillBody(this.#body, bytes, at) : this.#fillBlock(bytes, at);
    }
  }

  /** Says that there are no more bytes. An archive may end without its two blocks of zeros. @throws LayerFaultError */
  end(): void {
    if (this.#zeroBlocks >= 2) return;
    const isOpen =
      this.#body !== undefined || this.#inBlock > 0 || this.#extended !== none || this.#sparse !== undefined;
    if (isOpen) throw malformed('is cut short: its archive ends within a file');
    if (this.#entries === 0 && this.#zeroBlocks === 0) throw malformed('is empty: no archive at all');
  }

  #fillBlock(bytes: Uint8Array, at: number): number {
    const taken = Math.min(blockBytes - this.#inBlock, bytes.length - at);
    this.#block.set(bytes.subarray(at, at + taken), this.#inBlock);
    this.#inBlock += taken;
    if (this.#inBlock === blockBytes) {
      this.#inBlock = 0;
      this.#header();
    }
    return taken;
  }

  #fillBody(body: Body, bytes: Uint8Array, at: number): number {
    const taken = Math.min(body.leftPadded, bytes.length - at);
    const wanted = Math.min(body.kept.length - body.filled, taken, body.left);
    if (wanted > 0) {
      body.kept.set(bytes.subarray(at, at + wanted), body.filled);
      body.filled += wanted;
    }
    body.left -= Math.min(body.left, taken);
    body.leftPadded -= taken;
    if (body.leftPadded === 0) {
      this.#body = undefined;
      body.done(body.kept);
    }
    return taken;
  }

  #header(): void {
    if (this.#sparse) {
      // A further part of the list: its last byte but seven says whether there are more (GNU tar manual, "Storing Sparse Files").
      const sparse = this.#sparse;
      this.#sparse = this.#block[504] === 0 ? undefined : sparse;
      if (!this.#sparse) this.#entry(sparse);
      return;
    }
    if (this.#block.every((byte) => byte === 0)) {
      if (this.#extended !== none) throw malformed('ends after an extended header');
      this.#zeroBlocks++;
      return;
    }
    if (this.#zeroBlocks > 0) throw malformed('has files behind the mark of its end');
    const header = parseTarHeader(this.#block);
    if (extendedTypes.has(header.type)) this.#extendedHeader(header);
    else if (header.isExtended) this.#sparse = header;
    else this.#entry(header);
  }

  #extendedHeader({ type, size }: TarHeader): void {
    if (size > this.#limits.headerBytes) {
      throw new LayerFaultError('layer-too-large', `has an extended header of ${size} bytes`);
    }
    this.#begin(size, size, (kept) => {
      // A global header counts for no entry, and those before it for none either: Go's archive/tar hands it on as an entry of its own.
      this.#extended = type === 'g' ? none : { ...this.#extended, ...extensionOf(type, kept) };
    });
  }

  #entry(header: TarHeader): void {
    if (++this.#entries > this.#limits.entries) {
      throw new LayerFaultError('layer-too-large', `has more than ${this.#limits.entries} files`);
    }
    const extended = this.#extended;
    this.#extended = none;
    const entry = this.#described(header, extended);
    const { size } = entry;
    const wanted = entry.kind === 'file' && entry.whiteout === undefined ? this.#reading.wants(entry) : 0;
    const kept = Math.max(0, Math.min(wanted, size, this.#limits.contentBytes));
    this.#begin(size, kept, (content) => this.#reading.take(entry, content));
  }

  #described(header: TarHeader, extended: Extended): LayerEntry {
    const { pax, gnuName, gnuLink } = extended;
    // An empty value says nothing (Go's archive/tar, mergePAX and next).
    const long = gnuName || pax.get('path') || header.name;
    const type = header.type === '\0' ? (long.endsWith('/') ? '5' : '0') : header.type;
    const isPaxSparse = type !== 'S' && saysSparse(pax);
    const name = (isPaxSparse && pax.get('GNU.sparse.name')) || long;
    const link = gnuLink || pax.get('linkpath') || header.linkName;
    if (name.length > this.#limits.nameBytes || link.length > this.#limits.nameBytes) {
      throw new LayerFaultError('layer-too-large', `has a name of more than ${this.#limits.nameBytes} characters`);
    }
    const kind = kinds[type] ?? 'other';
    const place = layerPath(name);
    const target = kind === 'hardlink' ? layerPath(link) : undefined;
    return {
      ...withWhiteout(place.path),
      kind,
      mode: header.mode,
      uid: ownerIn(pax, 'uid') ?? header.uid,
      gid: ownerIn(pax, 'gid') ?? header.gid,
      size: withoutContent.has(type) ? 0 : sizeOf(header, extended),
      ...(kind === 'symlink' ? { linkTarget: link } : target ? { linkTarget: target.path } : {}),
      isSparse: type === 'S' || isPaxSparse,
      leavesRoot: place.leavesRoot || target?.leavesRoot === true,
    };
  }

  #begin(size: number, kept: number, done: (kept: Uint8Array) => void): void {
    if (size === 0) {
      done(nothing);
      return;
    }
    const leftPadded = Math.ceil(size / blockBytes) * blockBytes;
    this.#body = { kept: new Uint8Array(kept), filled: 0, left: size, leftPadded, done };
  }
}

function extensionOf(type: string, kept: Uint8Array): Partial<Extended> {
  if (type === 'x') return { pax: paxRecords(kept) };
  if (type === 'L') return { gnuName: textOf(kept) };
  return type === 'K' ? { gnuLink: textOf(kept) } : {};
}

/** Whether the headers are those of a sparse file that Go's archive/tar knows (readGNUSparsePAXHeaders); its name counts only then. */
function saysSparse(pax: ReadonlyMap<string, string>): boolean {
  const [major, minor] = ['major', 'minor'].map((part) => pax.get(`GNU.sparse.${part}`) ?? '');
  if (major !== '' || minor !== '') return ['0.0', '0.1', '1.0'].includes(`${major}.${minor}`);
  // The first versions had no number: a map, or its parts one by one.
  return ['map', 'offset', 'numbytes'].some((part) => !!pax.get(`GNU.sparse.${part}`));
}

/** Two readers that disagree about a size see two different archives, so a size that is no number is refused. */
function sizeOf({ size }: TarHeader, { pax }: Extended): number {
  const stated = pax.get('size');
  if (!stated) return size;
  const bytes = /^\d{1,16}$/.test(stated) ? Number(stated) : Number.NaN;
  if (!Number.isSafeInteger(bytes)) throw malformed('has a file whose size is no number');
  return bytes;
}

/** The number of an owner that is larger than a header holds. */
function ownerIn(pax: Extended['pax'], key: 'uid' | 'gid'): number | undefined {
  const stated = pax.get(key) ?? '';
  return /^\d{1,10}$/.test(stated) ? Number(stated) : undefined;
}

function withWhiteout(path: string): Pick<LayerEntry, 'path' | 'whiteout'> {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (!name.startsWith(whiteoutMark)) return { path };
  const folder = path.slice(0, Math.max(0, slash));
  if (name === opaqueMark) return { path: folder, whiteout: 'opaque' };
  const removed = name.slice(whiteoutMark.length);
  return { path: folder === '' ? removed : `${folder}/${removed}`, whiteout: 'file' };
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
