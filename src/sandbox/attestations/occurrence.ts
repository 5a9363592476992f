import { createHash } from 'node:crypto';
import type { SampleAttestation } from '../samples/sample-attestations.ts';
import { armor } from './armor.ts';
import type { Attestor } from './attestor.ts';
import { type AttestedImage, payloadOf } from './payload.ts';

/** The versions of Grafeas that are spoken here. */
export type GrafeasVersion = 'v1' | 'v1beta1';

/** Where the vendor's attestations are. */
export const attestorProject = 'camunda-attestations';
export const attestorNote = `projects/${attestorProject}/notes/release-attestor`;

const attestedAt = Date.parse('2024-01-16T17:00:00Z');
const otherDigest = `sha256:${createHash('sha256').update('another image').digest('hex')}`;
const forADay = 86_400;

/** What an image is called in Grafeas. */
export function resourceOf({ repository, digest }: AttestedImage): string {
  return `https://${repository}@${digest}`;
}

/**
 * An occurrence of kind ATTESTATION as Grafeas answers it (grafeas/grafeas, proto/v1beta1 and proto/v1: grafeas.proto, attestation.proto, in
 * the JSON mapping of proto3).
 * @param place of the attestation among all, which gives it its name
 */
export function occurrenceOf(
  sample: Pick<SampleAttestation, 'form' | 'forgery'>,
  image: AttestedImage,
  attestor: Attestor,
  { version, place }: { readonly version: GrafeasVersion; readonly place: number },
): unknown {
  const time = new Date(attestedAt).toISOString();
  const resource = resourceOf(image);
  return {
    name: `projects/${attestorProject}/occurrences/${idOf(resource, place)}`,
    ...(version === 'v1' ? { resourceUri: resource } : { resource: { uri: resource } }),
    noteName: attestorNote,
    kind: 'ATTESTATION',
    createTime: time,
    updateTime: time,
    attestation: attestationOf(sample, image, attestor, version),
  };
}

function attestationOf(
  { form, forgery }: Pick<SampleAttestation, 'form' | 'forgery'>,
  image: AttestedImage,
  attestor: Attestor,
  version: GrafeasVersion,
): unknown {
  const key = forgery === 'other key' ? attestor.stranger : attestor.key;
  const shown = payloadOf(spokenOf(image, forgery));
  const signed = forgery === 'tampered' ? payloadOf({ ...image, digest: otherDigest }) : shown;
  const options = { at: attestedAt, ...(forgery === 'expired' ? { seconds: forADay } : {}) };
  const bytes = form === 'detached' ? key.detached(signed, options) : key.message(signed, options, shown);
  const armored = armor(form === 'detached' ? 'SIGNATURE' : 'MESSAGE', bytes);
  const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
  const isArmored = form !== 'binary' && form !== 'detached';
  const generic = {
    serializedPayload: base64(shown),
    signatures: [{ signature: base64(isArmored ? armored : bytes), publicKeyId: key.fingerprint }],
  };
  if (version === 'v1') return generic;
  const contentType = 'SIMPLE_SIGNING_JSON';
  if (!isArmored) return { attestation: { genericSignedAttestation: { contentType, ...generic } } };
  const signature = form === 'base64' ? base64(armored) : armored;
  const pgpSignedAttestation = { signature, contentType, pgpKeyId: key.fingerprint };
  return form === 'older' ? { pgpSignedAttestation } : { attestation: { pgpSignedAttestation } };
}

function spokenOf(image: AttestedImage, forgery: SampleAttestation['forgery']): AttestedImage {
  if (forgery === 'other digest') return { ...image, digest: otherDigest };
  if (forgery === 'other image') return { ...image, repository: `${image.repository}-of-somebody-else` };
  return image;
}

/** Looks like a UUID, and is the same at every start. */
function idOf(resource: string, place: number): string {
  const hex = createHash('sha256').update(`${resource} ${place}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
