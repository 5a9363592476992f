import type { ImageList, ReleaseFile } from '#formats';

/** A parsed release file, under the name the user knows it by, with forward slashes. */
export interface ReleaseInput {
  readonly file: string;
  readonly kind: 'release';
  readonly model: ReleaseFile;
}

/** A parsed image list, likewise. */
export interface ListInput {
  readonly file: string;
  readonly kind: 'images';
  readonly model: ImageList;
}

export type InputFile = ReleaseInput | ListInput;
