import * as z from 'zod/mini';

/**
 * How repositories of a private ECR are made, all that it takes at run time: what files and variables said when the plan was made. What
 * is absent was not asked for: a new repository has ECR's default, and an existing one is not compared in it.
 */
export const configurationSchema = z.object({
  /** Whether tags can't be moved, and which of them can all the same; `*` stands for any text. */
  tagMutability: z.optional(z.object({ immutable: z.boolean(), except: z.array(z.string()) })),
  scanOnPush: z.optional(z.boolean()),
  /** ARN, id or alias of the key; without one ECR encrypts by AES256. */
  kmsKey: z.optional(z.string()),
  /** A repository policy as JSON without blanks. */
  policy: z.optional(z.string()),
  /** How many accounts that policy was made for, when it was made from accounts. */
  readers: z.optional(z.int()),
  /** A lifecycle policy as JSON without blanks. */
  lifecycle: z.optional(z.string()),
  /** How many days untagged images stay, when the lifecycle policy was made from that. */
  untaggedDays: z.optional(z.int()),
  tags: z.optional(z.record(z.string(), z.string())),
  /** Pause between two repositories, in ms. */
  throttleMs: z.number(),
});

export type RepositoryConfiguration = z.infer<typeof configurationSchema>;

/** What of a repository can be brought to another configuration, each by a call of its own. */
export const repositoryParts = ['tagMutability', 'scanOnPush', 'policy', 'lifecycle', 'tags'] as const;
export type RepositoryPart = (typeof repositoryParts)[number];

/** A repository of a plan that is made, changed, or differs from the settings and is left as it is. */
export const plannedRepositorySchema = z.object({
  name: z.string(),
  action: z.enum(['create', 'update', 'leave']),
  /** How it differs from the settings, a line each. */
  differences: z.array(z.string()),
  /** What an update changes. */
  parts: z.optional(z.array(z.enum(repositoryParts))),
  /** Digests of what those parts held when the plan was made: what an update writes over. */
  held: z.optional(z.partialRecord(z.enum(repositoryParts), z.string())),
});

export type PlannedRepository = z.infer<typeof plannedRepositorySchema>;
