import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isDigest } from '#reference';
import { parseForeignJson } from '../manifests/foreign-json.ts';
import type { ImageNode } from '../manifests/image.ts';
import { maxManifestBytes } from '../manifests/manifest.ts';

const schema = z.looseObject({
  subject: z.nullish(z.looseObject({ digest: z.string() })),
  artifactType: z.nullish(z.string()),
  config: z.nullish(z.looseObject({ mediaType: z.nullish(z.string()) })),
  annotations: z.nullish(z.record(z.string(), z.string())),
});

/** What a manifest says of itself as one that refers to another (OCI image specification, manifest.md and image-index.md). */
export interface Referring {
  /** The digest of what it refers to. */
  readonly subject?: string;
  /** Its own type; without one, that of its config. */
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Reads what a manifest refers to. @throws ReleaseError `manifest-malformed` */
export function referringOf({ bytes, digest }: Pick<ImageNode, 'bytes' | 'digest'>): Referring {
  const malformed = (why: string) => new ReleaseError('manifest-malformed', `${digest} cannot be read: ${why}`);
  const parsed = schema.safeParse(parseForeignJson(bytes, maxManifestBytes, malformed));
  if (!parsed.success) throw malformed('it has an unknown shape');
  const { subject, artifactType, config, annotations } = parsed.data;
  const type = artifactType || config?.mediaType;
  return {
    ...(subject && isDigest(subject.digest) ? { subject: subject.digest } : {}),
    ...(type ? { artifactType: type } : {}),
    ...(annotations ? { annotations } : {}),
  };
}
