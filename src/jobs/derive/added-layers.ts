import { ReleaseError } from '#problem';
import { digestOf, type PackedLayer, packLayer } from '#registry';
import type { Files } from '../gateways.ts';
import type { DerivedFile } from './derivation.ts';

/** More than this is no small change any more: what is added is held in memory while a job lasts. */
const maxAddedBytes = 33_554_432;

export type FileToAdd = Omit<DerivedFile, 'size' | 'digest'>;

/** Files that are added to images, as they are now, and the layer of them. */
export interface AddedLayer {
  readonly files: readonly DerivedFile[];
  readonly layer: PackedLayer;
}

/** The layers that a job adds to images: the files are read once a job, however many images get them. */
export class AddedLayers {
  readonly #files: Pick<Files, 'read'>;
  readonly #layers = new Map<string, Promise<AddedLayer>>();

  constructor(files: Pick<Files, 'read'>) {
    this.#files = files;
  }

  /** @throws ReleaseError `derive-impossible`, and what reading a file throws */
  of(files: readonly FileToAdd[]): Promise<AddedLayer> {
    const key = JSON.stringify(files.map(({ from, to, mode, uid, gid }) => [from, to, mode, uid, gid]));
    const held = this.#layers.get(key);
    if (held) return held;
    const packed = this.#pack(files);
    this.#layers.set(key, packed);
    return packed;
  }

  async #pack(files: readonly FileToAdd[]): Promise<AddedLayer> {
    const read: (FileToAdd & { readonly content: Uint8Array })[] = [];
    let left = maxAddedBytes;
    for (const { from, to, mode, uid, gid } of files) {
      const content = await this.#files.read(from);
      left -= content.length;
      if (left < 0) {
        throw new ReleaseError(
          'derive-impossible',
          `With ${from}, more than ${maxAddedBytes} bytes of files are added`,
          {
            hint: 'Build an image with the large files, and release that one.',
          },
        );
      }
      read.push({ from, to, mode, uid, gid, content });
    }
    const layer = packLayer(read.map(({ to, ...file }) => ({ ...file, path: to })));
    return {
      files: read.map(({ content, ...file }) => ({ ...file, size: content.length, digest: digestOf(content) })),
      layer,
    };
  }
}
