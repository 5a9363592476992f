import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { isDigest, type Platform } from '#reference';
import { parseForeignJson } from './foreign-json.ts';
import { isIndexType, isManifestType, mediaTypes } from './media-types.ts';

/** Amazon ECR's limit for one manifest (PutImage: 4,194,304 characters); the largest that any registry is known to take. */
export const maxManifestBytes = 4_194_304;

const digestSchema = z.string().check(z.refine(isDigest, 'is not a digest'));
const platformSchema = z.looseObject({
  os: z.string(),
  architecture: z.string(),
  variant: z.optional(z.string()),
  'os.version': z.optional(z.string()),
});
const descriptorSchema = z.looseObject({
  mediaType: z.optional(z.string()),
  digest: digestSchema,
  size: z.int().check(z.nonnegative()),
  platform: z.nullish(platformSchema),
  annotations: z.nullish(z.record(z.string(), z.string())),
});
const indexSchema = z.looseObject({ mediaType: z.optional(z.string()), manifests: z.array(descriptorSchema) });
const manifestSchema = z.looseObject({
  mediaType: z.optional(z.string()),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
});
const anySchema = z.looseObject({
  schemaVersion: z.optional(z.unknown()),
  mediaType: z.optional(z.string()),
  artifactType: z.catch(z.optional(z.string()), undefined),
});

/** What points at content: its type, digest and size in bytes (OCI image specification, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image of one platform, or an artifact of the same shape (a Helm chart): one config and its layers. */
export interface ImageManifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  /** What an artifact is, in its own words; OCI image specification, manifest.md: else its config's type says it. */
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** A list of manifests, one a platform; the entries may be indexes again. */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly manifests: readonly Descriptor[];
}

/**
 * Reads a manifest or index as a registry sent it.
 * @param contentType used when the document does not name its type itself (OCI lets it)
 * @param name what it is called in errors
 * @throws ReleaseError `manifest-malformed`, `manifest-unsupported`
 */
export function parseManifest(
  bytes: Uint8Array,
  contentType: string | undefined,
  name = 'The manifest',
): ImageManifest | ImageIndex {
  const malformed = (why: string) => new ReleaseError('manifest-malformed', `${name} cannot be read: ${why}`);
  const unsupported = (why: string, hint?: string) =>
    new ReleaseError('manifest-unsupported', `${name} ${why}`, hint === undefined ? {} : { hint });
  const json = parseForeignJson(bytes, maxManifestBytes, malformed);
  const any = anySchema.safeParse(json);
  if (!any.success) throw malformed('it is not an object');
  if (any.data.schemaVersion === 1) {
    const hint = 'Push the image again with any current tool: it is then stored as schema 2 or OCI.';
    throw unsupported('is of Docker schema 1, which ECR does not take', hint);
  }
  const mediaType = any.data.mediaType ?? typeFromHeader(contentType) ?? typeFromShape(any.data);
  const { artifactType } = any.data;
  const common = { mediaType, ...(artifactType === undefined ? {} : { artifactType }) };
  if (isIndexType(mediaType)) {
    refuseBoth(any.data, ['config', 'layers'], malformed);
    const index = indexSchema.safeParse(json);
    if (!index.success) throw malformed(firstIssue(index.error));
    return {
      kind: 'index',
      ...common,
      manifests: index.data.manifests.map((entry) => descriptor(entry, mediaTypes.ociManifest)),
    };
  }
  if (isManifestType(mediaType)) {
    refuseBoth(any.data, ['manifests'], malformed);
    const manifest = manifestSchema.safeParse(json);
    if (!manifest.success) throw malformed(firstIssue(manifest.error));
    const fallback = 'application/octet-stream';
    return {
      kind: 'manifest',
      ...common,
      config: descriptor(manifest.data.config, fallback),
      layers: manifest.data.layers.map((layer) => descriptor(layer, fallback)),
    };
  }
  throw unsupported(`is of type ${mediaType.slice(0, 120)}, which is no image`);
}

/**
 * Whether an index's entry is an attestation (in-toto) rather than an image, by its platform alone: that is what keeps it from being run.
 * An annotation does not, so an entry that is only annotated is an image, and is judged like one.
 */
export function isAttestationEntry({ platform }: Descriptor): boolean {
  return platform?.os === 'unknown' && platform.architecture === 'unknown';
}

/** Whether an index's entry is said to be an attestation, whatever it is: AWS Marketplace refuses it by that word. */
export function saysAttestation({ annotations }: Descriptor): boolean {
  return annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

function descriptor(raw: z.infer<typeof descriptorSchema>, fallbackType: string): Descriptor {
  const { platform, annotations } = raw;
  return {
    mediaType: raw.mediaType ?? fallbackType,
    digest: raw.digest,
    size: raw.size,
    ...(platform ? { platform: platformOf(platform) } : {}),
    ...(annotations ? { annotations } : {}),
  };
}

function platformOf(raw: z.infer<typeof platformSchema>): Platform {
  const { os, architecture, variant } = raw;
  const version = raw['os.version'];
  return { os, architecture, ...(variant ? { variant } : {}), ...(version ? { 'os.version': version } : {}) };
}

function typeFromHeader(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim();
  return type !== undefined && (isIndexType(type) || isManifestType(type)) ? type : undefined;
}

function typeFromShape(document: Readonly<Record<string, unknown>>): string {
  return 'manifests' in document ? mediaTypes.ociIndex : mediaTypes.ociManifest;
}

/** One document must not be readable as both kinds: two readers would then see two images (CVE-2021-41190). */
function refuseBoth(
  document: Readonly<Record<string, unknown>>,
  foreign: readonly string[],
  malformed: (why: string) => ReleaseError,
): void {
  const found = foreign.find((key) => document[key] !== undefined);
  if (found !== undefined) throw malformed(`it also has "${found}", so it could be read as two different images`);
}

function firstIssue(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'it has an unknown shape';
}
