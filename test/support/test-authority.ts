import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';

/** A key and its certificate, as servers take them (PEM). */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const ecdsaWithSha256 = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const commonName = [0x55, 0x04, 0x03];
const subjectAltName = [0x55, 0x1d, 0x11];
const basicConstraints = [0x55, 0x1d, 0x13];

/** A certificate authority that nobody else knows, made anew each time: no key lies in a file. */
export class TestAuthority {
  readonly #name: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** What its clients have to trust (PEM). */
  readonly pem: string;

  constructor(name: string) {
    this.#name = name;
    const isAuthority = extension(basicConstraints, der(0x30, der(0x01, [0xff])));
    this.pem = this.#certificate(name, this.#keys.publicKey, isAuthority, [-1, 3650]);
  }

  /**
   * A certificate for a server.
   * @param names host names and IP addresses
   * @param days of its validity, from and to, seen from today
   */
  certify(names: readonly string[], days: readonly [number, number] = [-1, 3650]): ServerCertificate {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const alternatives = names.map((name) =>
      isIP(name) === 0 ? der(0x82, Buffer.from(name)) : der(0x87, addressBytes(name)),
    );
    const cert = this.#certificate(
      names[0] ?? '',
      publicKey,
      extension(subjectAltName, der(0x30, ...alternatives)),
      days,
    );
    return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), cert };
  }

  /** RFC 5280 §4.1, as little of it as TLS asks for. */
  #certificate(subject: string, key: KeyObject, extensions: Buffer, [from, to]: readonly [number, number]): string {
    const content = der(
      0x30,
      der(0xa0, der(0x02, [2])),
      der(0x02, [1, ...randomBytes(8)]),
      ecdsaWithSha256,
      nameOf(this.#name),
      der(0x30, time(from), time(to)),
      nameOf(subject),
      key.export({ type: 'spki', format: 'der' }),
      der(0xa3, der(0x30, extensions)),
    );
    const signature = sign('sha256', content, this.#keys.privateKey);
    const whole = der(0x30, content, ecdsaWithSha256, der(0x03, [0], signature));
    const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  }
}

function der(tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function nameOf(text: string): Buffer {
  return der(0x30, der(0x31, der(0x30, der(0x06, commonName), der(0x0c, Buffer.from(text)))));
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return der(0x30, der(0x06, id), der(0x04, value));
}

function time(daysFromNow: number): Buffer {
  const at = new Date(Date.now() + daysFromNow * 86_400_000).toISOString();
  return der(0x17, Buffer.from(`${at.slice(2, 19).replace(/[-:T]/g, '')}Z`));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = written.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const filled = [
    ...groups(head),
    ...Array<number>(8 - groups(head).length - groups(tail).length).fill(0),
    ...groups(tail),
  ];
  return Buffer.from(filled.flatMap((group) => [group >> 8, group & 0xff]));
}
