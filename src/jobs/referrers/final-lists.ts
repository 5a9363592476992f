import { ReleaseError } from '#problem';
import { isEcrPublic } from '#reference';
import { awsScope } from '../aws-scope.ts';
import type { CopyContext } from '../mirror/copy-item.ts';
import { isFinalTag } from '../repositories/is-final-tag.ts';
import { registryOf } from '../repositories/registry-of.ts';
import type { HeldRepository } from '../repositories/repository-gateway.ts';

/**
 * Whether a list of referrers could be written once only. A private ECR is asked what the repository is like now: what the settings say
 * may not be what it has, and a plan names only the repositories that differ from them. One for a run.
 */
export class FinalLists {
  readonly #context: Pick<CopyContext, 'target' | 'gateways' | 'signal'>;
  /** By repository: asked when its first list is to be written. */
  readonly #mutability = new Map<string, Promise<HeldRepository['tagMutability']>>();

  constructor(context: Pick<CopyContext, 'target' | 'gateways' | 'signal'>) {
    this.#context = context;
  }

  /**
   * Why no list is written under a tag, as the rest of a sentence; undefined where one can be, and be replaced later. What is not known
   * counts as final: a list too many can't be taken back. Never throws.
   */
  async reason(repository: string, tag: string): Promise<string | undefined> {
    const { target } = this.#context;
    const final = `${target.registry} does not list them, and a tag to list them under would be final`;
    if (target.kind === 'marketplace') return final;
    // Elsewhere nobody can be asked; the registry refuses what it does not want.
    if (target.kind !== 'ecr' || isEcrPublic(target.registry)) return undefined;
    try {
      return isFinalTag(tag, await this.#mutabilityOf(repository)) ? final : undefined;
    } catch (error) {
      const { message } = ReleaseError.from(error);
      return `${target.registry} does not list them, and whether a tag to list them under would be final could not be read: ${message}`;
    }
  }

  #mutabilityOf(repository: string): Promise<HeldRepository['tagMutability']> {
    const held = this.#mutability.get(repository);
    if (held !== undefined) return held;
    const asked = this.#read(repository);
    this.#mutability.set(repository, asked);
    // Other failures than a refusal may pass: the next list asks again.
    asked.catch((error: unknown) => {
      if (!ReleaseError.is(error) || error.code !== 'access-denied') this.#mutability.delete(repository);
    });
    return asked;
  }

  async #read(repository: string): Promise<HeldRepository['tagMutability']> {
    const { target, gateways, signal } = this.#context;
    const place = { registryId: registryOf(target), repository };
    const { tagMutability } = await gateways.aws.repositories.describe(awsScope(target), place, signal);
    return tagMutability;
  }
}
