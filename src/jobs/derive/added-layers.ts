import { ReleaseError } from '#problem';
import { digestOf, type PackedLayer, type Placement, packLayer } from '#registry';
import type { Gateways } from '../gateways.ts';
import type { DerivedFile } from './derivation.ts';

/** More than this is no small change any more: what is added is held in memory while a job lasts. */
const maxAddedBytes = 33_554_432;

export type FileToAdd = Omit<DerivedFile, 'size' | 'digest'>;

/** Files that are added to images, as they are now. */
export interface AddedFiles {
  readonly files: readonly DerivedFile[];
  /** The layer of them where they come to lie so. @throws ReleaseError `derive-impossible` */
  layerAt(placement: Placement): PackedLayer;
}

/** Where files come from that are added. */
export interface AddedSources extends Pick<Gateways, 'ownPrograms'> {
  readonly files: Pick<Gateways['files'], 'read'>;
}

/** The layers that a job adds to images: the files are read once a job, however many images get them. */
export class AddedLayers {
  readonly #sources: AddedSources;
  readonly #added = new Map<string, Promise<AddedFiles>>();

  constructor(sources: AddedSources) {
    this.#sources = sources;
  }

  /** @throws ReleaseError `derive-impossible`, and what reading a file throws */
  of(files: readonly FileToAdd[]): Promise<AddedFiles> {
    const key = JSON.stringify(
      files.map(({ from, program, to, mode, uid, gid }) => [from, program, to, mode, uid, gid]),
    );
    const held = this.#added.get(key);
    if (held) return held;
    const added = this.#read(files);
    this.#added.set(key, added);
    return added;
  }

  async #read(files: readonly FileToAdd[]): Promise<AddedFiles> {
    const read: (FileToAdd & { readonly content: Uint8Array })[] = [];
    let left = maxAddedBytes;
    const { files: given, ownPrograms } = this.#sources;
    for (const file of files) {
      const { from, program } = file;
      const content = await (program === undefined ? given.read(from) : ownPrograms.read(program));
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
      read.push({ ...file, content });
    }
    const layers = new Map<string, PackedLayer>();
    return {
      files: read.map(({ content, ...file }) => ({ ...file, size: content.length, digest: digestOf(content) })),
      layerAt({ places, folders }) {
        const key = JSON.stringify([places, folders]);
        const packed = layers.get(key) ?? packLayer(placed(read, places), folders);
        layers.set(key, packed);
        return packed;
      },
    };
  }
}

function placed<F extends { readonly to: string }>(files: readonly F[], places: readonly string[]) {
  return files.map(({ to, ...file }, at) => ({ ...file, path: places[at] ?? to }));
}
