import { type ImageConfig, parseImageConfig, type RegistrySession, readImageConfig } from '#registry';

/** Configs that are kept: of images that go to several places, one after another as the files have them. */
const mostKept = 500;

/** Where a config is read. */
interface ConfigPlace {
  readonly session: RegistrySession;
  readonly repository: string;
  /** Content that no registry has yet, by digest. */
  readonly made?: ReadonlyMap<string, Uint8Array>;
}

/** The configs of images in one job, by digest: several images that have one are one request. What fails is asked again by the next. */
export class ImageConfigs {
  readonly #held = new Map<string, { readonly place: ConfigPlace; readonly reading: Promise<ImageConfig> }>();

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
    const held = this.#held.get(digest);
    if (held) {
      return held.reading.catch((error) => {
        const isOwn = held.place.session === place.session && held.place.repository === place.repository;
        if (isOwn) throw error;
        // Another's failure, with its repository and login.
        return this.of(descriptor, place, signal);
      });
    }
    const reading = read(descriptor, place, signal);
    this.#held.set(digest, { place, reading });
    try {
      const config = await reading;
      this.#forgetOldest();
      return config;
    } catch (error) {
      if (this.#held.get(digest)?.reading === reading) this.#held.delete(digest);
      throw error;
    }
  }

  #forgetOldest(): void {
    for (const digest of this.#held.keys()) {
      if (this.#held.size <= mostKept) return;
      this.#held.delete(digest);
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
