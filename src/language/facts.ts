import type { FormAround } from '#catalog';
import type { NameMapping, ReleaseFile } from '#formats';
import type { Platform, TargetKind } from '#reference';
import type { Neighbours } from './neighbours.ts';

/**
 * What is known of the world when an editor asks. `undefined` is not known (yet); `missing` is known not to be there. It is for display:
 * nothing is pushed because of it.
 */
export interface Facts {
  /** The tags of a repository, written with its registry. */
  tags(repository: string): readonly string[] | 'missing' | undefined;
  /** An image, by its whole reference. */
  image(reference: string): ImageFact | 'missing' | undefined;
  /** Repositories of a registry that begin with a prefix, both left out of the names. */
  repositories(registry: string, prefix: string): readonly string[] | undefined;
  /** The versions of a chart in a Helm repository, which is named by its address. */
  chart?(repository: string, name: string): readonly ChartFact[] | 'missing' | undefined;
  /** The release that an image list is paired with. */
  readonly release?: ReleaseFile;
  /** What a list without a release is taken for; absent: nothing is known of its settings. */
  readonly unpaired?: 'error' | 'sources';
  readonly target?: TargetFact;
  /** They govern the text, and might say anything: nothing is said that depends on them. */
  readonly settings?: 'unreadable';
  /** `names` of the settings, also while no target is chosen. */
  readonly names?: readonly NameMapping[];
  /** The registry that is meant by one in which `{account}` or `{region}` stand. */
  registry?(written: string): string | undefined;
  readonly neighbours?: Neighbours;
  /** What a text of load forms is held against. */
  readonly forms?: FormAround;
  /** Milliseconds since 1970; ages are left out without it. */
  readonly now?: number;
}

/** Of all that is known what a text is held against, to find what is wrong with it. */
export type Around = Pick<Facts, 'forms' | 'release' | 'unpaired' | 'target' | 'settings' | 'names' | 'neighbours'>;

/** Where a release goes. */
export interface TargetFact {
  /** As the settings have it: `{account}` and `{region}` may stand in it. */
  readonly registry: string;
  readonly prefix: string;
  readonly kind?: TargetKind;
  /** Whether a repository that is missing there is made before the push. */
  readonly makesRepositories?: boolean;
  /** `names` of the settings. */
  readonly names?: readonly NameMapping[];
  /** The platforms that it gets; all when absent. */
  readonly platforms?: readonly Platform[];
  /** Whether it gets attestations too; absent: it does. */
  readonly attestationManifests?: 'strip' | 'keep';
  /** What a tag counts for that holds the same platforms under another digest; absent: the image is there. */
  readonly existing?: 'equivalent' | 'fail';
}

/** A version of a chart, as its source has it. */
export interface ChartFact {
  readonly version: string;
  /** ISO 8601 */
  readonly created?: string;
  /** Of what the chart installs. */
  readonly appVersion?: string;
  /** Withdrawn. */
  readonly deprecated: boolean;
}

/** What a registry said of one image. */
export interface ImageFact {
  readonly digest: string;
  /** Of an index, or one of a single image; empty for what is no image. */
  readonly platforms: readonly { readonly platform: string; readonly digest: string }[];
  /** How many attestations stand in its index; absent: not known. */
  readonly attestations?: number;
  /** Bytes. */
  readonly size?: number;
  /** ISO 8601 */
  readonly pushedAt?: string;
}
