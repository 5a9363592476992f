import * as zlib from 'node:zlib';
import { LayerFaultError, malformed } from './layer-fault.ts';
import type { LayerLimits } from './layer-limits.ts';

/** What takes a layer's bytes as they travel and gives them on unpacked. */
export interface LayerUnpacker {
  /** Returns when what the bytes unpack to was given on. @throws LayerFaultError, and what the receiver throws */
  push(bytes: Uint8Array): Promise<void>;
  /** There are no more bytes. @throws as push */
  end(): Promise<void>;
  /** Lets go of what is held, at any time. */
  close(): void;
}

/** Bytes unpacked at a time. */
const chunkSize = 131_072;
/** Largest window of zstd that is given memory, as a power of two: 128 MiB, which every zstd stream may count on (RFC 8878, 3.1.1.1.2 asks for 8 MiB). */
const zstdWindow = 27;

const compressions = {
  gzip: [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  bzip2: [0x42, 0x5a, 0x68],
} as const;

/** The first bytes tell the compression; media types are often wrong about it, and runtimes go by the bytes as well. */
export const magicBytes = 5;

/**
 * Unpacks what begins so: gzip, zstd where Node has it (22.15 and newer), or nothing at all (a plain tar).
 * @param begin the first {@link magicBytes} of the blob, or all when it has fewer; they are pushed like the others
 * @param size of the blob in bytes
 * @param receive takes the unpacked bytes, which are the unpacker's own: to be copied if kept
 * @throws LayerFaultError `layer-compression`
 */
export function layerUnpacker(
  begin: Uint8Array,
  size: number,
  limits: Pick<LayerLimits, 'archiveBytes' | 'ratio' | 'ratioFromBytes'>,
  receive: (bytes: Uint8Array) => void,
): LayerUnpacker {
  let unpacked = 0;
  const counted = (bytes: Uint8Array) => {
    unpacked += bytes.length;
    if (unpacked > limits.archiveBytes) {
      throw new LayerFaultError('layer-too-large', `unpacks to more than ${limits.archiveBytes} bytes`);
    }
    if (unpacked > limits.ratioFromBytes && unpacked > size * limits.ratio) {
      throw new LayerFaultError('layer-too-large', `unpacks to more than ${limits.ratio} times its size`);
    }
    receive(bytes);
  };
  const starts = (magic: readonly number[]) => magic.every((byte, at) => begin[at] === byte);
  if (starts(compressions.gzip)) return unpackerOf(() => zlib.createGunzip({ chunkSize }), counted);
  if (starts(compressions.zstd) || isSkippable(begin)) return unpackerOf(zstdStreams(), counted);
  for (const name of ['xz', 'bzip2'] as const) {
    if (starts(compressions[name])) throw new LayerFaultError('layer-compression', `is compressed with ${name}`);
  }
  return { push: async (bytes) => counted(bytes), end: async () => undefined, close: () => undefined };
}

/** A frame of zstd that holds no data: pzstd begins with one (RFC 8878, 3.1.2). */
function isSkippable([first = 0, ...others]: Uint8Array): boolean {
  return first >> 4 === 0x5 && [0x2a, 0x4d, 0x18].every((byte, at) => others[at] === byte);
}

type Stream = ReturnType<typeof zlib.createGunzip>;

/** What newer Nodes have beyond the oldest that is supported. */
interface NewerZlib {
  readonly createZstdDecompress?: (options: object) => Stream;
  readonly constants: { readonly ZSTD_d_windowLogMax?: number };
}

function zstdStreams(): () => Stream {
  const { createZstdDecompress, constants } = zlib as unknown as NewerZlib;
  const limit = constants.ZSTD_d_windowLogMax;
  if (createZstdDecompress === undefined || limit === undefined) {
    throw new LayerFaultError('layer-compression', 'is compressed with zstd, which Node reads from 22.15 on');
  }
  return () => createZstdDecompress({ chunkSize, params: { [limit]: zstdWindow } });
}

/** A zlib stream whose output is taken while it is made: nothing queues up behind it. */
function unpackerOf(open: () => Stream, receive: (bytes: Uint8Array) => void): LayerUnpacker {
  let failure: Error | undefined;
  const opened = () => {
    const stream = open();
    const ended = new Promise<void>((resolve) => stream.once('end', resolve).once('close', resolve));
    stream.on('error', (error) => {
      failure ??= malformed(`cannot be unpacked: ${error.message}`);
    });
    stream.on('data', (bytes: Uint8Array) => {
      if (failure) return;
      try {
        receive(bytes);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        // The rest of a bomb is not even unpacked.
        stream.destroy();
      }
    });
    return { stream, ended };
  };
  let current = opened();
  const settled = async (step: Promise<void>) => {
    await step;
    if (failure) throw failure;
  };
  return {
    async push(bytes) {
      for (let rest = bytes; ; ) {
        const { stream, ended } = current;
        const before = stream.bytesWritten;
        const written = new Promise<void>((resolve) => stream.write(rest, () => resolve()));
        await settled(Promise.race([written, ended]));
        const taken = stream.bytesWritten - before;
        if (taken === rest.length) return;
        // A frame of zstd is over, and Node reads no further: others may follow (zstd:chunked, pzstd).
        await settled(ended);
        stream.destroy();
        rest = rest.subarray(taken);
        current = opened();
      }
    },
    end: () => {
      current.stream.end();
      return settled(current.ended);
    },
    close: () => void current.stream.destroy(),
  };
}
