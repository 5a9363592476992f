import type { AttestationFault } from './finding.ts';

/** One signature of an occurrence as it was sent, still in text. */
export interface SentSignature {
  /** Armored, or base64 of armored or binary OpenPGP. */
  readonly text: string;
  /** What lies beside it, for a signature that does not hold its payload: the bytes as decoded, never written anew. */
  readonly payload?: Uint8Array;
}

/** An attestation as Grafeas keeps it. */
export interface Occurrence {
  /** `projects/<project>/occurrences/<id>`, or its place in the answer when it has no name. */
  readonly name: string;
  /** What it is of, as sent: `https://host/path@sha256:…`. */
  readonly resource: string;
  readonly signatures: readonly SentSignature[];
}

/** Something in an answer that might be an attestation and could not be read. */
export interface UnreadOccurrence {
  readonly name: string;
  readonly code: AttestationFault;
  /** In words: what of it. */
  readonly why: string;
  /** What it is of, if that could be read. */
  readonly resource?: string;
}

/** One page of a list of occurrences; those of other kinds (vulnerabilities, builds, …) say nothing of who released an image. */
export interface OccurrencePage {
  readonly attestations: readonly Occurrence[];
  /** Never thrown away in silence: they stand in the details of the verdict. */
  readonly unread: readonly UnreadOccurrence[];
  readonly nextPageToken?: string;
}
