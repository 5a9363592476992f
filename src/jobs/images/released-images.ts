import { type Code, ReleaseError } from '#problem';
import { formatReference, type Reference, shortDigest } from '#reference';
import type { ImageNode } from '#registry';
import type { ResolvedImage } from '#release';
import type { Derivations, ReadyChange } from '../derive/derivations.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';
import type { ReleasedDigest } from '../trust/judge.ts';
import { missingPlatforms } from './compare-platforms.ts';
import { imageForTarget } from './image-for-target.ts';

/** What proves that a place does not have an image. A refusal does not: what is refused may be there. */
const absent: ReadonlySet<Code> = new Set<Code>(['content-missing', 'repository-missing']);

/** What reading the images that a release names needs of its job. */
interface Reading {
  readonly sessions: Sessions;
  readonly gateways: Pick<Gateways, 'manifests'>;
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/** Holds what is promoted against the digests that the release names: the first target's tags may have been moved. */
export class ReleasedImages {
  readonly #from: PlanTarget;
  readonly #derivations: Derivations;
  /** Registries that the machine which promotes doesn't reach, and why: each is tried once. */
  readonly #outOfReach = new Map<string, ReleaseError>();

  /** @param derivations what was changed of the images when the first target got them */
  constructor(from: PlanTarget, derivations: Derivations) {
    this.#from = from;
    this.#derivations = derivations;
  }

  /**
   * @param held the image as the first target has it
   * @returns the digest that the release names, where it is proven that the image is made of it; where no digest is named, the image's own
   * @throws ReleaseError `promotion-differs`; what reading throws, where nothing else says what the image is; the signal's reason
   */
  async require(image: ResolvedImage, held: ImageNode, context: Reading): Promise<ReleasedDigest> {
    const { released, source } = image;
    if (released?.digest === undefined) return { digest: held.digest };
    const change = await this.#derivations.of(image, released);
    if (released.digest === held.digest && !change) return { digest: held.digest };
    const near = await this.#read(source, released.digest, change, context);
    const read = ReleaseError.is(near) ? await this.#read(released, released.digest, change, context) : near;
    // The first target left platforms or attestations out, or had one platform only: the same images all the same.
    if (!ReleaseError.is(read) && missingPlatforms(read, held, held)) return { digest: released.digest };
    const from = this.#from.name ?? this.#from.registry;
    const names = `the release names ${released.digest}${change ? ', changed as derive says' : ''}`;
    const message = `${formatReference(source)} is ${held.digest}, ${names}`;
    const differs = () =>
      new ReleaseError('promotion-differs', message, {
        hint: `Mirror the release to ${from} again, under a new tag where that one is final; or name ${shortDigest(held.digest)} in the release, if that is the image that was tested.`,
      });
    if (!ReleaseError.is(read)) throw differs();
    const { code } = read;
    const words = `${message}; whether it is made of that could not be told, because ${formatReference(released)} cannot be read: ${[read.message, read.hint ?? []].flat().join('. ')}`;
    if (held.kind === 'manifest' && !change) {
      if (absent.has(code)) throw differs();
      throw new ReleaseError(code, words, { cause: read });
    }
    const item = formatReference(image.target);
    context.emit({ type: 'warning', code: 'promotion-differs', message: words, item });
    return { unknown: words };
  }

  /**
   * The image that the release names, with the change that the first target asked for; or why that place does not give it.
   * @throws the signal's reason, a login that has ended among them
   */
  async #read(
    place: Reference,
    digest: string,
    change: ReadyChange | undefined,
    context: Reading,
  ): Promise<ImageNode | ReleaseError> {
    const known = this.#outOfReach.get(place.registry);
    if (known) return known;
    try {
      const whole = { attestationManifests: 'keep' as const, platforms: [] };
      // What the first target left out may be what could not be changed.
      const taking = change ? { ...this.#from, change } : whole;
      return (await imageForTarget(place, digest, taking, context, context.signal)).node;
    } catch (error) {
      context.signal?.throwIfAborted();
      const why = ReleaseError.from(error);
      if (why.code === 'unreachable') this.#outOfReach.set(place.registry, why);
      return why;
    }
  }
}
