import * as z from 'zod/mini';

/** A Marketplace product that a job is about. */
export const productSchema = z.object({
  /** `prod-…` */
  id: z.string(),
  title: z.string(),
  /** Those of its repositories that the job is about (of a plan: that it writes to), by their whole names. */
  repositories: z.array(z.string()),
});

export type Product = z.infer<typeof productSchema>;
