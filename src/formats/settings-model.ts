import type { Range } from '#problem';
import type { Platform, TargetKind } from '#reference';

/** The keys of a target, as the settings file spells them. */
export type TargetKey =
  | 'registry'
  | 'kind'
  | 'prefix'
  | 'account'
  | 'profile'
  | 'region'
  | 'platforms'
  | 'attestationManifests'
  | 'existing';

/** A place released to. */
export interface TargetSettings {
  /** The key under `targets`, or `default` for a single `target`. */
  readonly name: string;
  /** The host; `{account}` and `{region}` may stand in it and are filled in by whoever knows them. */
  readonly registry: string;
  readonly kind: TargetKind;
  /** What stands before every repository, without outer slashes; may be empty. */
  readonly prefix: string;
  readonly account?: string;
  readonly profile?: string;
  readonly region?: string;
  /** The platforms kept; all when absent. */
  readonly platforms?: readonly Platform[];
  readonly attestationManifests: 'strip' | 'keep';
  /** Whether a tag that holds the same platform digests under another index counts as done. */
  readonly existing: 'equivalent' | 'fail';
  /** Where the target's name stands, and the values that the file gives. */
  readonly range: Range;
  readonly places: Readonly<Partial<Record<TargetKey, Range>>>;
}

/** How to talk to one registry host. */
export interface RegistrySettings {
  readonly host: string;
  /** The password is never in the file: `passwordEnv` names the variable that holds it. */
  readonly login?: { readonly username: string; readonly passwordEnv: string };
  /** A PEM file, relative to the settings file. */
  readonly ca?: string;
  readonly plainHttp?: boolean;
  /** `host[/path]` that is asked instead. */
  readonly mirror?: string;
  readonly range: Range;
}

/** From an upstream `host/path` to a repository under the prefix; each may hold one `*`. */
export interface NameMapping {
  readonly from: string;
  readonly to: string;
  readonly range: Range;
}

/** Which files are what. A pattern without a slash matches file names in every folder, one with a slash the relative path. */
export interface FileSettings {
  readonly releases: string;
  readonly images: string;
  /** What an image list without a release is: an error, or a list of sources. */
  readonly unpaired: 'error' | 'sources';
}

/** A settings file (`marketplace.yaml`), its defaults filled in. */
export interface Settings {
  readonly targets: readonly TargetSettings[];
  readonly registries: readonly RegistrySettings[];
  readonly names: readonly NameMapping[];
  readonly files: FileSettings;
  readonly report: { readonly log?: string };
}

/** What files are when no settings say otherwise (the endings that vendors use). */
export const defaultFiles: FileSettings = { releases: '*release.json', images: '*images.txt', unpaired: 'error' };
