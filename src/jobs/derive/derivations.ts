import type { DerivedImage } from '#formats';
import type { Reference } from '#reference';
import { BasePlaces, type BaseSource, type ImageChange, type ImageNode, type SoughtProgram } from '#registry';
import { firstMatch, type ResolvedImage } from '#release';
import type { Files } from '../gateways.ts';
import { requireInside } from '../gather/inside-folder.ts';
import { placeFrom } from '../gather/place-from.ts';
import { type AddedFiles, AddedLayers, type AddedSources, type FileToAdd } from './added-layers.ts';
import { baseName } from './base-name.ts';
import type { Derivation } from './derivation.ts';
import { placedPrograms } from './own-programs.ts';
import { type PlacedLayers, placedLayers } from './placed-layers.ts';
import { programPlaces } from './program-places.ts';

/** A change that is ready to be made. */
export interface ReadyChange {
  readonly change: Omit<ImageChange, 'layerOn'>;
  /** Set where files are added: their layers on a base, of which nothing else is left out any more. */
  readonly place?: (
    node: ImageNode,
    source: BaseSource,
    /** Of the base, by digest. */
    configs: ReadonlyMap<string, Uint8Array>,
    signal?: AbortSignal,
  ) => Promise<PlacedLayers>;
  /** What the image records as the name of its base. */
  readonly baseName: string | undefined;
  /** How an item tells of it. */
  readonly told: Omit<Derivation, 'base' | 'placements'>;
}

/** What the settings say of images that are changed on their way. */
interface DeriveWish {
  readonly derive: readonly DerivedImage[];
  /** Absolute; files in the settings are relative to it. */
  readonly folder: string;
}

interface DeriveSources extends AddedSources {
  readonly files: Pick<Files, 'read' | 'absolute' | 'displayed' | 'real'>;
}

/** The changes that a plan makes to images: the first entry that fits the repository below the target's prefix. */
export class Derivations {
  readonly #wish: DeriveWish | undefined;
  readonly #prefix: string;
  readonly #files: DeriveSources['files'];
  readonly #layers: AddedLayers;
  readonly #places = new BasePlaces();

  /** @param wish none where images go as they are */
  constructor(wish: DeriveWish | undefined, { prefix }: { readonly prefix: string }, sources: DeriveSources) {
    this.#wish = wish;
    this.#prefix = prefix;
    this.#files = sources.files;
    this.#layers = new AddedLayers(sources);
  }

  /** Whether an image is changed. */
  has({ target }: Pick<ResolvedImage, 'target'>): boolean {
    return this.#ruleFor(target) !== undefined;
  }

  /**
   * The change of an image; undefined when it goes as it is.
   * @param source what its base is called
   * @throws ReleaseError `derive-impossible`, and what reading an added file throws
   */
  async of({ target }: Pick<ResolvedImage, 'target'>, source: Reference): Promise<ReadyChange | undefined> {
    const rule = this.#ruleFor(target);
    if (!rule) return undefined;
    const { program, labels, environment, command } = rule;
    const placed = program && placedPrograms[program];
    const { user = placed?.user, entrypoint = placed?.entrypoint } = rule;
    const files: FileToAdd[] = [
      ...(program && placed ? [{ from: program, program, to: placed.to, mode: 0o644, uid: 0, gid: 0 }] : []),
      ...rule.files.map(({ from, to, mode, uid, gid }) => ({ from: this.#nameOf(from), to, mode, uid, gid })),
    ];
    const added = files.length === 0 ? undefined : await this.#added(files);
    const run = {
      ...(user === undefined ? {} : { user }),
      ...(entrypoint ? { entrypoint: [...entrypoint] } : {}),
      ...(command ? { command: [...command] } : {}),
    };
    return {
      change: { ...run, labels, environment },
      // An entry point of the user's own is not judged.
      ...(added ? { place: this.#placing(added, rule.entrypoint ? undefined : placed?.runtime, environment) } : {}),
      baseName: baseName(source),
      told: {
        ...run,
        ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
        ...(Object.keys(environment).length === 0 ? {} : { environment: { ...environment } }),
        ...(added ? { files: [...added.files] } : {}),
      },
    };
  }

  async #added(files: readonly FileToAdd[]): Promise<AddedFiles> {
    const folder = this.#wish?.folder ?? '';
    const given = files.filter(({ program }) => program === undefined);
    await Promise.all(given.map(({ from }) => requireInside(folder, this.#files.absolute(from), this.#files)));
    return this.#layers.of(files);
  }

  #placing(
    added: AddedFiles,
    runtime: Pick<SoughtProgram, 'name' | 'hint'> | undefined,
    environment: DerivedImage['environment'],
  ): NonNullable<ReadyChange['place']> {
    const files = added.files.map(({ to }) => to);
    return async (node, source, configs, signal) => {
      const placesBy = (digest: string) => {
        const bytes = configs.get(digest) ?? new Uint8Array();
        return programPlaces(runtime?.name ?? '', { bytes, digest, repository: source.repository }, environment);
      };
      const question = { files, ...(runtime ? { program: { ...runtime, placesBy } } : {}) };
      return placedLayers(added, await this.#places.of(node, question, source, signal));
    };
  }

  #ruleFor({ repository }: Reference): DerivedImage | undefined {
    const path = this.#prefix === '' ? repository : repository.slice(this.#prefix.length + 1);
    return firstMatch(this.#wish?.derive ?? [], path);
  }

  /** As the user would name it, so that a saved plan fits another machine with the same folders. */
  #nameOf(from: string): string {
    return this.#files.displayed(placeFrom(this.#wish?.folder ?? '', from, this.#files));
  }
}
