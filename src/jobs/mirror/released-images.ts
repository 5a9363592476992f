import { ReleaseError } from '#problem';
import { formatReference, type Reference, shortDigest } from '#reference';
import { type ImageNode, readImage } from '#registry';
import type { ResolvedImage } from '#release';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Sessions } from '../sessions.ts';
import { missingPlatforms } from './compare-platforms.ts';

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
  /** Registries that the machine which promotes doesn't reach: each is tried once. */
  readonly #outOfReach = new Set<string>();

  constructor(from: PlanTarget) {
    this.#from = from;
  }

  /**
   * @param held the image as the first target has it
   * @throws ReleaseError `promotion-differs`; the signal's reason
   */
  async require(image: ResolvedImage, held: ImageNode, context: Reading): Promise<void> {
    const { released, source } = image;
    if (released?.digest === undefined || released.digest === held.digest) return;
    const pinned =
      (await this.#read(source, released.digest, context)) ?? (await this.#read(released, released.digest, context));
    // The first target left platforms or attestations out, or had one platform only: the same images all the same.
    if (pinned && missingPlatforms(pinned, held, held)) return;
    const from = this.#from.name ?? this.#from.registry;
    const message = `${formatReference(source)} is ${held.digest}, the release names ${released.digest}`;
    if (pinned || held.kind === 'manifest')
      throw new ReleaseError('promotion-differs', message, {
        hint: `Mirror the release to ${from} again, under a new tag where that one is final; or name ${shortDigest(held.digest)} in the release, if that is the image that was tested.`,
      });
    const words = `${message}; whether it is made of that could not be told, because ${formatReference(released)} cannot be read`;
    context.emit({ type: 'warning', code: 'promotion-differs', message: words, item: formatReference(image.target) });
  }

  /** The image as the release names it, when that place has it. */
  async #read(
    { registry, repository }: Reference,
    digest: string,
    { sessions, gateways, signal }: Reading,
  ): Promise<ImageNode | undefined> {
    if (this.#outOfReach.has(registry)) return undefined;
    try {
      const place = { session: await sessions.at(registry), repository, cache: gateways.manifests };
      return await readImage(place, digest, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (ReleaseError.is(error) && error.code === 'unreachable') this.#outOfReach.add(registry);
      return undefined;
    }
  }
}
