import { sha256 } from '../store/sha256.ts';

/** A reference from one content to another (OCI image specification, "Descriptors"). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Everything the sample images are made of, by digest. */
export class SampleContents {
  readonly blobs = new Map<string, Uint8Array>();
  readonly manifests = new Map<string, { readonly mediaType: string; readonly bytes: Uint8Array }>();

  /** Adds a blob; whoever knows its digest already says so, because layers are large and shared. */
  addBlob(mediaType: string, bytes: Uint8Array, digest = sha256(bytes)): Descriptor {
    this.blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.byteLength };
  }

  /** Adds a JSON blob or manifest; keys stay in the order they were written in. */
  addJson(mediaType: string, value: unknown): Descriptor {
    return this.addBlob(mediaType, Buffer.from(JSON.stringify(value)));
  }

  addManifest(mediaType: string, value: unknown): Descriptor {
    const bytes = Buffer.from(JSON.stringify(value, undefined, 2));
    const digest = sha256(bytes);
    this.manifests.set(digest, { mediaType, bytes });
    return { mediaType, digest, size: bytes.byteLength };
  }
}
