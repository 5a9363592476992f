import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';

/** An item, with the content that it is about while the plan is being made. */
export interface PlannedImage {
  readonly item: Item;
  readonly image: ResolvedImage;
  /** The blobs that the target gets, or has; unknown for what failed, and for what is there while its source was not asked. Not the manifests: thousands of images would not fit. */
  readonly blobs?: readonly { readonly digest: string; readonly size: number }[];
  /** Those of what refers to the image and is to be copied. */
  readonly referrerBlobs?: readonly { readonly digest: string; readonly size: number }[];
}
