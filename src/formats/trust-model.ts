import type { Range } from '#problem';
import type { PasswordSource } from './password-model.ts';

/** Where the bearer token of an attestation server is: the password of a registry, or where passwords are. */
export type TokenSource = { readonly registry: string } | PasswordSource;

/** Whose attestation an image needs. */
export interface RequiredAttestation {
  /** Of the note's occurrences: `https://host/v1beta1/projects/P/notes/N/occurrences`. */
  readonly url: string;
  /** The file of the attestor's public key, relative to the settings file. */
  readonly key: string;
  /** Where that stands. */
  readonly keyRange?: Range;
  /** Of the key that is meant, 40 or 64 hex digits in capitals, where the file has several. */
  readonly fingerprint?: string;
  readonly token?: TokenSource;
  /** Whether an image without one is not released; else that is a warning. */
  readonly require: boolean;
  /** The `critical.type`s of payloads that count; the usual ones when absent. */
  readonly types?: readonly string[];
}

/** What is asked of images by their destination. */
export interface AttestationRule {
  /** A pattern for the destination's path as the files name it, before `names` and prefix: `byo/**`. */
  readonly images: string;
  /** An attestation, or the reason why none is asked for. */
  readonly ask: RequiredAttestation | { readonly exempt: string };
  readonly range: Range;
}

/** A file that is added to an image. */
export interface AddedFile {
  /** Relative to the settings file. */
  readonly from: string;
  /** Where that stands. */
  readonly range?: Range;
  /** Absolute, in the image. */
  readonly to: string;
  /** Permissions, e.g. 0o755; no other bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A small change to an upstream image: of its config, and one added layer of files. */
export interface DerivedImage {
  /** A pattern for the repository below the prefix: after `names`. */
  readonly images: string;
  /** A program of ours that is added, with its entry point and user where these are not named. */
  readonly program?: 'license-check';
  readonly user?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly files: readonly AddedFile[];
  readonly range: Range;
}

/** How grave a vulnerability is, gravest first. */
export type VulnerabilitySeverity = 'critical' | 'high' | 'medium' | 'low';

/** A vulnerability that is lived with. */
export interface AcceptedVulnerability {
  /** `CVE-2024-1234`. */
  readonly id: string;
  readonly reason: string;
  /** The last day (`2026-12-31`) on which it is accepted. */
  readonly until?: string;
  readonly range: Range;
}

/** What an outside scanner may find in an image that is released. */
export interface ScanSettings {
  /** The scanner that is run for what no file has findings of; none when absent. */
  readonly with?: 'trivy' | 'grype';
  /** A pattern for files of findings, relative to the settings file. */
  readonly findings?: string;
  /** From which severity on an image is not released. */
  readonly block: VulnerabilitySeverity;
  /** Whether what has no fix yet counts too. */
  readonly unfixed: boolean;
  /** What an image without findings is. */
  readonly missing: 'error' | 'warning';
  readonly accept: readonly AcceptedVulnerability[];
}
