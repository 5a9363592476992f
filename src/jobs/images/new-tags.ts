import { formatReference, type Reference } from '#reference';
import { renewedTag } from './renewed-tag.ts';

/** The tag that an image goes under in place of one that is taken, and whether it holds the image already. */
export interface NewTag {
  readonly target: Reference;
  readonly isThere: boolean;
}

/**
 * Gives images whose tag is taken another one. The same image gets the same tag in each plan: what an earlier run has released under a
 * new tag is found there, because tags are given one after the other.
 */
export class NewTags {
  readonly #given: Set<string>;

  /** @param targets all that the release itself names: none of them is given to another image */
  constructor(targets: readonly Reference[]) {
    this.#given = new Set(targets.map(formatReference));
  }

  /**
   * @param digest of what the tag is to hold
   * @param holds the digest that a tag of the repository holds, or undefined
   * @returns undefined when there are too many re-releases already
   */
  async find(
    taken: Reference,
    digest: string,
    holds: (tag: string) => Promise<string | undefined>,
  ): Promise<NewTag | undefined> {
    const found = await renewedTag(taken.tag ?? '', digest, holds, (tag) => this.#give({ ...taken, tag }));
    return found && { target: { ...taken, tag: found.tag }, isThere: found.isThere };
  }

  /** @returns false when it is another image's */
  #give(target: Reference): boolean {
    const name = formatReference(target);
    if (this.#given.has(name)) return false;
    this.#given.add(name);
    return true;
  }
}
