import * as z from 'zod/mini';
import { codeSchema } from '../code-schema.ts';

/**
 * What became of a repository that a plan makes or changes: `left` is one that somebody had made since. With a code, it is not as the
 * settings say, or not there at all.
 */
export const repositoryOutcomeSchema = z.object({
  name: z.string(),
  outcome: z.enum(['created', 'updated', 'left', 'failed']),
  code: z.optional(codeSchema),
  message: z.optional(z.string()),
  /** Set when it is not there: then the images that go to it have failed. */
  isMissing: z.optional(z.literal(true)),
});

export type RepositoryOutcome = z.infer<typeof repositoryOutcomeSchema>;

/**
 * What is told beside the images: repositories that are there and not as the settings say. One that could not be made is told by the
 * images that go to it.
 */
export function incompleteRepositories(
  outcomes: readonly RepositoryOutcome[],
): { code: NonNullable<RepositoryOutcome['code']>; message: string }[] {
  return outcomes.flatMap(({ code, message, isMissing }) =>
    code === undefined || message === undefined || isMissing ? [] : [{ code, message }],
  );
}
