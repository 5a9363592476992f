import { formatReference, type Reference } from '#reference';
import type { Facts, ImageFact } from '../facts.ts';
import type { Want } from '../language.ts';

/** Looks facts up, and remembers those that are not known: an answer's `wants`, each once, in the order they were asked for. */
export class Asker {
  readonly facts: Facts;
  readonly #wants = new Map<string, Want>();

  constructor(facts: Facts) {
    this.facts = facts;
  }

  get wants(): readonly Want[] {
    return [...this.#wants.values()];
  }

  /** The tags of the repository that a reference is in; none when there is no such repository, undefined when they are not known. */
  tags({ registry, repository }: Reference): readonly string[] | undefined {
    const name = `${registry}/${repository}`;
    const known = this.facts.tags(name);
    if (known === undefined) this.#want({ kind: 'tags', repository: name });
    return known === 'missing' ? [] : known;
  }

  image(reference: Reference): ImageFact | 'missing' | undefined {
    const name = formatReference(reference);
    const known = this.facts.image(name);
    if (known === undefined) this.#want({ kind: 'image', reference: name });
    return known;
  }

  repositories(registry: string, prefix: string): readonly string[] {
    const known = this.facts.repositories(registry, prefix);
    if (known === undefined) this.#want({ kind: 'repositories', registry, prefix });
    return known ?? [];
  }

  #want(want: Want): void {
    this.#wants.set(JSON.stringify(want), want);
  }
}
