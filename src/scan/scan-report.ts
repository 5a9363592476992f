import type { VulnerabilitySeverity } from '#formats';
import type { Platform } from '#reference';

/** One vulnerability of one package, as a scanner has it. */
export interface Vulnerability {
  /** What the scanner calls it first; then the names that others have for it: `GHSA-…`, `CVE-2024-1234`. */
  readonly ids: readonly [string, ...string[]];
  readonly severity: VulnerabilitySeverity;
  readonly package: string;
  readonly version: string;
  /** The versions without it; absent while there is none. */
  readonly fixedIn?: string;
}

/** What a scanner found in an image for one platform. */
export interface ScanReport {
  /** `Trivy 0.58.1`. */
  readonly scanner: string;
  /** Digests that the report gives as those of its image: of an index, a manifest or a config. Empty when it names the image otherwise. */
  readonly digests: readonly string[];
  /** Other names of the image in the report, as they stand there. */
  readonly names: readonly string[];
  /** That of the image, where the report says it. */
  readonly platform?: Platform;
  /** Set where nothing in the report tells that vulnerabilities were looked for: no package, no vulnerability, and no rule of one. */
  readonly isBare?: true;
  readonly vulnerabilities: readonly Vulnerability[];
}
