import type { ResolvedImage } from '#release';
import type { Item } from '../item.ts';
import type { SeenImage } from '../trust/judge.ts';

/** An item, with the content that it is about while the plan is being made. */
export interface PlannedImage {
  readonly item: Item;
  readonly image: ResolvedImage;
  /** What is there to be judged; gone as soon as it is, because thousands of images would not fit. */
  readonly seen?: SeenImage;
  /** The blobs that the target gets, or has; unknown for what failed, and for what is there while its source was not asked. Not the manifests: thousands of images would not fit. */
  readonly blobs?: readonly { readonly digest: string; readonly size: number }[];
  /** Those of what refers to the image and is to be copied. */
  readonly referrerBlobs?: readonly { readonly digest: string; readonly size: number }[];
}
