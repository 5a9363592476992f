/**
 * What a plan asked for and did not find, so that the run that follows it in the same process need not ask again. Each absence is good
 * for one use: a blob that somebody has pushed since is at worst sent a second time.
 */
export class MissingBlobs {
  readonly #byRepository = new Map<string, Set<string>>();

  /** @param registry the logical name */
  add(registry: string, repository: string, digest: string): void {
    const key = `${registry}/${repository}`;
    const held = this.#byRepository.get(key);
    if (held) held.add(digest);
    else this.#byRepository.set(key, new Set([digest]));
  }

  has(registry: string, repository: string, digest: string): boolean {
    return this.#byRepository.get(`${registry}/${repository}`)?.has(digest) ?? false;
  }

  /** Whether the blob was missing; from here on nothing is known of it. */
  take(registry: string, repository: string, digest: string): boolean {
    const key = `${registry}/${repository}`;
    const held = this.#byRepository.get(key);
    if (!held?.delete(digest)) return false;
    if (held.size === 0) this.#byRepository.delete(key);
    return true;
  }
}
