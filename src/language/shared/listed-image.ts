import type { Range } from '#problem';
import type { Reference } from '#reference';

/** One image of a text, whatever the file: where it goes, where it comes from, and where both are written. */
export interface ListedImage {
  /** The whole entry. */
  readonly range: Range;
  /** Before names and prefix. */
  readonly dest: Written & { readonly path: string; readonly tag: string };
  readonly source: Reference | undefined;
  /** The source as this text has it; undefined when another file names it. */
  readonly ownSource: Written | undefined;
}

/** A stretch of a text with what stands there. */
interface Written {
  readonly text: string;
  readonly range: Range;
}
