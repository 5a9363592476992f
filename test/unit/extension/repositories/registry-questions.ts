import type { ImageDetails, ListedTag, PlanTarget } from '#jobs';
import { ReleaseError } from '#problem';
import type { Operation, Operations } from '#worker';
import type { AskOptions, WorkerClient } from '../../../../src/extension/worker/worker-client.ts';

export const target: PlanTarget = {
  registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  prefix: 'camunda/camunda8',
  kind: 'marketplace',
  attestationManifests: 'strip',
  platforms: [],
  existing: 'equivalent',
};

export const digestOf = (text: string) => `sha256:${Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)}`;

/** A registry that the worker would ask: repositories with their tags, in pages. What is asked is kept. */
export class RegistryQuestions implements Pick<WorkerClient, 'ask'> {
  readonly asked: string[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  readonly repositories = new Map<string, readonly ListedTag[]>();
  pageSize = 100;
  target = target;
  from: 'catalog' | 'files' = 'catalog';
  /** What a question throws, by its operation. */
  readonly failing = new Map<Operation, ReleaseError>();
  /** Answers wait for this. */
  gate: Promise<void> = Promise.resolve();

  async ask<O extends Operation>(
    world: 'aws' | 'sandbox',
    operation: O,
    input: Operations[O]['input'],
    options?: AskOptions,
  ): Promise<Operations[O]['answer']> {
    const { repository = '', cursor = '', tag = '', reference = '' } = input as Record<string, string>;
    this.asked.push([world, operation, repository, cursor, tag, reference].filter(Boolean).join(' '));
    this.signals.push(options?.signal);
    await this.gate;
    if (options?.signal?.aborted) throw new ReleaseError('cancelled', 'Cancelled');
    const failure = this.failing.get(operation);
    if (failure) throw failure;
    return this.#answer(operation, { repository, cursor, tag, reference }) as Operations[O]['answer'];
  }

  #answer(operation: Operation, input: Record<'repository' | 'cursor' | 'tag' | 'reference', string>): unknown {
    const tags = this.repositories.get(input.repository) ?? [];
    switch (operation) {
      case 'repositories': {
        const names = [...this.repositories.keys()];
        const { items, ...rest } = this.#page(names, input.cursor);
        const prefix = `${this.target.prefix}/`;
        const repositories = items.map((repository) => ({ repository, name: repository.slice(prefix.length) }));
        return { repositories, from: this.from, target: this.target, ...rest };
      }
      case 'tags': {
        const { items, ...rest } = this.#page(tags, input.cursor);
        return { repository: input.repository, tags: items, ...rest };
      }
      case 'tag':
        return tags.find(({ tag }) => tag === input.tag);
      case 'image':
        return imageOf(input);
      default:
        throw new Error(`Nobody is asked for ${operation}`);
    }
  }

  #page<T>(all: readonly T[], cursor: string) {
    const start = Number(cursor || 0);
    const end = start + this.pageSize;
    return { items: all.slice(start, end), ...(end < all.length ? { next: String(end) } : {}) };
  }
}

function imageOf({ repository, reference }: { repository: string; reference: string }): ImageDetails {
  return {
    repository,
    reference,
    digest: reference.startsWith('sha256:') ? reference : digestOf(reference),
    mediaType: 'application/vnd.oci.image.index.v1+json',
    kind: 'index',
    size: 5000,
    platforms: [
      { platform: 'linux/amd64', digest: digestOf(`${reference} amd64`), size: 2000 },
      { platform: 'linux/arm64', digest: digestOf(`${reference} arm64`), size: 3000 },
    ],
    attestations: 0,
    manifest: '{"a": "large text"}',
  };
}
