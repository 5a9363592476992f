import * as z from 'zod/mini';

const errorSchema = z.object({
  code: z.optional(z.string()),
  message: z.string(),
  /** What it is about, by AWS's names: `FILE_PATH`, `PACKAGE_NAME` and others. */
  scope: z.readonly(z.array(z.object({ name: z.string(), value: z.string() }))),
});

const controlSchema = z.object({
  id: z.string(),
  /** `FAIL`, `NOT_EXECUTED`, or what AWS adds to these. */
  result: z.string(),
  errors: z.readonly(z.array(errorSchema)),
  /** How many more errors AWS has. */
  moreErrors: z.optional(z.number()),
});

/** An assessment of AWS's own: the newest of a product, by framework and delivery option. */
export const assessmentSchema = z.object({
  /** `prod-…` */
  product: z.string(),
  title: z.string(),
  /** `assessment-…` */
  id: z.string(),
  /** With its version: `ContainerSecurity@1.0`. */
  framework: z.string(),
  /** `PASS` or `FAIL`, or what AWS adds to these. */
  result: z.string(),
  /** ISO 8601 */
  createdAt: z.optional(z.string()),
  expiresAt: z.optional(z.string()),
  /** The id of the delivery option that was assessed. */
  deliveryOption: z.optional(z.string()),
  /** The controls that did not pass. */
  controls: z.readonly(z.array(controlSchema)),
  /** Set where AWS has more controls than were read. */
  moreControls: z.optional(z.literal(true)),
});

export type Assessment = z.infer<typeof assessmentSchema>;
