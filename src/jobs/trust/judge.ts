import type { ImageNode, RegistrySession } from '#registry';
import type { ResolvedImage } from '#release';
import type { Endpoint } from '../mirror/mirror-plan.ts';
import type { Judgement } from './judgement.ts';

/** The content of an image, and where it can be read. */
export interface SeenContent {
  /** As the target gets it, or has it. */
  readonly node: ImageNode;
  readonly session: RegistrySession;
  readonly repository: string;
  /** Content that is made here, by digest, and that no registry has yet: of a derived image. */
  readonly made?: ReadonlyMap<string, Uint8Array>;
}

/** The digest of the release that an image is proven to be made of; `unknown` says why that could not be told. */
export type ReleasedDigest = { readonly digest: string } | { readonly unknown: string };

/** An image as far as it was looked at. */
export interface SeenImage {
  /** What the source is, before anything is left out of it or changed. */
  readonly sourceDigest: string;
  /** Set of a promotion, whose source is a target that may have left something out. */
  readonly released?: ReleasedDigest;
  /** Absent of an image that is there under its pinned digest while nothing else was asked. */
  readonly content?: SeenContent;
}

/** Somebody who has a say in whether an image is released: who attested it, what the rules find, what a scanner found. */
export interface Judge {
  /**
   * @throws what asking throws: what could not be learned is never a verdict; the signal's reason
   */
  judge(image: ResolvedImage, seen: SeenImage, signal?: AbortSignal): Promise<Judgement>;
  /** The servers that were asked, for the plan's list of those who get credentials. */
  endpoints?(): readonly Endpoint[];
}
