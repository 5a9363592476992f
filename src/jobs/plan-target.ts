import * as z from 'zod/mini';

/** Where a job's images go, and as whom: what settings, the call and AWS said of it when a plan was made. */
export const targetSchema = z.object({
  name: z.optional(z.string()),
  registry: z.string(),
  prefix: z.string(),
  kind: z.enum(['marketplace', 'ecr', 'oci']),
  /** 12 digits; set when AWS said as whom the plan was made. */
  account: z.optional(z.string()),
  profile: z.optional(z.string()),
  /** The ARN of a role that is assumed with those credentials. */
  role: z.optional(z.string()),
  region: z.optional(z.string()),
  attestationManifests: z.enum(['strip', 'keep']),
  platforms: z.array(z.string()),
  existing: z.enum(['equivalent', 'fail']),
  /** The folder of an OCI image layout that takes the place of the registry; absolute. */
  layout: z.optional(z.string()),
  /** Set when what refers to an image travels with it. */
  referrers: z.optional(z.literal(true)),
  /** As whom the Marketplace Catalog is asked, when not as whom the target is pushed to. */
  seller: z.optional(z.object({ profile: z.optional(z.string()), role: z.optional(z.string()) })),
});

export type PlanTarget = z.infer<typeof targetSchema>;
