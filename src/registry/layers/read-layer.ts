import { ReleaseError } from '#problem';
import { openBlob } from '../content/blobs.ts';
import { damagedLayout } from '../content/damaged-layout.ts';
import { inMemory } from '../content/in-memory.ts';
import { hasherFor } from '../content/sha256.ts';
import type { RegistrySession } from '../session.ts';
import { NetworkError } from '../transport/http.ts';
import type { LayerReading } from './layer-entry.ts';
import { type LayerFault, LayerFaultError } from './layer-fault.ts';
import { type LayerLimits, usualLimits } from './layer-limits.ts';
import { type LayerUnpacker, layerUnpacker, magicBytes } from './layer-unpacker.ts';
import { TarReader } from './tar-reader.ts';

/** What came of a layer: what its reading found, or why it could not be looked into. */
export type LayerOutcome<T> = { readonly found: T } | { readonly fault: LayerFault };

/** A layer and where it is had from. */
export interface LayerSource {
  readonly session: RegistrySession;
  readonly repository: string;
  readonly layer: { readonly digest: string; readonly size: number; readonly mediaType: string };
  /** Its bytes, when it is made here and no registry has it yet. */
  readonly made?: Uint8Array | undefined;
}

/**
 * Reads a layer as a stream, in bounded memory: verified, unpacked and taken apart on the way. A fault of the layer itself is told
 * only when all its bytes have come and the digest is right; then it is the same everywhere.
 * @param begin makes the one who reads, anew for each try
 * @param limits what is read at most
 * @throws ReleaseError `digest-mismatch`, `manifest-malformed` when there are more bytes than its descriptor says, `content-missing`, and
 *   what requests throw; never for what is in the layer
 */
export async function readLayer<T>(
  source: LayerSource,
  begin: () => LayerReading<T>,
  signal?: AbortSignal,
  limits: LayerLimits = usualLimits,
): Promise<LayerOutcome<T>> {
  const { layer, session } = source;
  if (layer.size > limits.blobBytes) {
    return { fault: { code: 'layer-too-large', why: `has ${layer.size} bytes, more than are looked into` } };
  }
  // OCI image encryption (containers/ocicrypt) adds this to the type of a layer.
  if (layer.mediaType.endsWith('+encrypted')) return { fault: { code: 'layer-compression', why: 'is encrypted' } };
  return session.retrying(() => readOnce(source, begin(), limits, signal), signal);
}

async function readOnce<T>(
  { session, repository, layer, made }: LayerSource,
  reading: LayerReading<T>,
  limits: LayerLimits,
  signal: AbortSignal | undefined,
): Promise<LayerOutcome<T>> {
  const name = `${layer.digest} of ${repository} at ${session.registry}`;
  const response = made ? inMemory(made) : await openBlob(session, repository, layer.digest, signal);
  const { hash, digest } = hasherFor(layer.digest);
  const content = new LayerContent(layer.size, reading, limits);
  let length = 0;
  try {
    for await (const chunk of response.body) {
      signal?.throwIfAborted();
      length += chunk.length;
      if (length > layer.size) {
        throw new ReleaseError(
          'manifest-malformed',
          `The manifest gives ${layer.size} bytes for ${name}; the registry has more`,
        );
      }
      hash.update(chunk);
      await content.push(chunk);
    }
    if (length < layer.size) throw cutShort(session, name, length, layer);
    if (digest() !== layer.digest) {
      throw new ReleaseError('digest-mismatch', `Other bytes came for ${name}`, {
        hint: 'The registry or something on the way changed the content. Nothing was concluded from it.',
      });
    }
    await content.end();
    return content.fault ? { fault: content.fault } : { found: reading.result() };
  } finally {
    content.close();
    response.discard();
  }
}

function cutShort(
  session: RegistrySession,
  name: string,
  length: number,
  { digest, size }: LayerSource['layer'],
): Error {
  const { layout } = session.access;
  if (layout !== undefined) return damagedLayout(layout, `has ${length} of ${size} bytes of the blob ${digest}`);
  return new NetworkError('cut-short', `${name} ended after ${length} of ${size} bytes`, undefined, session.registry);
}

/** What is in the blob. From its first fault on the bytes are only counted: whether they are the right ones is still to be known. */
class LayerContent {
  fault: LayerFault | undefined;
  readonly #size: number;
  readonly #limits: LayerLimits;
  readonly #tar: TarReader;
  #unpacker: LayerUnpacker | undefined;
  #begin = new Uint8Array(0);

  constructor(size: number, reading: LayerReading<unknown>, limits: LayerLimits) {
    this.#size = size;
    this.#limits = limits;
    this.#tar = new TarReader(reading, limits);
  }

  push(chunk: Uint8Array): Promise<void> {
    return this.#unlessFaulty(async () => {
      if (this.#unpacker) return this.#unpacker.push(chunk);
      this.#begin = joined(this.#begin, chunk);
      if (this.#begin.length >= magicBytes) await this.#open();
    });
  }

  end(): Promise<void> {
    return this.#unlessFaulty(async () => {
      if (!this.#unpacker) await this.#open();
      await this.#unpacker?.end();
      this.#tar.end();
    });
  }

  close(): void {
    this.#unpacker?.close();
  }

  async #open(): Promise<void> {
    const begin = this.#begin;
    this.#begin = new Uint8Array(0);
    this.#unpacker = layerUnpacker(begin, this.#size, this.#limits, (bytes) => this.#tar.push(bytes));
    await this.#unpacker.push(begin);
  }

  async #unlessFaulty(step: () => Promise<void>): Promise<void> {
    if (this.fault) return;
    try {
      await step();
    } catch (error) {
      if (!(error instanceof LayerFaultError)) throw error;
      this.fault = error.fault;
      this.close();
    }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
