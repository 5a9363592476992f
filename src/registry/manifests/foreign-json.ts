import type { ReleaseError } from '#problem';

/** Deeper than any manifest, token answer or plan; far shallower than what hurts a parser. */
const maxDepth = 64;

/**
 * JSON from somewhere we don't trust, capped in size and depth before the parser sees it. The result is still of unknown shape:
 * a schema reads it next.
 * @param fail makes the error to throw from the reason
 */
export function parseForeignJson(bytes: Uint8Array, maxBytes: number, fail: (why: string) => ReleaseError): unknown {
  if (bytes.length > maxBytes) throw fail(`it is larger than ${maxBytes} bytes`);
  if (deeperThan(bytes, maxDepth)) throw fail(`it nests deeper than ${maxDepth} levels`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw fail('it is not JSON');
  }
}

function deeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      if (depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
