import * as z from 'zod/mini';
import { ReleaseError } from '#problem';
import { parseForeignJson } from '#registry';
import type { Finding } from './finding.ts';
import { type AttestedImage, imageNamed, repositoryName } from './image-name.ts';

const maxPayloadBytes = 65_536;

/**
 * Types of payload that say "this image is released": Binary Authorization's (Google writes it in two ways) and those of the simple signing
 * that it comes from. Case does not matter.
 */
export const acceptedTypes: readonly string[] = [
  'Google cloud binauthz container signature',
  'atomic container signature',
  'cosign container image signature',
];

const payloadSchema = z.looseObject({
  critical: z.looseObject({
    identity: z.looseObject({ 'docker-reference': z.string() }),
    image: z.looseObject({ 'docker-manifest-digest': z.string() }),
    type: z.string(),
  }),
});

/**
 * Whether the signed bytes say that this is the image (containers/image, "Simple signing": `critical`). The repository is compared too,
 * as the registry and path that the release names: whoever edits the host in release.json gets an image that nobody has attested.
 * @returns what is wrong, or undefined
 */
export function checkPayload(
  payload: Uint8Array,
  image: AttestedImage,
  types: readonly string[],
): Pick<Finding, 'code' | 'why'> | undefined {
  const critical = criticalPart(payload);
  if (typeof critical === 'string') return { code: 'attestation-payload-malformed', why: critical };
  const { type, image: signed, identity } = critical;
  if (!types.some((one) => one.toLowerCase() === type.toLowerCase())) {
    return { code: 'attestation-payload-type', why: `is signed over a payload of type "${clip(type)}"` };
  }
  const digest = signed['docker-manifest-digest'];
  if (digest !== image.digest) return { code: 'attestation-other-digest', why: `is signed for ${clip(digest)}` };
  const reference = identity['docker-reference'];
  const named = imageNamed(reference);
  // A digest in the name is one more word on which image is meant.
  if (named?.digest !== undefined && named.digest !== image.digest) {
    return { code: 'attestation-other-digest', why: `is signed for ${clip(reference)}` };
  }
  if (named === undefined || named.repository !== repositoryName(image.repository)) {
    return { code: 'attestation-other-image', why: `is signed for "${clip(reference)}", not for ${image.repository}` };
  }
  return undefined;
}

function criticalPart(payload: Uint8Array): z.infer<typeof payloadSchema>['critical'] | string {
  let json: unknown;
  try {
    json = parseForeignJson(payload, maxPayloadBytes, (why) => new ReleaseError('attestation-payload-malformed', why));
  } catch (error) {
    if (!ReleaseError.is(error)) throw error;
    return `is signed over a payload that can't be read: ${error.message}`;
  }
  const parsed = payloadSchema.safeParse(json);
  return parsed.success ? parsed.data.critical : 'is signed over JSON that is no payload of an attestation';
}

function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
