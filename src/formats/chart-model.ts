import type { Range } from '#problem';

/** What a licence is asked for. */
export interface EntitlementSetting {
  readonly name: string;
  /** Of License Manager: `None` where a tier or a feature is asked for, `Count` where a number is, or what the file says. */
  readonly unit: string;
  readonly value?: string;
}

/** The check of a buyer's licence that is added to a chart. */
interface LicenseCheckSetting {
  readonly kind: 'license-check';
  readonly product: string;
  readonly entitlements: readonly EntitlementSetting[];
  readonly consumption: 'provisional' | 'perpetual';
  /** The image of the program below the target's prefix, with its tag: `license-check:1.0.0`. */
  readonly image: string;
  readonly imageRange: Range;
  /** Patterns of templates of the chart whose pods check it; only of an EKS add-on. */
  readonly workloads?: readonly string[];
  readonly range: Range;
}

/** The Secret of the first user's password that is added to a chart. */
interface FirstUserPasswordSetting {
  readonly kind: 'first-user-password';
  readonly secret: string;
  readonly key: string;
  readonly username?: string;
  /** Characters of the password. */
  readonly length: number;
  readonly range: Range;
}

/** Manifests of the vendor's own that are added to a chart. */
interface ManifestsSetting {
  readonly kind: 'manifests';
  /** A pattern for files, relative to the settings file. */
  readonly files: string;
  readonly range: Range;
}

/** One thing that is added to a chart. */
export type InjectionSetting = LicenseCheckSetting | FirstUserPasswordSetting | ManifestsSetting;

/** As what a chart is released: to `<registry>/<prefix>/<path>/<name>:<version>`. */
export interface ChartPublishing {
  /** The chart's own when absent, as are both versions. */
  readonly name?: string;
  readonly version?: string;
  readonly appVersion?: string;
  /** Folder below the target's prefix, without outer slashes; none when empty. */
  readonly path: string;
}
