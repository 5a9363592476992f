/** A stretch of a text file: 1-based lines, 1-based UTF-16 columns, the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place in a named file that something (an image, a setting) was read from. Files are named as the user named them. */
export interface Origin extends Range {
  readonly file: string;
}
