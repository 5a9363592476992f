import type { ChartFact, ImageFact, Facts as LanguageFacts, Want } from '#language';
import { Facts, repositoryOf, touchedRepositories } from '#live';
import { ReleaseError } from '#problem';
import { parseReference } from '#reference';
import { Limiter } from '#registry';
import type { Whereabouts } from '../selection/selection.ts';
import type { WorkerClient } from '../worker/worker-client.ts';

/** What the languages may look up. */
export type KnownFacts = Pick<LanguageFacts, 'tags' | 'image' | 'chart' | 'repositories' | 'registry'>;

type Value = string | readonly string[] | ImageFact | readonly ChartFact[] | 'missing';

/** How long an answer is good for, in ms: somebody who edits a list looks at the same lines for a while. */
const lifetime = 5 * 60_000;
/** Facts that are kept: two for each image of a long list. */
const mostFacts = 20_000;
/** Questions that are put at the same time; the worker shares connections among them. */
const questionsAtOnce = 8;
/** Of a thousand tags each; whoever has more of them sees those that come first. */
const mostPages = 20;

const gone: ReadonlySet<string> = new Set(['content-missing', 'repository-missing']);

/**
 * What registries said of tags, images and repositories, for display beside lines. Nothing is asked but by {@link learn}, and then
 * through the worker, which refuses it in a workspace that is not trusted.
 */
export class RegistryFacts {
  readonly #workers: Pick<WorkerClient, 'ask'>;
  readonly #facts: Facts<Value>;
  readonly #turns = new Limiter(questionsAtOnce);

  constructor(workers: Pick<WorkerClient, 'ask'>, clock: { now(): number } = Date) {
    this.#workers = workers;
    this.#facts = new Facts({ lifetime, most: mostFacts, clock });
  }

  /** What is known of a place, without asking. What is too old is not known any more, so that a language wants it again. */
  known(where: Whereabouts): KnownFacts {
    return factsBy((want) => this.#facts.fresh(keyOf(where, want))?.value);
  }

  /** What was last heard of a place, however old: to be shown until something newer is known. */
  last(where: Whereabouts): KnownFacts {
    return factsBy((want) => this.#facts.last(keyOf(where, want))?.value);
  }

  /**
   * Asks for what is wanted. One that fails does not keep the others from being told.
   * @param targetRegistry the registry of the place's target as the settings have it, which is asked as the target
   * @returns the failures
   * @throws ReleaseError `cancelled`
   */
  async learn(
    where: Whereabouts,
    targetRegistry: string | undefined,
    wants: readonly Want[],
    signal: AbortSignal,
  ): Promise<readonly ReleaseError[]> {
    const filled = targetRegistry && (this.last(where).registry?.(targetRegistry) ?? targetRegistry);
    const asked = wants.map((want) => {
      const read = (stop: AbortSignal) => this.#turns.run(() => this.#read(where, filled, want, stop), stop);
      return this.#facts.ask(keyOf(where, want), read, signal);
    });
    return failuresOf(asked, signal);
  }

  /** Forgets what a job may have changed. @param references tags, with their registry */
  forgetTouched(references: readonly string[]): void {
    const touched = touchedRepositories(references);
    this.#facts.forget((key) => {
      const [, , , kind, name = ''] = JSON.parse(key) as string[];
      const repository = kind === 'image' ? repositoryOf(name) : name;
      return repository !== undefined && touched.has(repository);
    });
  }

  /** Forgets everything: somebody wants to know how it is now. */
  forgetAll(): void {
    this.#facts.forget(() => true);
  }

  async #read(where: Whereabouts, targetRegistry: string | undefined, want: Want, signal: AbortSignal): Promise<Value> {
    try {
      switch (want.kind) {
        case 'tags':
          return await this.#tags(where, want.repository, signal);
        case 'image':
          return await this.#image(where, targetRegistry, want.reference, signal);
        case 'repositories':
          return await this.#repositories(where, targetRegistry, want, signal);
        case 'chart':
          return await this.#chart(where, want, signal);
        case 'registry':
          return (await this.#workers.ask(where.world, 'target', { place: where.place }, { signal })).registry;
      }
    } catch (error) {
      if (ReleaseError.is(error) && gone.has(error.code)) return 'missing';
      throw error;
    }
  }

  async #tags({ world, place }: Whereabouts, name: string, signal: AbortSignal): Promise<readonly string[]> {
    const { registry, repository } = partsOf(name);
    const tags: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const input = { place, registry, repository, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await this.#workers.ask(world, 'tags', input, { signal });
      for (const { tag } of answer.tags) tags.push(tag);
      cursor = answer.next;
      if (cursor === undefined) break;
    }
    return tags;
  }

  async #image(
    { world, place }: Whereabouts,
    targetRegistry: string | undefined,
    name: string,
    signal: AbortSignal,
  ): Promise<ImageFact | 'missing'> {
    const { registry, repository, tag, digest } = partsOf(name);
    // Of the target it can be told when a tag was pushed; and that there is none, without an error.
    const listed =
      registry === targetRegistry && tag !== undefined && digest === undefined
        ? await this.#workers.ask(world, 'tag', { place, repository, tag }, { signal })
        : null;
    if (listed === undefined) return 'missing';
    const reference = listed?.digest ?? digest ?? tag ?? 'latest';
    const image = await this.#workers.ask(world, 'image', { place, registry, repository, reference }, { signal });
    return {
      digest: image.digest,
      platforms: image.platforms.map((each) => ({ platform: each.platform, digest: each.digest })),
      attestations: image.attestations,
      ...(image.size === undefined ? {} : { size: image.size }),
      ...(listed?.pushedAt === undefined ? {} : { pushedAt: listed.pushedAt }),
    };
  }

  async #chart(
    { world, place }: Whereabouts,
    { repository, name }: Extract<Want, { kind: 'chart' }>,
    signal: AbortSignal,
  ): Promise<readonly ChartFact[] | 'missing'> {
    return (await this.#workers.ask(world, 'chartVersions', { place, repository, name }, { signal })) ?? 'missing';
  }

  /** Only the target can be asked for its repositories: other registries list all of the world's, or none. */
  async #repositories(
    { world, place }: Whereabouts,
    targetRegistry: string | undefined,
    { registry, prefix }: Extract<Want, { kind: 'repositories' }>,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    if (registry !== targetRegistry) return [];
    const { repositories } = await this.#workers.ask(world, 'repositories', { place }, { signal });
    const start = prefix === '' ? '' : `${prefix}/`;
    return repositories.flatMap(({ repository }) =>
      repository.startsWith(start) ? [repository.slice(start.length)] : [],
    );
  }
}

/** What a want of each kind comes to. */
function factsBy(value: (want: Want) => Value | undefined): KnownFacts {
  return {
    tags: (repository) => value({ kind: 'tags', repository }) as readonly string[] | 'missing' | undefined,
    image: (reference) => value({ kind: 'image', reference }) as ImageFact | 'missing' | undefined,
    chart: (repository, name) =>
      value({ kind: 'chart', repository, name }) as readonly ChartFact[] | 'missing' | undefined,
    registry: (written) => value({ kind: 'registry', written }) as string | undefined,
    repositories: (registry, prefix) =>
      value({ kind: 'repositories', registry, prefix }) as readonly string[] | undefined,
  };
}

/** @throws ReleaseError `cancelled` */
async function failuresOf(asked: readonly Promise<unknown>[], signal: AbortSignal): Promise<readonly ReleaseError[]> {
  const settled = await Promise.allSettled(asked);
  if (signal.aborted) throw new ReleaseError('cancelled', 'Nobody waits for it any more');
  return settled.flatMap((one) => (one.status === 'rejected' ? [ReleaseError.from(one.reason)] : []));
}

function keyOf({ world, place }: Whereabouts, want: Want): string {
  const name = nameOf(want);
  return JSON.stringify([world, place.settings ?? '', `${place.target ?? ''} ${place.profile ?? ''}`, want.kind, name]);
}

function nameOf(want: Want): string {
  switch (want.kind) {
    case 'tags':
      return want.repository;
    case 'image':
      return want.reference;
    case 'chart':
      return `${want.repository} ${want.name}`;
    case 'registry':
      return want.written;
    case 'repositories':
      return `${want.registry}/${want.prefix}`;
  }
}

/** @throws ReleaseError `usage` for a text that names no image */
function partsOf(text: string) {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new ReleaseError('usage', `${text} names no image`);
  return parsed.reference;
}
