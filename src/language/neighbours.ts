import type { FileSettings } from '#formats';

/** The names of files around a text, with forward slashes, and its own among them. */
export interface Neighbours {
  readonly file: string;
  readonly files: readonly string[];
  /** `files:` of the settings, where they are not the usual ones. */
  readonly patterns?: FileSettings;
}
