import * as z from 'zod/mini';
import { ReleaseError, redact } from '#problem';
import { parseForeignJson } from '#registry';
import { decodeBase64 } from './decode-base64.ts';
import type { AttestationFault } from './finding.ts';
import type { Occurrence, OccurrencePage, SentSignature, UnreadOccurrence } from './occurrences.ts';

/** A page holds 1,000 occurrences at most, of 2 to 4 kB each. */
export const maxPageBytes = 4_194_304;
/** Payload and signature of an attestation have about 1 kB each. */
const maxSignatureText = 262_144;
const maxSignatures = 32;

const text = z.optional(z.string());
const signatures = z.array(z.looseObject({ signature: z.string() }));
/** `grafeas/proto/v1beta1/attestation.proto` (pgp and generic), `proto/v1/attestation.proto` (payload and signatures at once). */
const authoritySchema = z.looseObject({
  pgpSignedAttestation: z.optional(z.looseObject({ signature: z.string() })),
  genericSignedAttestation: z.optional(z.looseObject({ serializedPayload: text, signatures: z.optional(signatures) })),
  serializedPayload: text,
  signatures: z.optional(signatures),
});
const occurrenceSchema = z.looseObject({
  name: text,
  kind: z.optional(z.union([z.string(), z.number()])),
  // v1beta1, v1, v1alpha1
  resource: z.optional(z.looseObject({ uri: text })),
  resourceUri: text,
  resourceUrl: text,
  // v1beta1 nests it twice, the others once
  attestation: z.optional(z.looseObject({ attestation: z.optional(z.unknown()) })),
  dsseAttestation: z.optional(z.unknown()),
  envelope: z.optional(z.unknown()),
});
const pageSchema = z.looseObject({
  occurrences: z.optional(z.array(z.unknown())),
  nextPageToken: text,
  // v1: places of a server that is spread over several
  unreachable: z.optional(z.array(z.unknown())),
});
/** How servers and the gateways before them tell of an error, whatever the status is (google.rpc.Status and its likes). */
const errorSchema = z.looseObject({
  error: z.optional(z.unknown()),
  errors: z.optional(z.unknown()),
  code: z.optional(z.unknown()),
  message: z.optional(z.unknown()),
});
/** `NoteKind`, written as a word or as a number; the older form has another word. */
const attestationKinds: readonly unknown[] = ['ATTESTATION', 'ATTESTATION_AUTHORITY', 7];
const dsseKinds: readonly unknown[] = ['DSSE_ATTESTATION', 10];
const noKinds: readonly unknown[] = [undefined, 'NOTE_KIND_UNSPECIFIED', 'KIND_UNSPECIFIED', 0];

/**
 * Reads one answer of `ListOccurrences` or `ListNoteOccurrences` of Grafeas: v1beta1, v1 and the older form with one nesting. Unknown
 * keys are let be; what may be an attestation and can't be read is named in `unread`.
 * @param host who has answered, for messages
 * @param secrets that were sent with the question: the answer may repeat them
 * @throws ReleaseError `attestation-answer-malformed` when the answer is no such list, or not all of it
 */
export function readOccurrences(bytes: Uint8Array, host: string, secrets: readonly string[] = []): OccurrencePage {
  const fail = (why: string) =>
    new ReleaseError('attestation-answer-malformed', `${host} answered with what is no list of attestations: ${why}`, {
      hint: 'Check attestations.url in marketplace.yaml, and the proxy on the way: a login or error page is a usual cause.',
    });
  const json = parseForeignJson(bytes, maxPageBytes, fail);
  const page = pageSchema.safeParse(json);
  if (!page.success) throw fail('it has another shape');
  const { occurrences, nextPageToken, unreachable = [] } = page.data;
  const trouble = troubleIn(json);
  if (trouble !== undefined) throw fail(`it has an error${clean(trouble, secrets)}`);
  if (unreachable.length > 0) throw fail(`it says that not all was reached${clean(unreachable.join(', '), secrets)}`);
  // An error in JSON is no empty list: Grafeas leaves out what is empty, so an empty object alone is one.
  const isEmpty = typeof json === 'object' && json !== null && Object.keys(json).length === 0;
  if (occurrences === undefined && !nextPageToken && !isEmpty) throw fail('it has no occurrences');
  const read = (occurrences ?? []).map((value, index) => readOccurrence(value, `occurrences[${index}]`));
  return {
    attestations: read.flatMap((one) => ('signatures' in one ? [one] : [])),
    unread: read.flatMap((one) => ('why' in one ? [one] : [])),
    ...(nextPageToken ? { nextPageToken } : {}),
  };
}

/** What an answer says of an error, beside what it lists or in its place: in its own words, empty where it has none. */
function troubleIn(json: unknown): string | undefined {
  const parsed = errorSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { error, errors, code, message } = parsed.data;
  const said = [error, Array.isArray(errors) && errors.length === 0 ? undefined : errors, code, message];
  if (!said.some((one) => one !== undefined && one !== null && one !== 0 && one !== '')) return undefined;
  const inner = z.looseObject({ message: z.string() }).safeParse(Array.isArray(errors) ? errors[0] : error).data;
  const words = [inner?.message, message, error].find((one) => typeof one === 'string');
  return typeof words === 'string' ? words : '';
}

function clean(words: string, secrets: readonly string[]): string {
  return words === '' ? '' : `: ${redact(words, secrets).slice(0, 200)}`;
}

function readOccurrence(value: unknown, place: string): Occurrence | UnreadOccurrence | { readonly otherKind: true } {
  const parsed = occurrenceSchema.safeParse(value);
  if (!parsed.success)
    return { name: place, code: 'attestation-malformed', why: 'it is of another shape than an occurrence' };
  const { kind, resource, resourceUri, resourceUrl, attestation, dsseAttestation, envelope } = parsed.data;
  // An envelope may be around an occurrence of any kind.
  const isEnveloped = dsseKinds.includes(kind) || dsseAttestation !== undefined;
  const isDsse = isEnveloped || (envelope !== undefined && noKinds.includes(kind));
  if (attestation === undefined && !isDsse && !attestationKinds.includes(kind)) return { otherKind: true };
  const name = parsed.data.name?.slice(0, 300) || place;
  const named = new Set([resource?.uri, resourceUri, resourceUrl].filter((one) => one));
  const [of] = named.size === 1 ? named : [];
  const unread = (why: string, code: AttestationFault = 'attestation-malformed'): UnreadOccurrence => ({
    name,
    code,
    why,
    ...(of ? { resource: of } : {}),
  });
  if (named.size > 1) return unread('it says of several images that it is of them');
  if (!of) return unread('it does not say of which image it is');
  // Only the older form has the signature directly below.
  const authority = authoritySchema.safeParse(attestation?.attestation ?? attestation ?? {});
  if (!authority.success) return unread('its attestation is of another shape');
  const sent = signaturesOf(authority.data);
  if (typeof sent === 'string') return unread(sent);
  if (sent.length === 0)
    return unread('it holds no OpenPGP signature (others, DSSE or JWT, are not read)', 'attestation-unsupported');
  if (sent.length > maxSignatures)
    return unread(`it holds more than ${maxSignatures} signatures`, 'attestation-too-large');
  if (sent.some((one) => one.text.length > maxSignatureText || (one.payload?.length ?? 0) > maxSignatureText)) {
    return unread(`its signature is longer than ${maxSignatureText} characters`, 'attestation-too-large');
  }
  return { name, resource: of, signatures: sent };
}

/** The signatures, or in words why they can't be read. */
function signaturesOf(authority: z.infer<typeof authoritySchema>): readonly SentSignature[] | string {
  const { pgpSignedAttestation: pgp, genericSignedAttestation: generic } = authority;
  const sent: SentSignature[] = pgp ? [{ text: pgp.signature }] : [];
  for (const { signatures: several, serializedPayload } of [...(generic ? [generic] : []), authority]) {
    const payload = serializedPayload ? decodeBase64(serializedPayload) : undefined;
    if (serializedPayload && !payload) return 'its serializedPayload is not base64';
    for (const { signature } of several ?? []) sent.push({ text: signature, ...(payload ? { payload } : {}) });
  }
  return sent;
}
