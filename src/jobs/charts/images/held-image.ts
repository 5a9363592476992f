import { ReleaseError } from '#problem';
import { formatReference, type Reference, shortDigest } from '#reference';
import type { PlanContext } from '../../images/plan-context.ts';
import { targetHolds } from '../../images/target-tag.ts';
import type { ChartImage } from '../chart-image.ts';

type Held = Pick<ChartImage, 'state' | 'target' | 'digest' | 'code' | 'message' | 'hint'>;

/**
 * Tells whether the target has an image that a chart names there already. Nobody knows its source any more, so there is nothing that it could be
 * compared with but the digest that the chart may name.
 * @throws the signal's reason, and nothing else
 */
export async function heldImage(
  reference: Reference,
  around: Pick<PlanContext, 'target' | 'sessions' | 'signal'>,
): Promise<Held> {
  const target = formatReference(reference);
  try {
    const digest = await targetHolds(reference, around);
    if (digest === undefined) {
      const hint = 'Mirror it from where it came from: the chart as it was before names that.';
      const message = 'The chart names it at the target, which does not have it';
      return { target, state: 'missing', code: 'not-released', message, hint };
    }
    if (reference.digest === undefined || reference.digest === digest) return { target, state: 'present', digest };
    const message = `The tag holds ${shortDigest(digest)} (${digest}); the chart names ${shortDigest(reference.digest)} (${reference.digest})`;
    const hint = 'Name another tag in the values of the chart, or leave the digest out.';
    return { target, state: 'taken', digest, code: 'tag-taken', message, hint };
  } catch (error) {
    around.signal?.throwIfAborted();
    const { code, message, hint } = ReleaseError.from(error);
    return { target, state: 'unknown', code, message, ...(hint === undefined ? {} : { hint }) };
  }
}
