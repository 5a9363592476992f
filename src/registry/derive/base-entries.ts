import type { LayerEntry, LayerReading } from '../layers/layer-entry.ts';
import { LayerFaultError } from '../layers/layer-fault.ts';

/** Deeper than any real folder. Without a limit, one long path of known names would be kept with every folder above it. */
export const mostParts = 64;
/** Of one layer: real ones have a few dozen. */
const mostPlaces = 10_000;

/** What a layer has at a place. */
export type BaseEntry = Pick<LayerEntry, 'kind' | 'mode' | 'uid' | 'gid' | 'linkTarget'>;

/** What a layer says of the places that somebody looks at; without slashes in front. */
export interface BaseEntries {
  readonly entries: ReadonlyMap<string, BaseEntry>;
  /** Folders that only show in the names of what is in them. */
  readonly implied: ReadonlySet<string>;
  /** What is taken away of the layers below: places, and all that is in folders. */
  readonly removed: ReadonlySet<string>;
  readonly emptied: ReadonlySet<string>;
}

/**
 * Reads of a layer's headers those whose path has no other names than the given ones: a few, however many files there are. A path in an image
 * can only come to be one of these until a link names something new. What is deeper than {@link mostParts} only shows in the folders above.
 */
export class BaseEntriesReading implements LayerReading<BaseEntries> {
  readonly #names: ReadonlySet<string>;
  readonly #entries = new Map<string, BaseEntry>();
  readonly #implied = new Set<string>();
  readonly #removed = new Set<string>();
  readonly #emptied = new Set<string>();

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  wants(): number {
    return 0;
  }

  /** @throws LayerFaultError `layer-too-large` */
  take({ path, kind, mode, uid, gid, linkTarget, whiteout }: LayerEntry): void {
    const parts = path.split('/');
    const other = parts.findIndex((part) => !this.#names.has(part));
    const known = Math.min(other < 0 ? parts.length : other, mostParts);
    for (let length = 1; length < parts.length && length <= known; length++)
      this.#implied.add(parts.slice(0, length).join('/'));
    if (known === parts.length || path === '') {
      if (whiteout === 'file') this.#removed.add(path);
      else if (whiteout === 'opaque') this.#emptied.add(path);
      else this.#entries.set(path, { kind, mode, uid, gid, ...(linkTarget === undefined ? {} : { linkTarget }) });
    }
    const places = this.#entries.size + this.#implied.size + this.#removed.size + this.#emptied.size;
    if (places > mostPlaces)
      throw new LayerFaultError('layer-too-large', `has more than ${mostPlaces} places where added files could lie`);
  }

  result(): BaseEntries {
    return {
      entries: this.#entries,
      implied: this.#implied,
      removed: this.#removed,
      emptied: this.#emptied,
    };
  }
}

/** Roughly, in memory. */
export function bytesOf({ entries, implied, removed, emptied }: BaseEntries): number {
  const names = [...entries.keys(), ...implied, ...removed, ...emptied];
  const targets = [...entries.values()].map(({ linkTarget = '' }) => linkTarget);
  // A character takes two bytes, unless all of its string are Latin.
  return 300 * names.length + 2 * [...names, ...targets].reduce((sum, { length }) => sum + length, 0);
}

const impliedFolder: BaseEntry = { kind: 'directory', mode: 0o755, uid: 0, gid: 0 };

/**
 * What an image has at a place, when its layers lie over each other (OCI image specification, layer.md).
 * @param layers from the lowest up
 * @param path whose folders are no links
 */
export function entryAt(layers: readonly BaseEntries[], path: string): BaseEntry | undefined {
  const above = foldersAbove(path);
  let isImplied = false;
  for (const { entries, implied, removed, emptied } of layers.toReversed()) {
    const entry = entries.get(path);
    // A folder that a layer above makes lies over a link, and keeps what a folder is.
    if (entry) return isImplied && entry.kind !== 'directory' ? impliedFolder : entry;
    isImplied ||= implied.has(path) || emptied.has(path);
    const isHidden =
      removed.has(path) ||
      emptied.has('') ||
      above.some((folder) => removed.has(folder) || emptied.has(folder) || isOther(entries.get(folder)));
    if (isHidden) break;
  }
  return isImplied ? impliedFolder : undefined;
}

/** Where there is something else than a folder, nothing of the layers below is in it. */
function isOther(entry: BaseEntry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'directory';
}

/** `a/b/c` → `a`, `a/b`. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}
