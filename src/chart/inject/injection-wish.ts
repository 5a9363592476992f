import type { Reference } from '#reference';

/** What is added to a chart, and what is changed in it. */
export interface InjectionWish {
  /** How buyers get the chart; an EKS add-on has neither hooks nor `lookup`. */
  readonly delivery: 'helm' | 'eks-add-on';
  readonly parts: readonly InjectedPart[];
  /** Set where nobody has said what is injected: the parts of an earlier injection stay as they are. */
  readonly keepsParts?: boolean;
  /** Images that the chart names, normalised (`docker.io/library/redis:7`), and where they are released to, with a tag. */
  readonly images: ReadonlyMap<string, string>;
  /** Merged into `values.yaml`; they win over what stands there, and over our own. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the chart as it is released; its own when absent. */
  readonly name?: string;
  readonly version?: string;
  readonly appVersion?: string;
}

export type InjectedPart = LicenseCheckPart | FirstUserPasswordPart | ManifestsPart;

/** A check of the buyer's licence: before the installation, or of an EKS add-on before each pod starts. */
export interface LicenseCheckPart {
  readonly kind: 'license-check';
  /** Id of the product: `prod-…`. */
  readonly product: string;
  readonly entitlements: readonly CheckedEntitlement[];
  readonly consumption: 'provisional' | 'perpetual';
  /** Where the image of the program is released to. */
  readonly image: Reference;
  /** Patterns of the templates whose pods check it (EKS add-on only); all workloads of the chart when absent. */
  readonly workloads?: readonly string[];
}

/** An entitlement that is checked out. */
interface CheckedEntitlement {
  readonly name: string;
  /** Of License Manager: `None`, `Count`, … */
  readonly unit: string;
  /** How many; absent where a tier or a feature is asked for. */
  readonly value?: string;
}

/** A Secret with a random password for the first user; of an EKS add-on one that is there already. */
export interface FirstUserPasswordPart {
  readonly kind: 'first-user-password';
  /** Name of the Secret. */
  readonly secret: string;
  /** The key in it that has the password. */
  readonly key: string;
  /** The name of the first user, for the notes. */
  readonly username?: string;
  /** Characters of the password. */
  readonly length: number;
}

/** Manifests of the vendor, templates or not. */
export interface ManifestsPart {
  readonly kind: 'manifests';
  /** Paths are relative, with forward slashes. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}
