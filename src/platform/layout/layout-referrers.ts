import { ReleaseError } from '#problem';
import { type Referring, referringOf } from '#registry';
import type { LayoutBlobs } from './layout-blobs.ts';
import type { LayoutEntry, LayoutIndex } from './layout-index.ts';

/** As large as a manifest may be. */
const maxBytes = 4_194_304;

/** A manifest that refers to another, as the distribution specification lists it ("Listing Referrers"). */
interface Listed extends Omit<Referring, 'subject'> {
  readonly mediaType?: string | undefined;
  readonly digest: string;
  readonly size: number;
}

/** What a manifest refers to (OCI image specification, manifest.md, `subject`); what is no manifest refers to nothing. */
export function referringIn(bytes: Uint8Array, digest: string): Referring {
  try {
    return referringOf({ bytes, digest });
  } catch (error) {
    if (ReleaseError.is(error)) return {};
    throw error;
  }
}

/** What a layout has that refers to images. Each manifest is read once: what it refers to never changes. */
export class LayoutReferrers {
  readonly #blobs: LayoutBlobs;
  readonly #bySubject = new Map<string, Listed[]>();
  readonly #read = new Set<string>();
  /** The index that all was read of, and how much of it that was: entries are only ever added to one. */
  #whole: { readonly index: LayoutIndex; readonly entries: number } | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(blobs: LayoutBlobs) {
    this.#blobs = blobs;
  }

  /** What of the index refers to a subject. @throws ReleaseError `layout-unusable` */
  async of(index: LayoutIndex, subject: string): Promise<readonly Listed[]> {
    const reading = this.#reading.then(() => this.#readAll(index));
    this.#reading = reading.catch(() => undefined);
    await reading;
    return (this.#bySubject.get(subject) ?? []).filter(({ digest }) => index.of(digest) !== undefined);
  }

  async #readAll(index: LayoutIndex): Promise<void> {
    const entries = index.nameless.length;
    const from = this.#whole?.index === index ? this.#whole.entries : 0;
    let isWhole = true;
    for (const entry of index.nameless.slice(from, entries)) isWhole = (await this.#readOne(entry)) && isWhole;
    if (isWhole) this.#whole = { index, entries };
  }

  /** @returns false when its content is not there, and may come */
  async #readOne({ mediaType, digest, size }: LayoutEntry): Promise<boolean> {
    if (this.#read.has(digest) || size > maxBytes) return true;
    if ((await this.#blobs.size(digest)) !== size) return false;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#blobs.read(digest)) chunks.push(chunk);
    const { subject, ...rest } = referringIn(Buffer.concat(chunks), digest);
    this.#read.add(digest);
    if (subject === undefined) return true;
    const listed = { mediaType, digest, size, ...rest };
    const held = this.#bySubject.get(subject);
    if (held) held.push(listed);
    else this.#bySubject.set(subject, [listed]);
    return true;
  }
}
