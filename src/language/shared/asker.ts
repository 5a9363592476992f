import { formatReference, type Reference } from '#reference';
import type { ChartFact, Facts, ImageFact, TargetFact } from '../facts.ts';
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

  /** Where the release goes; undefined also as long as its registry is not filled in. */
  get target(): TargetFact | undefined {
    const { target } = this.facts;
    if (!target?.registry.includes('{')) return target;
    const registry = this.facts.registry?.(target.registry);
    if (registry !== undefined) return { ...target, registry };
    this.#want({ kind: 'registry', written: target.registry });
    return undefined;
  }

  /** The tags of the repository that a reference is in; none when there is no such repository, undefined when they are not known. */
  tags({ registry, repository }: Reference): readonly string[] | undefined {
    const name = `${registry}/${repository}`;
    const known = this.facts.tags(name);
    if (known === undefined) this.#want({ kind: 'tags', repository: name });
    return known === 'missing' ? [] : known;
  }

  /** Whether a registry is known not to have the repository that a reference is in. */
  lacksRepository({ registry, repository }: Reference): boolean {
    const name = `${registry}/${repository}`;
    const known = this.facts.tags(name);
    if (known === undefined) this.#want({ kind: 'tags', repository: name });
    return known === 'missing';
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

  /** The versions of a chart in a Helm repository. */
  chart(repository: string, name: string): readonly ChartFact[] | 'missing' | undefined {
    const known = this.facts.chart?.(repository, name);
    if (known === undefined) this.#want({ kind: 'chart', repository, name });
    return known;
  }

  #want(want: Want): void {
    this.#wants.set(JSON.stringify(want), want);
  }
}
