import { type Http, type HttpResponse, NetworkError, RegistrySession } from '#registry';
import { digestOf } from '../../src/registry/content/sha256.ts';
import { virtualClock } from './virtual-clock.ts';

/** What a blob is answered with: its bytes, in pieces that are made while they are sent. */
export type BlobBody = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A registry that has blobs and no network. Requests are counted by digest; `answer` may take one over. */
export function blobRegistry(registry = 'r.example') {
  const blobs = new Map<string, BlobBody>();
  const requests = new Map<string, number>();
  const state: { answer: ((digest: string, nth: number, url: string) => HttpResponse | undefined) | undefined } = {
    answer: undefined,
  };
  const http: Http = {
    send: async ({ url }) => {
      const digest = url.slice(url.lastIndexOf('/') + 1);
      const nth = (requests.get(digest) ?? 0) + 1;
      requests.set(digest, nth);
      const held = blobs.get(digest);
      return state.answer?.(digest, nth, url) ?? response(held ? 200 : 404, held ?? (() => []));
    },
  };
  const session = new RegistrySession(
    { registry, origin: `https://${registry}`, credentials: 'none', login: async () => undefined },
    http,
    virtualClock(),
  );
  return {
    session,
    requests,
    state,
    /** Puts a blob, sent in pieces of so many bytes. */
    put(bytes: Uint8Array, pieces = 65_536): { digest: string; size: number; mediaType: string } {
      const digest = digestOf(bytes);
      blobs.set(digest, () => inPieces(bytes, pieces));
      return { digest, size: bytes.length, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
    },
    /** Puts a blob that is never whole in memory. */
    putStream(digest: string, body: BlobBody): void {
      blobs.set(digest, body);
    },
  };
}

/** An answer that a test writes. */
export function response(status: number, body: BlobBody): HttpResponse {
  return { status, headers: {}, body: stream(body), discard: () => undefined };
}

/** A body that breaks off after these bytes. */
export function brokenBody(bytes: Uint8Array): BlobBody {
  return function* () {
    yield bytes;
    throw new NetworkError('reset', 'the connection was lost');
  };
}

async function* stream(body: BlobBody): AsyncGenerator<Uint8Array, void, undefined> {
  yield* body();
}

function* inPieces(bytes: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
