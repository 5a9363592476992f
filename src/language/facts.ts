import type { NameMapping, ReleaseFile } from '#formats';
import type { TargetKind } from '#reference';
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
  /** The release that an image list is paired with. */
  readonly release?: ReleaseFile;
  /** What a list without a release is taken for; absent: nothing is known of its settings. */
  readonly unpaired?: 'error' | 'sources';
  readonly target?: TargetFact;
  readonly neighbours?: Neighbours;
  /** Milliseconds since 1970; ages are left out without it. */
  readonly now?: number;
}

/** Where a release goes. */
export interface TargetFact {
  readonly registry: string;
  readonly prefix: string;
  readonly kind?: TargetKind;
  /** `names` of the settings. */
  readonly names?: readonly NameMapping[];
}

/** What a registry said of one image. */
export interface ImageFact {
  readonly digest: string;
  /** Of an index, or one of a single image; empty for what is no image. */
  readonly platforms: readonly { readonly platform: string; readonly digest: string }[];
  /** Bytes. */
  readonly size?: number;
  /** ISO 8601 */
  readonly pushedAt?: string;
}
