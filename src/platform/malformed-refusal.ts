import type { HttpResponse } from '#registry';

/**
 * Docker Hub's front refuses too many requests with lines that end in a bare line feed, which node's parser takes for no answer at all
 * (docker/hub-feedback#1907). What it says is plain all the same: the status, and how long to wait.
 * @returns the answer, without a body; undefined for any error that does not hold such a refusal. A malformed success is none.
 */
export function malformedRefusal(error: unknown): HttpResponse | undefined {
  if (!(error instanceof Error) || !('rawPacket' in error) || !(error.rawPacket instanceof Uint8Array))
    return undefined;
  const text = Buffer.from(error.rawPacket.subarray(0, 4096)).toString('latin1');
  const status = /^HTTP\/1\.[01] (429|503)\b/.exec(text)?.[1];
  if (status === undefined) return undefined;
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const after = /\nretry-after:[ \t]*([^\r\n]+)/i.exec(head)?.[1]?.trim();
  return {
    status: Number(status),
    headers: after === undefined ? {} : { 'retry-after': after },
    body: (async function* () {})(),
    discard: () => undefined,
  };
}
