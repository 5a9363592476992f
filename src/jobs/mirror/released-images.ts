import { ReleaseError } from '#problem';
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
  /** Registries that the machine which promotes doesn't reach: each is tried once. */
  readonly #outOfReach = new Set<string>();

  /** @param derivations what was changed of the images when the first target got them */
  constructor(from: PlanTarget, derivations: Derivations) {
    this.#from = from;
    this.#derivations = derivations;
  }

  /**
   * @param held the image as the first target has it
   * @returns the digest that the release names, where it is proven that the image is made of it; where no digest is named, the image's own
   * @throws ReleaseError `promotion-differs`; the signal's reason
   */
  async require(image: ResolvedImage, held: ImageNode, context: Reading): Promise<ReleasedDigest> {
    const { released, source } = image;
    if (released?.digest === undefined) return { digest: held.digest };
    const change = await this.#derivations.of(image, released);
    if (released.digest === held.digest && !change) return { digest: held.digest };
    const pinned =
      (await this.#read(source, released.digest, change, context)) ??
      (await this.#read(released, released.digest, change, context));
    // The first target left platforms or attestations out, or had one platform only: the same images all the same.
    if (pinned && missingPlatforms(pinned, held, held)) return { digest: released.digest };
    const from = this.#from.name ?? this.#from.registry;
    const names = `the release names ${released.digest}${change ? ', changed as derive says' : ''}`;
    const message = `${formatReference(source)} is ${held.digest}, ${names}`;
    if (pinned || (held.kind === 'manifest' && !change))
      throw new ReleaseError('promotion-differs', message, {
        hint: `Mirror the release to ${from} again, under a new tag where that one is final; or name ${shortDigest(held.digest)} in the release, if that is the image that was tested.`,
      });
    const words = `${message}; whether it is made of that could not be told, because ${formatReference(released)} cannot be read`;
    context.emit({ type: 'warning', code: 'promotion-differs', message: words, item: formatReference(image.target) });
    return { unknown: words };
  }

  /** The image that the release names, when that place has it, with the change that the first target asked for. */
  async #read(
    place: Reference,
    digest: string,
    change: ReadyChange | undefined,
    context: Reading,
  ): Promise<ImageNode | undefined> {
    if (this.#outOfReach.has(place.registry)) return undefined;
    try {
      const whole = { attestationManifests: 'keep' as const, platforms: [] };
      // What the first target left out may be what could not be changed.
      const taking = change ? { ...this.#from, change } : whole;
      return (await imageForTarget(place, digest, taking, context, context.signal)).node;
    } catch (error) {
      context.signal?.throwIfAborted();
      if (ReleaseError.is(error) && error.code === 'unreachable') this.#outOfReach.add(place.registry);
      return undefined;
    }
  }
}
