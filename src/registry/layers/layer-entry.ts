/** What an entry of a layer is. `other`: devices, pipes and what no runtime unpacks. */
export type LayerEntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** One entry of a layer, as it stands in the archive: of two with one path the later counts. */
export interface LayerEntry {
  /** Below the root of the image: no slash at the ends, no `.` or `..`. A whiteout is told by {@link LayerEntry.whiteout}, not by its name. */
  readonly path: string;
  readonly kind: LayerEntryKind;
  /** Permission bits. */
  readonly mode: number;
  /** Numbers of its owner and group. */
  readonly uid: number;
  readonly gid: number;
  /** Bytes of its content in the archive. */
  readonly size: number;
  /** Of a symlink as it is written, of a hardlink below the root. */
  readonly linkTarget?: string;
  /** Its content stands in pieces, with holes between them: what is handed on are the pieces, perhaps behind their list. */
  readonly isSparse: boolean;
  /** Whether its name, or the target of a hard link, leads above the root. */
  readonly leavesRoot: boolean;
  /**
   * What it takes away of the layers below (OCI image specification, layer.md, "Whiteouts"): `path` itself, or with `opaque` all that
   * is in the directory `path`.
   */
  readonly whiteout?: 'file' | 'opaque';
}

/** Who reads a layer. One is made for each try, so what a broken connection left half-read is forgotten with it. */
export interface LayerReading<T> {
  /** How many bytes of this file's content are wanted, from its beginning; 0 for none. Asked of files only. */
  wants(entry: LayerEntry): number;
  /** An entry, in the archive's order, with as much of its content as was wanted. The bytes are the reader's own to keep. */
  take(entry: LayerEntry, content: Uint8Array): void;
  /** What came of it; asked when the whole layer was there and its digest right. */
  result(): T;
}
