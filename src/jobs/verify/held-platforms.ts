import type { Item } from '../item.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { Judge } from '../trust/judge.ts';
import type { Finding, Judgement } from '../trust/judgement.ts';

/** Fails an image that lacks platforms which its target wants by name; where the target names none, its outcome says what is not there. */
export class HeldPlatforms implements Judge {
  readonly #findings: readonly Finding[];

  /** @param words what of the image's outcome is about platforms */
  constructor({ code: rule, message, hint }: Partial<Item>, { platforms }: Pick<PlanTarget, 'platforms'>) {
    // Where platforms are named, no other is ever missed.
    const isNamed = platforms.length > 0 && rule !== undefined && message !== undefined;
    this.#findings = isNamed ? [{ rule, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }] : [];
  }

  async judge(): Promise<Judgement> {
    return this.#findings.length === 0 ? {} : { findings: [...this.#findings] };
  }
}
