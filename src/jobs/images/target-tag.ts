import { type Code, ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { repositoryExists } from '#registry';
import { howToMakeRepository } from '#release';
import type { PlanContext } from './plan-context.ts';
import { type RenewedTag, renewedTag } from './renewed-tag.ts';

/**
 * What the target tag holds.
 * @throws what the request throws; for AWS Marketplace a refusal is told with the second reason that it can have
 */
export async function targetHolds(
  tag: Reference,
  { target, sessions, signal }: Pick<PlanContext, 'target' | 'sessions' | 'signal'>,
): Promise<string | undefined> {
  try {
    return await sessions.holds(tag, signal);
  } catch (error) {
    if (target.kind !== 'marketplace' || !ReleaseError.is(error) || error.code !== 'access-denied') throw error;
    const hint =
      'A Marketplace repository that does not exist may answer the same: check its name, or add it to the product with the change type AddRepositories.';
    throw new ReleaseError('access-denied', error.message, { hint, cause: error });
  }
}

/**
 * Where pushing makes no repository, a missing one is known before anything is copied. One that is going to be made is noted.
 * @throws ReleaseError `repository-missing`
 */
export async function requireRepository(
  tag: Reference,
  context: Pick<PlanContext, 'target' | 'sessions' | 'missing' | 'signal'>,
): Promise<void> {
  const { target, sessions, missing, signal } = context;
  if (target.kind === 'oci') return;
  const session = await sessions.at(tag.registry);
  if (await repositoryExists(session, tag.repository, tag.tag ?? '', signal)) return;
  if (missing) {
    missing.add(tag.repository);
    return;
  }
  throw new ReleaseError('repository-missing', `The repository ${tag.repository} does not exist at ${tag.registry}`, {
    hint: howToMakeRepository(tag, target.kind),
  });
}

/** What belongs at a target tag. */
interface Belonging {
  readonly digest: string;
  /** What it is made of: another digest where something was left out or changed. */
  readonly source?: string;
  readonly isDerived?: boolean;
}

/**
 * How a tag that holds another image is told: both digests, and the tag that has the image already, or one that is free.
 * @param adviceOf what to do, by what the tag could be instead
 */
export async function taken(
  tag: Reference,
  held: string,
  belonging: Belonging,
  { sessions, signal }: Pick<PlanContext, 'sessions' | 'signal'>,
  adviceOf: (renewed: RenewedTag | undefined) => string = mirrorAdvice,
): Promise<{ readonly code: Code; readonly message: string; readonly hint: string }> {
  const { digest } = belonging;
  const holds = (other: string) => sessions.holds({ ...tag, tag: other }, signal);
  const renewed = await renewedTag(tag.tag ?? '', digest, holds);
  return {
    code: 'tag-taken',
    message: `The tag holds ${shortDigest(held)} (${held}); what belongs there is ${shortDigest(digest)} (${digest})${origin(belonging)}`,
    hint: adviceOf(renewed),
  };
}

/** Where it is not what the source is, the digest that people know is that of the source. */
function origin({ digest, source, isDerived = false }: Belonging): string {
  if (source === undefined || source === digest) return '';
  return `, ${isDerived ? 'derived from' : 'what is left of'} ${shortDigest(source)} (${source})`;
}

function mirrorAdvice(renewed: RenewedTag | undefined): string {
  return `${offer(renewed)}, or leave it out; in a terminal --new-tags does the first. A tag that holds another image is never overwritten.`;
}

/** What of the tag would help. */
export function offer(renewed: RenewedTag | undefined): string {
  if (!renewed) return 'Release it under a new tag';
  if (!renewed.isThere) return `Release it under a new tag, for example ${renewed.tag}`;
  return `The image is there already as ${renewed.tag}: name that tag in the image list or release file`;
}
