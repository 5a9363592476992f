import type { Range, RuleId, Severity } from '#problem';
import type { Platform, TargetKind } from '#reference';
import type { ChartPublishing, InjectionSetting } from './chart-model.ts';
import type { AwsIdentity, PasswordSource } from './password-model.ts';
import type { AttestationRule, DerivedImage, ScanSettings } from './trust-model.ts';

/** The keys of a target, as the settings file spells them. */
export type TargetKey =
  | 'registry'
  | 'kind'
  | 'prefix'
  | 'account'
  | 'profile'
  | 'role'
  | 'region'
  | 'platforms'
  | 'attestationManifests'
  | 'existing'
  | 'referrers'
  | 'repositories';

/** A value that stands in the file, or in a variable of the environment. */
type SettingValue = { readonly value: string } | { readonly env: string };

/** What can be said of repositories, as the settings file spells it. */
export type RepositoryKey = Exclude<keyof RepositorySettings, 'places'>;

/** How repositories that are missing at a private ECR are made. Files are relative to the settings file. */
export interface RepositorySettings {
  readonly create: boolean;
  /** Whether repositories that are there are brought to the same configuration; else they are left alone. */
  readonly update: boolean;
  /** Who may pull: a file with one account a line, the accounts themselves, or a whole policy as a JSON file. */
  readonly readers?: { readonly file: string } | { readonly accounts: readonly string[] };
  readonly policy?: string;
  /** A lifecycle policy as a JSON file, or the days after which untagged images go. */
  readonly lifecycle?: string;
  readonly untaggedDays?: number;
  readonly tags?: { readonly file: string } | { readonly values: Readonly<Record<string, string>> };
  /** ARN, id or alias of the key; AES256 without one. */
  readonly kmsKey?: SettingValue;
  readonly scanOnPush: boolean;
  readonly immutableTags: boolean;
  /** Tags that stay mutable although others are immutable; `*` stands for any text. */
  readonly mutableTags: readonly string[];
  /** Pause between two repositories that are made, in ms. */
  readonly throttleMs: number;
  /** Where the values stand that the file gives: what is not here is a default, and nobody's wish. */
  readonly places: Readonly<Partial<Record<RepositoryKey, Range>>>;
}

/** A place released to. */
export interface TargetSettings extends AwsIdentity {
  /** The key under `targets`, or `default` for a single `target`. */
  readonly name: string;
  /**
   * The host; `{account}` and `{region}` may stand in it and are filled in by whoever knows them. Of a layout it is a name that no
   * host has.
   */
  readonly registry: string;
  /** The folder of an OCI image layout that takes the place of a registry; relative to the settings file. */
  readonly layout?: string;
  readonly kind: TargetKind;
  /** What stands before every repository, without outer slashes; may be empty. */
  readonly prefix: string;
  readonly account?: string;
  /** The platforms kept; all when absent. */
  readonly platforms?: readonly Platform[];
  readonly attestationManifests: 'strip' | 'keep';
  /** Whether a tag that holds the same platform digests under another index counts as done. */
  readonly existing: 'equivalent' | 'fail';
  /** Whether what refers to an image (signatures, attestations, SBOMs) travels with it. */
  readonly referrers: boolean;
  readonly repositories: RepositorySettings;
  /** Where the target's name stands, and the values that the file gives. */
  readonly range: Range;
  readonly places: Readonly<Partial<Record<TargetKey, Range>>>;
}

/** How to talk to one registry host; the identity is that of an ECR login. */
export interface RegistrySettings extends AwsIdentity {
  readonly host: string;
  readonly login?: { readonly username: string; readonly password: PasswordSource };
  /** A PEM file, relative to the settings file. */
  readonly ca?: string;
  /** Where that stands. */
  readonly caRange?: Range;
  readonly plainHttp?: boolean;
  /** `host[/path]` that is asked instead. */
  readonly mirror?: string;
  /** The folder of an OCI image layout that is read instead; relative to the settings file. */
  readonly layout?: string;
  readonly range: Range;
}

/** From an upstream `host/path` to a repository under the prefix; each may hold one `*`. */
export interface NameMapping {
  readonly from: string;
  readonly to: string;
  readonly range: Range;
}

/** Where an image is had from, by its destination, when its source does not have it: `from` is replaced by `to` and the rest kept. */
export interface Original {
  /** The beginning of a destination's path, without outer slashes. */
  readonly from: string;
  /** `host[/path]` without a slash at the end. */
  readonly to: string;
  readonly range: Range;
}

/** Which files are what. A pattern without a slash matches file names in every folder, one with a slash the relative path. */
export interface FileSettings {
  readonly releases: string;
  readonly images: string;
  readonly forms: string;
  /** What an image list without a release is: an error, or a list of sources. */
  readonly unpaired: 'error' | 'sources';
}

/** Where a chart is had from: a Helm repository by its address without a slash at the end, an OCI registry, or a folder or file. */
export type ChartSource =
  | { readonly repository: string; readonly name: string }
  | { readonly registry: string; readonly repository: string }
  | { readonly path: string };

/** A Helm chart that is released. */
export interface ChartSettings {
  /** The key under `charts`, or `chart` for a single one. */
  readonly name: string;
  readonly source: ChartSource;
  /** Semantic Versioning 2.0; absent only where a path has the chart. */
  readonly version?: string;
  readonly delivery: 'helm' | 'eks-add-on';
  /** What is added to the chart, in the order of the file. */
  readonly inject: readonly InjectionSetting[];
  /** Merged into the chart's `values.yaml`. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly publish: ChartPublishing;
  readonly range: Range;
  readonly versionRange?: Range;
}

/** What becomes of a rule's findings by the settings. */
export interface RuleGrade {
  readonly rule: RuleId;
  /** How grave each of them is, or that none is told. */
  readonly level: Severity | 'off';
  /** Why; always there where a rule is off. */
  readonly reason?: string;
}

/** A settings file (`marketplace.yaml`), its defaults filled in. */
export interface Settings {
  readonly targets: readonly TargetSettings[];
  readonly registries: readonly RegistrySettings[];
  readonly names: readonly NameMapping[];
  readonly originals: readonly Original[];
  /** At most one a rule; what is not named is as grave as the rule says. */
  readonly rules: readonly RuleGrade[];
  /** Which images need an attestation, by whose key; the first that fits an image counts. */
  readonly attestations: readonly AttestationRule[];
  /** Small changes that are made to images on their way; the first that fits an image counts. */
  readonly derive: readonly DerivedImage[];
  /** What an outside scanner may find in an image that is released; without it findings are of no matter. */
  readonly scan?: ScanSettings;
  /** As whom the Marketplace Catalog is asked, when not as whom the target is pushed to. */
  readonly seller?: Pick<AwsIdentity, 'profile' | 'role'>;
  readonly files: FileSettings;
  readonly charts: readonly ChartSettings[];
  readonly report: {
    readonly log?: string;
    /** `s3://bucket/key` that the error log is put to in the end; `{account}` and `{region}` may stand in it. */
    readonly upload?: string;
  };
}

/** What files are when no settings say otherwise (the endings that vendors use). */
export const defaultFiles: FileSettings = {
  releases: '*release.json',
  images: '*images.txt',
  forms: '*.loadform.txt',
  unpaired: 'error',
};
