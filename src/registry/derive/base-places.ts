import { ReleaseError } from '#problem';
import { LayerOutcomes } from '../layers/layer-outcomes.ts';
import { type ImageNode, imageManifests } from '../manifests/image.ts';
import { parseManifest } from '../manifests/manifest.ts';
import type { RegistrySession } from '../session.ts';
import { type BaseEntries, BaseEntriesReading, bytesOf } from './base-entries.ts';
import { hasProgram } from './has-program.ts';
import { lookupIn, type Placement, partsOf, placementOf, UnknownNames } from './placement.ts';

/** Where a base is read. */
export interface BaseSource {
  readonly session: RegistrySession;
  readonly repository: string;
}

/** What is asked of a base. */
export interface BaseQuestion {
  /** Files that are added: absolute, as they are asked for. */
  readonly files: readonly string[];
  /** A program that each platform has to have. */
  readonly program?: SoughtProgram;
}

/** A program that an image has to have. */
export interface SoughtProgram {
  readonly name: string;
  /** Where it may be, absolute, by the digest of the platform's config. */
  placesBy(config: string): readonly string[];
  /** What to do without it. */
  readonly hint: string;
}

/** As often as links may lead to names that nobody has thought of. Nearly all images need one reading. */
const mostReadings = 8;
/** Characters of a PATH that a message shows. */
const mostTold = 300;

/**
 * Finds where files that are added to images come to lie, by the headers of the images' layers: streams, of which little is kept. A job
 * has one, and reads each layer once.
 */
export class BasePlaces {
  readonly #outcomes = new Map<string, LayerOutcomes<BaseEntries>>();

  /**
   * The places of files in each platform of an image, by the digest of its manifest.
   * @throws ReleaseError `derive-impossible` also without the program that is asked for, and what reading layers throws
   */
  async of(
    node: ImageNode,
    question: BaseQuestion,
    source: BaseSource,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Placement>> {
    const found = imageManifests(node).map(
      async (image) => [image.digest, await this.#placement(image, question, source, signal)] as const,
    );
    return new Map(await Promise.all(found));
  }

  async #placement(
    image: ImageNode,
    { files, program }: BaseQuestion,
    source: BaseSource,
    signal: AbortSignal | undefined,
  ): Promise<Placement> {
    const fail = (why: string, hint = 'Give the file another place under derive in marketplace.yaml.') =>
      new ReleaseError('derive-impossible', `No image can be derived from ${image.digest}: ${why}`, { hint });
    const programs = program ? program.placesBy(configOf(image)) : [];
    // Most links of folders lead into /usr.
    const names = new Set(['usr', ...[...files, ...programs].flatMap(partsOf)]);
    for (let reading = 0; reading < mostReadings; reading++) {
      const layers = await this.#layers(image, new Set(names), source, signal);
      try {
        const placement = placementOf(files, layers, names, fail);
        const isAdded = programs.some((place) => files.includes(place));
        if (!program || isAdded || hasProgram(programs, lookupIn(layers, names, fail))) return placement;
        throw fail(`it has no ${program.name} at ${programs.join(', ').slice(0, mostTold)}`, program.hint);
      } catch (error) {
        if (!(error instanceof UnknownNames)) throw error;
        for (const name of error.names) names.add(name);
      }
    }
    throw fail('too many links lead to where files are added');
  }

  async #layers(
    image: ImageNode,
    names: ReadonlySet<string>,
    { session, repository }: BaseSource,
    signal: AbortSignal | undefined,
  ): Promise<BaseEntries[]> {
    const manifest = parseManifest(image.bytes, image.mediaType);
    if (manifest.kind !== 'manifest') return [];
    const key = JSON.stringify([...names].sort());
    const outcomes = this.#outcomes.get(key) ?? new LayerOutcomes(() => new BaseEntriesReading(names), bytesOf);
    this.#outcomes.set(key, outcomes);
    const read = manifest.layers.map(async (layer) => {
      const outcome = await outcomes.of({ session, repository, layer }, signal);
      if ('found' in outcome) return outcome.found;
      throw new ReleaseError(
        'derive-impossible',
        `No files can be added to ${image.digest}: its layer ${layer.digest} ${outcome.fault.why}`,
        { hint: 'Take the files out of derive in marketplace.yaml, and build an image that has them.' },
      );
    });
    return Promise.all(read);
  }
}

function configOf({ bytes, mediaType }: ImageNode): string {
  const manifest = parseManifest(bytes, mediaType);
  return manifest.kind === 'manifest' ? manifest.config.digest : '';
}
