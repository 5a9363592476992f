import * as z from 'zod/mini';

const addedFileSchema = z.object({
  /** The file as the user would name it. */
  from: z.string(),
  /** Absolute, in the image. */
  to: z.string(),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  /** bytes */
  size: z.int(),
  digest: z.string(),
});

/** How an image is made from its source, with all that a run needs to make the very same one. */
export const derivationSchema = z.object({
  /** What the source is, recorded in the image as what it is made from; attestations name it too. */
  base: z.string(),
  user: z.optional(z.string()),
  labels: z.optional(z.record(z.string(), z.string())),
  environment: z.optional(z.record(z.string(), z.string())),
  entrypoint: z.optional(z.array(z.string())),
  command: z.optional(z.array(z.string())),
  files: z.optional(z.array(addedFileSchema)),
});

export type Derivation = z.infer<typeof derivationSchema>;
export type DerivedFile = z.infer<typeof addedFileSchema>;
