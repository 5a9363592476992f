import * as z from 'zod/mini';

const addedFileSchema = z.object({
  /** The file as the user would name it. */
  from: z.string(),
  /** Set where it is a program of ours that comes with this one, rather than a file. */
  program: z.optional(z.literal('license-check')),
  /** Absolute, in the image. */
  to: z.string(),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  /** bytes */
  size: z.int(),
  digest: z.string(),
});

const folderSchema = z.object({ path: z.string(), mode: z.int(), uid: z.int(), gid: z.int() });

/** Where the added files come to lie in some platforms: what was learned of the base. */
const placementSchema = z.object({
  /** Digests of the base's manifests. */
  platforms: z.array(z.string()),
  /** One for each file: where links of the base lead. */
  places: z.array(z.string()),
  /** The folders above, as the base has them; new ones are root's. */
  folders: z.array(folderSchema),
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
  /** Set where files are. */
  placements: z.optional(z.array(placementSchema)),
});

export type Derivation = z.infer<typeof derivationSchema>;
export type DerivedPlacement = z.infer<typeof placementSchema>;
export type DerivedFile = z.infer<typeof addedFileSchema>;
