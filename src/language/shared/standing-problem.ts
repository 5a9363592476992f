import type { Range, TextProblem } from '#problem';
import { formatReference, type Reference, shortDigest, targetKindOf } from '#reference';
import { howToMakeRepository } from '#release';
import type { ImageFact, TargetFact } from '../facts.ts';

/** The target has no such repository, in the words of a plan. */
export function repositoryProblem(
  { registry, repository }: Reference,
  { kind = targetKindOf(registry) }: Pick<TargetFact, 'kind'>,
  range: Range,
): TextProblem {
  return {
    rule: 'repository-missing',
    severity: 'error',
    range,
    message: `The repository ${repository} does not exist at ${registry}.`,
    hint: howToMakeRepository({ registry, repository }, kind),
  };
}

/**
 * A tag that holds another image, in the words of a plan.
 * @param renewed a tag that is free
 */
export function takenProblem(
  place: Reference,
  { held, wanted, renewed }: { readonly held: ImageFact; readonly wanted: ImageFact; readonly renewed?: string },
  range: Range,
): TextProblem {
  const other =
    renewed === undefined ? 'Release it under a new tag' : `Release it under a new tag, for example ${renewed}`;
  return {
    rule: 'tag-taken',
    severity: 'error',
    range,
    message: `${formatReference(place)} holds ${shortDigest(held.digest)}; the source is ${shortDigest(wanted.digest)}.`,
    hint: `${other}, or leave it out. A tag that holds another image is never overwritten.`,
  };
}

/** A tag that holds the image for some of its platforms, in the words of a plan. */
export function incompleteProblem(held: readonly string[], missing: readonly string[], range: Range): TextProblem {
  return {
    rule: 'platform-incomplete',
    severity: 'warning',
    range,
    message: `${held.join(', ')} is there, ${missing.join(', ')} is not.`,
    hint: 'The tag is left as it is. A new tag would hold all platforms.',
  };
}
