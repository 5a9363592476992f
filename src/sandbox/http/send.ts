import type { ServerResponse } from 'node:http';

/** Answers with headers and, unless the request was a HEAD, a body; `content-length` is always the body's. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array = '',
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, 'content-length': String(bytes.byteLength) });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
