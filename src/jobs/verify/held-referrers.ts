import type { ResolvedImage } from '#release';
import type { PlanContext } from '../images/plan-context.ts';
import { planReferrers, type ReferredImage } from '../referrers/plan-referrers.ts';
import type { Judge, SeenImage } from '../trust/judge.ts';
import type { Finding, Judgement } from '../trust/judgement.ts';

const hint = 'Mirror again: what is missing is copied. Nothing of it makes the image fail.';

/** Finds what refers to one image at its source, and should have travelled with it. As in a mirror, none of it fails the image. */
export class HeldReferrers implements Judge {
  readonly #place: Pick<ReferredImage, 'source' | 'from'>;
  readonly #asking: Pick<PlanContext, 'sessions' | 'gateways' | 'signal'>;

  /** @param place the image as its source has it, and where that is */
  constructor(
    place: Pick<ReferredImage, 'source' | 'from'>,
    asking: Pick<PlanContext, 'sessions' | 'gateways' | 'signal'>,
  ) {
    this.#place = place;
    this.#asking = asking;
  }

  /** @throws the signal's reason, and nothing else */
  async judge({ target }: ResolvedImage, { content }: SeenImage): Promise<Judgement> {
    if (!content) return {};
    const { referrers } = await planReferrers({ ...this.#place, kept: content.node, target }, this.#asking);
    const { copy, warnings } = referrers;
    const told = warnings.map(({ code, message }): Finding => ({ rule: code, severity: 'warning', message }));
    if (copy === 0) return { findings: told };
    const what = copy === 1 ? '1 that refers to the image is' : `${copy} that refer to the image are`;
    const message = `${what} at the source (signatures, for example), and not at the target`;
    return { findings: [{ rule: 'referrers-missing', severity: 'warning', message, hint }, ...told] };
  }
}
