/** A file that has been read, under the name the user knows it by, with forward slashes. */
export interface LoadedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}
