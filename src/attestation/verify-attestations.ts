import type { AttestorKey } from './attestor-key.ts';
import { acceptedTypes, checkPayload } from './check-payload.ts';
import { checkSignature } from './check-signature.ts';
import { type AttestationFault, type Finding, mostTelling } from './finding.ts';
import { type AttestedImage, imageNamed, repositoryName } from './image-name.ts';
import type { Occurrence, OccurrencePage } from './occurrences.ts';
import { readSignedMessage } from './signed-message.ts';

/** What a server answered about an image, of all pages. */
export type FoundAttestations = Pick<OccurrencePage, 'attestations' | 'unread'>;

/** What is proven of one image, as data: it may be saved, sent to another process and printed. */
export type AttestationVerdict = AttestedVerdict | UnattestedVerdict;

/** One thing that is no proof. */
interface VerdictDetail {
  readonly code: AttestationFault;
  /** A line: which occurrence, and what is wrong with it. */
  readonly message: string;
}

interface Judged {
  /** As it was asked for. */
  readonly repository: string;
  readonly digest: string;
  /** Of the configured primary key. */
  readonly fingerprint: string;
  /** Everything that was found and is no proof, also of an image that another attestation proves. */
  readonly details: readonly VerdictDetail[];
  /** Occurrences of other images in the answer, which were not used. */
  readonly otherImages: number;
}

interface AttestedVerdict extends Judged {
  readonly ok: true;
  /** Name of the occurrence that proves it. */
  readonly occurrence: string;
  /** Of the key or sub-key that signed. */
  readonly signedBy: string;
  /** ISO 8601, as the signer says. */
  readonly signedAt: string;
}

interface UnattestedVerdict extends Judged {
  readonly ok: false;
  readonly code: AttestationFault;
  /** A sentence: what is wrong with which image. */
  readonly message: string;
  readonly hint: string;
}

/** Each costs a public key operation; a release has one or two an image. */
const maxSignatures = 200;

/**
 * Judges what was found of an image. It passes only by a signature of the configured key, good in itself ({@link checkSignature}), over a
 * payload that names this digest and this repository ({@link checkPayload}). All signatures of all occurrences are looked at; where none
 * passes, the failure that says most is the verdict.
 * @param image as the release names it, with the digest at the source
 * @param options.now ms since the epoch; options.types accepted `critical.type`s, {@link acceptedTypes} when absent
 */
export async function verifyAttestations(
  key: AttestorKey,
  image: AttestedImage,
  found: FoundAttestations,
  options: { readonly now: number; readonly types?: readonly string[] },
): Promise<AttestationVerdict> {
  const { repository, digest } = image;
  const whose = ({ resource }: { readonly resource?: string }) => ownerOf(resource, image);
  const ours = found.attestations.filter((one) => whose(one) === 'ours');
  const unclear = found.attestations.filter((one) => whose(one) === 'unknown');
  const unread = found.unread.filter((one) => whose(one) !== 'others');
  const otherImages = [...found.attestations, ...found.unread].filter((one) => whose(one) === 'others').length;
  const findings: Finding[] = [
    ...unread,
    ...unclear.map(({ name }) => ({
      name,
      code: 'attestation-malformed' as const,
      why: 'its resource names no image by digest',
    })),
  ].map(({ name, why, code }) => ({ code, why: `can't be read: ${why}`, occurrence: name }));
  const good: Omit<AttestedVerdict, keyof Judged | 'ok'>[] = [];
  let tried = 0;
  for (const occurrence of ours) {
    for (const outcome of await judge(key, image, occurrence, options, maxSignatures - tried)) {
      tried++;
      if ('code' in outcome) findings.push({ ...outcome, occurrence: occurrence.name });
      else good.push({ ...outcome, occurrence: occurrence.name });
    }
  }
  const judged = {
    repository,
    digest,
    fingerprint: key.fingerprint,
    details: findings.map(({ occurrence, why, code }) => ({ code, message: `${occurrence} ${why}` })),
    otherImages,
  };
  const [proof] = good;
  if (proof) return { ok: true, ...judged, ...proof };
  const telling = mostTelling(findings) ?? missing(otherImages);
  const message = `${repository}@${digest} is not attested: ${telling.occurrence} ${telling.why}`;
  return { ok: false, ...judged, code: telling.code, message, hint: hintFor(telling.code, key) };
}

type Outcome = Omit<Finding, 'occurrence'> | Omit<AttestedVerdict, keyof Judged | 'ok' | 'occurrence'>;

async function judge(
  key: AttestorKey,
  image: AttestedImage,
  occurrence: Occurrence,
  { now, types = acceptedTypes }: { readonly now: number; readonly types?: readonly string[] },
  most: number,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const sent of occurrence.signatures) {
    const message = readSignedMessage(sent);
    if ('why' in message) {
      outcomes.push(message);
      continue;
    }
    for (const body of message.signatures) {
      if (outcomes.length >= most) {
        return [
          ...outcomes,
          { code: 'attestation-too-large', why: `was not looked at: there are more than ${maxSignatures} signatures` },
        ];
      }
      const signed = await checkSignature(key, body, message.payload, now);
      // What nobody has signed, or somebody else, is not looked at.
      const fault = 'code' in signed ? signed : checkPayload(message.payload, image, types);
      if (fault) outcomes.push(fault);
      else if (!('code' in signed)) {
        outcomes.push({ signedBy: signed.fingerprint, signedAt: new Date(signed.signedAt).toISOString() });
      }
    }
  }
  return outcomes;
}

/** Whose a resource is; scheme and tag don't matter. A server that does not know the filter answers with those of other images. */
function ownerOf(resource: string | undefined, { repository, digest }: AttestedImage): 'ours' | 'others' | 'unknown' {
  const named = resource === undefined ? undefined : imageNamed(resource);
  if (named?.digest === undefined) return 'unknown';
  return named.digest === digest && named.repository === repositoryName(repository) ? 'ours' : 'others';
}

function missing(otherImages: number): Finding {
  const others = otherImages === 0 ? '' : `, and the ${otherImages} that came are of other images`;
  return { code: 'attestation-missing', occurrence: 'there', why: `is no attestation of it${others}` };
}

function hintFor(code: AttestationFault, { fingerprint }: AttestorKey): string {
  switch (code) {
    case 'attestation-missing':
      return 'Check the source in release.json: registry, path and digest as the vendor has released them. Where none is due, exempt the image under attestations in marketplace.yaml, with the reason.';
    case 'attestation-signer-unknown':
      return `The configured key is ${fingerprint}. If the vendor signs with a new key, get it by a way that you trust and name it as attestations.key.`;
    case 'attestation-signature-bad':
    case 'attestation-other-digest':
      return 'Do not release this image. Ask the vendor which digest was released.';
    case 'attestation-other-image':
      return 'Name the source in release.json as the vendor does; a copy that is pulled instead is named as registries.<host>.mirror in marketplace.yaml.';
    case 'attestation-key-revoked':
    case 'attestation-key-expired':
      return `The configured key is ${fingerprint}. Ask the vendor for the key as it is now, and for an attestation by a key that is good.`;
    case 'attestation-signature-early':
      return 'Check the clock of this machine; if it is right, ask the vendor for a new attestation.';
    default:
      return 'Ask the vendor for an attestation that can be checked.';
  }
}
