import {
  type ImageConfig,
  type ManifestCache,
  parseImageConfig,
  type RegistrySession,
  readImageConfig,
} from '#registry';

/** Where a config is read. */
interface ConfigPlace {
  readonly session: RegistrySession;
  readonly repository: string;
  /** Content that no registry has yet, by digest. */
  readonly made?: ReadonlyMap<string, Uint8Array>;
}

/**
 * The configs of images, by digest: several images that have one are one request, and none where the image was asked for its platform.
 * What fails is asked again by the next.
 */
export class ImageConfigs {
  readonly #known: Pick<ManifestCache, 'configs'>;
  readonly #asked = new Map<string, { readonly place: ConfigPlace; readonly reading: Promise<ImageConfig> }>();

  /** @param known what the process has read already, and keeps */
  constructor(known: Pick<ManifestCache, 'configs'>) {
    this.#known = known;
  }

  /**
   * @param descriptor `size` in bytes
   * @throws what {@link readImageConfig} throws, for this place
   */
  async of(
    descriptor: { readonly digest: string; readonly size: number },
    place: ConfigPlace,
    signal?: AbortSignal,
  ): Promise<ImageConfig> {
    const { digest } = descriptor;
    const asked = this.#asked.get(digest);
    if (asked) {
      return asked.reading.catch((error) => {
        const isOwn = asked.place.session === place.session && asked.place.repository === place.repository;
        if (isOwn) throw error;
        // Another's failure, with its repository and login.
        return this.of(descriptor, place, signal);
      });
    }
    const reading = this.#known.configs.of(digest, () => read(descriptor, place, signal));
    const mine = { place, reading };
    this.#asked.set(digest, mine);
    try {
      return await reading;
    } finally {
      if (this.#asked.get(digest) === mine) this.#asked.delete(digest);
    }
  }
}

async function read(
  descriptor: { readonly digest: string; readonly size: number },
  { session, repository, made }: ConfigPlace,
  signal: AbortSignal | undefined,
): Promise<ImageConfig> {
  const bytes = made?.get(descriptor.digest);
  return bytes
    ? parseImageConfig(bytes, descriptor.digest, repository)
    : readImageConfig(session, repository, descriptor, signal);
}
