import { createHash } from 'node:crypto';
import type { ChartInput } from '#chart';
import { ReleaseError } from '#problem';

/** An archive that is asked for over the network. */
interface Fetched {
  /** Asks for it, from its beginning. */
  ask(): AsyncIterable<Uint8Array>;
  /** What its bytes must have. */
  readonly digest?: string | undefined;
  /** bytes, where they are known beforehand */
  readonly size?: number;
  /** In words, for messages. */
  readonly where: string;
}

/** Archives of charts have tens or hundreds of kB; up to here one is kept, larger ones are asked for each time they are read. */
const usuallyHeld = 33_554_432;
/** No chart that could be released is larger, packed. */
const mostBytes = 1_073_741_824;

/**
 * An archive that can be read more than once, and gives the same each time. It is held when it is small; of a large one nothing is.
 * @param mostHeld bytes that are kept
 * @returns with its digest where that is known
 * @throws ReleaseError `digest-mismatch`, `chart-too-large`; what asking throws. Reading the input throws the same
 */
export async function fetchedArchive(
  fetched: Fetched,
  mostHeld = usuallyHeld,
): Promise<{ readonly input: ChartInput; readonly digest?: string }> {
  const known: Known = { digest: fetched.digest };
  const again = (): ChartInput => ({ kind: 'archive', open: () => verified(fetched, known) });
  if ((fetched.size ?? 0) > mostHeld) {
    if ((fetched.size ?? 0) > mostBytes) throw tooLarge(fetched.where);
    return { input: again(), ...(known.digest === undefined ? {} : { digest: known.digest }) };
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of verified(fetched, known)) {
    size += piece.length;
    if (size > mostHeld) break;
    pieces.push(piece);
  }
  const { digest } = known;
  const open = async function* () {
    yield* pieces;
  };
  return { input: size > mostHeld ? again() : { kind: 'archive', open }, ...(digest === undefined ? {} : { digest }) };
}

/** Where nobody says the digest, that of the first time counts. */
interface Known {
  digest: string | undefined;
}

async function* verified({ ask, where }: Fetched, known: Known): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of ask()) {
    size += piece.length;
    if (size > mostBytes) throw tooLarge(where);
    hash.update(piece);
    yield piece;
  }
  const digest = `sha256:${hash.digest('hex')}`;
  known.digest ??= digest;
  if (digest === known.digest) return;
  throw new ReleaseError('digest-mismatch', `Other bytes came for ${where}: ${digest} in place of ${known.digest}`, {
    hint: 'The archive was replaced, or something on the way changed it. Nothing of it was used.',
  });
}

function tooLarge(where: string): ReleaseError {
  return new ReleaseError('chart-too-large', `${where} has more than ${mostBytes} bytes`, {
    hint: 'Check that it is the right chart.',
  });
}
