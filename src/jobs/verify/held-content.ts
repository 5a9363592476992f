import { shortDigest } from '#reference';
import { allBlobs, hasBlob } from '#registry';
import type { ResolvedImage } from '#release';
import { inLanes } from '../in-lanes.ts';
import type { Judge, SeenContent, SeenImage } from '../trust/judge.ts';
import type { Judgement } from '../trust/judgement.ts';

/** Of one image; an image rarely has more. */
const blobsAtOnce = 16;

/** Finds tags without their content: a registry can lose blobs (garbage collection, another tool) and keep what names them. */
export class HeldContent implements Judge {
  /** By repository and digest. Images share most of their layers, so each is asked for once. */
  readonly #asked = new Map<string, Promise<boolean>>();

  /** Asks for each config and layer, without reading them. @throws what requests throw; the signal's reason */
  async judge(_image: ResolvedImage, { content }: SeenImage, signal?: AbortSignal): Promise<Judgement> {
    if (!content) return {};
    const blobs = allBlobs(content.node);
    const held = await inLanes(blobs, blobsAtOnce, ({ digest }) => this.#has(content, digest, signal));
    const missing = blobs.filter((_, at) => !held[at]).map(({ digest }) => shortDigest(digest));
    if (missing.length === 0) return {};
    const [first] = missing;
    const which = missing.length === 1 ? `${first} is` : `${first} and ${missing.length - 1} more are`;
    const message = `The tag is there, but of its ${blobs.length} configs and layers ${which} not`;
    return { findings: [{ rule: 'content-incomplete', severity: 'error', message, hint: howToMend }] };
  }

  #has({ session, repository }: SeenContent, digest: string, signal?: AbortSignal): Promise<boolean> {
    const key = `${repository}@${digest}`;
    const asked = this.#asked.get(key) ?? hasBlob(session, repository, digest, signal);
    this.#asked.set(key, asked);
    return asked;
  }
}

/** What to do about a tag without its content. */
export const howToMend =
  'Whoever pulls it fails. Delete the tag and mirror again; where tags are final, release the image under a new one.';
