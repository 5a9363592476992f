import type { Origin } from '#problem';
import type { Reference } from '#reference';

/** An image as the files name it: its path and tag before any target, its source, and the place that asks for it. */
export interface NamedImage {
  readonly path: string;
  readonly tag: string;
  readonly source: Reference;
  readonly origin: Origin;
  /** Where its release file gives the source, when it is a list that asks for it. */
  readonly pinned?: Origin;
  /** The text before the first `_` of the file's name, when there is one. */
  readonly release?: string;
}

/** An image of a release file; without a source when that could not be read. */
export type ReleaseEntry = Omit<NamedImage, 'source' | 'pinned'> & { readonly source: Reference | undefined };
