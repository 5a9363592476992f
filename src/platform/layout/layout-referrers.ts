import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { parseForeignJson } from '#registry';
import type { LayoutBlobs } from './layout-blobs.ts';
import type { LayoutIndex } from './layout-index.ts';

/** As large as a manifest may be. */
const maxBytes = 4_194_304;

const schema = z.looseObject({
  subject: z.optional(z.looseObject({ digest: z.string().check(z.refine(isDigest)) })),
  artifactType: z.optional(z.string()),
  config: z.optional(z.looseObject({ mediaType: z.optional(z.string()) })),
  annotations: z.optional(z.record(z.string(), z.string())),
});

/** The digest that a manifest refers to, if it does (OCI image specification, manifest.md, `subject`). */
export function subjectOf(manifest: Uint8Array): string | undefined {
  return read(manifest)?.subject?.digest;
}

/** What a layout has that refers to an image, as the distribution specification lists it ("Listing Referrers"). */
export async function referrersIn(index: LayoutIndex, blobs: LayoutBlobs, subject: string): Promise<object[]> {
  const found: object[] = [];
  for (const { mediaType, digest, size } of index.nameless) {
    if (size > maxBytes || (await blobs.size(digest)) !== size) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of blobs.read(digest)) chunks.push(chunk);
    const manifest = read(Buffer.concat(chunks));
    if (manifest?.subject?.digest !== subject) continue;
    const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
    found.push({
      mediaType,
      digest,
      size,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(manifest.annotations ? { annotations: manifest.annotations } : {}),
    });
  }
  return found;
}

/** What is no manifest refers to nothing. */
function read(bytes: Uint8Array): z.infer<typeof schema> | undefined {
  try {
    return schema.safeParse(parseForeignJson(bytes, maxBytes, (why) => new ReleaseError('manifest-malformed', why)))
      .data;
  } catch {
    return undefined;
  }
}
