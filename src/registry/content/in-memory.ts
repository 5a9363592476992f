import type { HttpResponse } from '../transport/http.ts';

/** Content that is at hand, read as an answer is. */
export function inMemory(bytes: Uint8Array): Pick<HttpResponse, 'body' | 'discard'> {
  const body = async function* () {
    yield bytes;
  };
  return { body: body(), discard: () => undefined };
}
