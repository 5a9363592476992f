import type { Problem, Range } from '#problem';

/** What is wrong with a file; a hint where it says more than what the file has to be. */
export type FileFault = Pick<Problem, 'rule' | 'message' | 'hint'>;

/** A file that the settings name: where they do, and what it has to be. */
export interface NamedFile {
  /** Relative to the settings file. */
  readonly name: string;
  readonly range: Range;
  /** What to correct. */
  readonly hint: string;
  /** Whether it has to be in the folder of the settings file, and no link out of it. */
  readonly isInside?: boolean;
  /**
   * What is wrong with its content.
   * @param file as the user would name it
   */
  faultOf?(bytes: Uint8Array, file: string): Promise<FileFault | undefined>;
}
