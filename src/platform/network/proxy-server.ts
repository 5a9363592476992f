import { ReleaseError } from '#problem';

/** A forward proxy. */
export interface ProxyServer {
  /** `host:port`, for messages: never its password. */
  readonly name: string;
  /** Who named it: a variable, or a setting of the editor. */
  readonly namedBy: string;
  readonly protocol: 'http:' | 'https:';
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`, when there is a login. */
  readonly authorization?: string;
}

/**
 * Reads a proxy's address: `[http://|https://][user:password@]host[:port]`, the parts of its login with `%XX` for signs that a URL
 * keeps for itself.
 * @param namedBy who gave it, for messages
 * @throws ReleaseError `proxy-invalid`; it does not repeat the text, which may hold a password
 */
export function parseProxy(text: string, namedBy: string): ProxyServer {
  const invalid = (why: string) =>
    new ReleaseError('proxy-invalid', `The proxy in ${namedBy} ${why}`, {
      hint: 'Write it as http://host:port. A login stands before the host, as user:password@ with %XX for signs such as @ : / # in it.',
    });
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(whole)) throw invalid('is no address');
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`is a ${url.protocol.slice(0, -1)} proxy; http and https proxies are known here`);
  }
  // A password with a bare / or # ends the URL's host too early: what follows would be sent to a wrong place.
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw invalid('has something behind its host');
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return {
    name: `${url.hostname}:${port}`,
    namedBy,
    protocol: url.protocol,
    hostname,
    port,
    ...(url.username === '' && url.password === '' ? {} : { authorization: basic(url) }),
  };
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

/** A stray % stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
