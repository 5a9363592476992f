import { type Code, ReleaseError } from '#problem';
import { type Reference, shortDigest } from '#reference';
import { type ImageNode, repositoryExists } from '#registry';
import { freeTag } from './free-tag.ts';
import type { PlanContext } from './plan-context.ts';

/**
 * What the target tag holds.
 * @throws what the request throws; for AWS Marketplace a refusal is told with the second reason that it can have
 */
export async function targetHolds(
  tag: Reference,
  { target, sessions, signal }: PlanContext,
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
 * Where pushing makes no repository, a missing one is known before anything is copied.
 * @throws ReleaseError `repository-missing`
 */
export async function requireRepository(tag: Reference, { target, sessions, signal }: PlanContext): Promise<void> {
  if (target.kind === 'oci') return;
  const session = await sessions.at(tag.registry);
  const exists = await sessions.requests.run(
    () => repositoryExists(session, tag.repository, tag.tag ?? '', signal),
    signal,
  );
  if (exists) return;
  const hint =
    target.kind === 'marketplace'
      ? 'Add it to the product with the change type AddRepositories, or in the portal: only the product can make it.'
      : `Create it first, for example: aws ecr create-repository --repository-name ${tag.repository}`;
  throw new ReleaseError('repository-missing', `The repository ${tag.repository} does not exist at ${tag.registry}`, {
    hint,
  });
}

/** How a tag that holds another image is told: both digests, and a tag that is free. */
export async function taken(
  tag: Reference,
  held: string,
  node: ImageNode,
  { sessions, signal }: PlanContext,
): Promise<{ readonly code: Code; readonly message: string; readonly hint: string }> {
  const free = await freeTag(tag.tag ?? '', (other) => sessions.holds({ ...tag, tag: other }, signal));
  const offer = free === undefined ? 'Release it under a new tag' : `Release it under a new tag, for example ${free}`;
  return {
    code: 'tag-taken',
    message: `The tag holds ${shortDigest(held)} (${held}); the source is ${shortDigest(node.digest)} (${node.digest})`,
    hint: `${offer}, or leave it out. A tag that holds another image is never overwritten.`,
  };
}
