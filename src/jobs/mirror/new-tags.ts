import { formatReference, type Reference } from '#reference';
import { tagCandidates } from './tag-candidates.ts';

/** The tag that an image goes under in place of one that is taken, and whether it holds the image already. */
export interface NewTag {
  readonly target: Reference;
  readonly isThere: boolean;
}

/**
 * Gives images whose tag is taken another one. The same image gets the same tag in each plan: what an earlier run has released under a
 * new tag is found there, before any free one.
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
    for (const tag of await tagCandidates(taken.tag ?? '', holds)) {
      const target = { ...taken, tag };
      const held = await holds(tag);
      if (held !== undefined && held !== digest) continue;
      // Others look for theirs at the same time: from here on nothing is waited for.
      const name = formatReference(target);
      if (this.#given.has(name)) continue;
      this.#given.add(name);
      return { target, isThere: held === digest };
    }
    return undefined;
  }
}
