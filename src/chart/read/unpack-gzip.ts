import { ReleaseError } from '#problem';
import { LayerFaultError, layerUnpacker } from '#registry';
import type { ReadBudget } from './read-budget.ts';

/** Fed in pieces that unpack to 16 MiB at most (deflate grows by 1032 at most), which is then all that waits. */
const pieceBytes = 16_384;
const nothing = new Uint8Array(0);

/**
 * Unpacks a gzip file as it comes; counts what comes out, so that a bomb is stopped before it has gone off.
 * @param where what is unpacked, as the beginning of a sentence
 * @throws ReleaseError `chart-malformed` for what is no gzip, is cut short or goes on behind its end; `chart-too-large`
 */
export async function* unpackGzip(
  source: AsyncIterable<Uint8Array>,
  budget: ReadBudget,
  where: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { ratio, ratioFromBytes } = budget.limits;
  let packed = 0;
  let unpacked = 0;
  let waiting: Uint8Array[] = [];
  const receive = (bytes: Uint8Array) => {
    unpacked += bytes.length;
    budget.unpacked(bytes.length, where);
    if (unpacked > ratioFromBytes && unpacked > packed * ratio) {
      throw new ReleaseError('chart-too-large', `${where} unpacks to more than ${ratio} times its size`, {
        hint: 'It was made to fill a disk or a memory. Do not use it.',
      });
    }
    waiting.push(bytes);
  };
  const unbounded = { archiveBytes: Number.POSITIVE_INFINITY, ratio, ratioFromBytes: Number.POSITIVE_INFINITY };
  // The layers' unpacker knows other compressions too, which Helm does not: so it is only told of gzip.
  const unpacker = layerUnpacker(gzipMark, 0, unbounded, receive);
  const taken = () => {
    const given = waiting;
    waiting = [];
    return given;
  };
  let begin: Uint8Array = nothing;
  try {
    for await (const chunk of source) {
      if (begin.length < 2) {
        begin = Uint8Array.of(...begin, ...chunk.subarray(0, 2 - begin.length));
        if (begin.length === 2 && !gzipMark.every((byte, at) => begin[at] === byte)) throw notGzip(where);
      }
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        packed += piece.length;
        await unpacker.push(piece);
        yield* taken();
      }
    }
    if (begin.length < 2) throw notGzip(where);
    await unpacker.end();
    yield* taken();
  } catch (error) {
    if (!(error instanceof LayerFaultError)) throw error;
    throw new ReleaseError('chart-malformed', `${where} ${error.fault.why}`, { hint: getAgain, cause: error });
  } finally {
    unpacker.close();
  }
}

const gzipMark = Uint8Array.of(0x1f, 0x8b);
const getAgain = 'Get it again; it may have been cut short or changed on its way.';

function notGzip(where: string): ReleaseError {
  return new ReleaseError('chart-malformed', `${where} is no .tgz: it does not begin as gzip does`, {
    hint: 'A chart as one file is a tar archive packed with gzip, as helm package writes it.',
  });
}
