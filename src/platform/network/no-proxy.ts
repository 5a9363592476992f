import { BlockList, isIP } from 'node:net';

/**
 * The hosts that are asked directly, as NO_PROXY lists them, by commas or blanks: a name stands for itself and all below it, with a
 * leading `.` or `*.` or without; an address; a block of addresses (10.0.0.0/8); each with a port, or without for every port; `*` for all. There is no
 * standard: this is what curl and botocore agree on, with Go's blocks. Names are not looked up, so a block says nothing of them.
 */
export class NoProxy {
  readonly #entries: readonly Entry[];

  constructor(entries: readonly string[]) {
    this.#entries = entries
      .flatMap((text) => text.split(/[\s,]+/))
      .flatMap((text) => entryOf(text.toLowerCase()) ?? []);
  }

  /** Whether a URL is asked directly. */
  has(url: URL): boolean {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return this.#entries.some((entry) => (entry.port === undefined || entry.port === port) && entry.matches(host));
  }
}

interface Entry {
  readonly port: string | undefined;
  matches(host: string): boolean;
}

function entryOf(text: string): Entry | undefined {
  if (text === '') return undefined;
  if (text === '*') return { port: undefined, matches: () => true };
  const { host, port } = splitPort(text);
  const [address = '', bits] = host.split('/', 2);
  const family = isIP(address);
  if (family === 0) return bits === undefined ? { port, matches: below(host.replace(/^\*?\./, '')) } : undefined;
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : /^\d+$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(prefix <= most)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return { port, matches: (asked) => isIP(asked) !== 0 && block.check(asked, isIP(asked) === 4 ? 'ipv4' : 'ipv6') };
}

/** Without brackets all the colons of an IPv6 address are its own. */
function splitPort(text: string): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] };
  const [host = '', port, ...more] = text.split(':');
  return more.length > 0 ? { host: text, port: undefined } : { host, port };
}

function below(name: string): (host: string) => boolean {
  return (host) => name !== '' && (host === name || host.endsWith(`.${name}`));
}
