import type { HttpResponse } from '#registry';

/** An answer of a registry that is a folder: whole, or with a body that is read as it is asked for. */
export function layoutAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: AsyncGenerator<Uint8Array, void, undefined> = ofBytes(undefined),
): HttpResponse {
  return { status, headers, body, discard: () => void body.return(undefined).catch(() => undefined) };
}

/** An answer that is a JSON document. */
export function jsonAnswer(document: object): HttpResponse {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return layoutAnswer(200, { 'content-type': 'application/json' }, ofBytes(bytes));
}

/** A refusal with a code of the OCI distribution specification ("Error codes"). */
export function refusal(status: number, code: string, message: string): HttpResponse {
  const bytes = new TextEncoder().encode(JSON.stringify({ errors: [{ code, message }] }));
  return layoutAnswer(status, { 'content-type': 'application/json' }, ofBytes(bytes));
}

async function* ofBytes(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes) yield bytes;
}
