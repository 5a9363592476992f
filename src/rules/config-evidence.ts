import type { TargetSettings } from '#formats';
import type { ResolvedImage } from '#release';

/** What the image of one platform says of itself (OCI image specification, config.md). */
export interface PlatformConfig {
  /** `linux/amd64`. */
  readonly platform: string;
  /** Digest of its manifest. */
  readonly digest: string;
  readonly os: string;
  readonly architecture: string;
  /** As it stands in the config: '' when it names none. */
  readonly user: string;
  /** `NAME=value` each. */
  readonly environment: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The commands of the build, as far as they are given. */
  readonly history: readonly string[];
}

/** One image as the target gets it, or has it: its index and its configs. */
export interface ConfigEvidence {
  readonly target: TargetSettings;
  readonly image: ResolvedImage;
  /** How it is delivered, where that is known: an EKS add-on has stricter rules. */
  readonly delivery?: 'helm' | 'eks-add-on';
  /** Entries of its index that are attestations. */
  readonly attestations: number;
  /** Entries of its index that an annotation alone calls attestations: stripping leaves them where they are. */
  readonly calledAttestations: number;
  readonly platforms: readonly PlatformConfig[];
}
