import type { HttpResponse } from './http.ts';

/**
 * An answer that keeps something (its place among the requests under way) until its body is read or given up.
 * @param release may be called more than once
 */
export function heldAnswer(response: HttpResponse, release: () => void): HttpResponse {
  return {
    status: response.status,
    headers: response.headers,
    body: readThenReleased(response.body, release),
    discard: () => {
      release();
      response.discard();
    },
  };
}

async function* readThenReleased(
  body: AsyncIterable<Uint8Array>,
  release: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } finally {
    release();
  }
}
