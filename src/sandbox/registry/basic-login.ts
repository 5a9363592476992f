import type { IncomingMessage } from 'node:http';

/** A user name and password that came in an Authorization header. */
export interface BasicLogin {
  readonly username: string;
  readonly password: string;
}

/** The Basic credentials of a request (RFC 7617), or undefined when it has none that can be read. */
export function basicLogin(request: IncomingMessage): BasicLogin | undefined {
  const match = /^basic +([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '');
  const text = Buffer.from(match?.[1] ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
