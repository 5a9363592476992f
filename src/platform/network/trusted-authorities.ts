import { readFile } from 'node:fs/promises';
import tls, { type SecureContext } from 'node:tls';
import { ReleaseError } from '#problem';
import { certificatesIn } from '#registry';
import type { NetworkSettings } from './network-settings.ts';

/** Lists that Node from 22.15 on can give (Node.js documentation, `tls.getCACertificates`). */
interface NewerTls {
  getCACertificates?(list: 'default' | 'system'): string[];
}

/**
 * The certificate authorities that every host is checked by: Node's own, which NODE_EXTRA_CA_CERTS adds to, those of SSL_CERT_FILE as
 * other programs on Linux have them, and the system's when the editor is set so. A host's own come on top.
 */
export class TrustedAuthorities {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #wantsSystem: boolean;
  readonly #contexts = new Map<string, Promise<SecureContext | undefined>>();

  constructor(environment: NodeJS.ProcessEnv, { systemCertificates }: NetworkSettings = {}) {
    this.#environment = environment;
    this.#wantsSystem = systemCertificates === true;
  }

  /**
   * What TLS is made with; undefined when Node's own will do. One for each text: to read all the certificates takes milliseconds.
   * @param own a host's own authorities (PEM)
   * @throws ReleaseError `file-not-readable`
   */
  context(own: string | undefined): Promise<SecureContext | undefined> {
    const key = own ?? '';
    const held = this.#contexts.get(key) ?? this.#make(own);
    this.#contexts.set(key, held);
    return held;
  }

  async #make(own: string | undefined): Promise<SecureContext | undefined> {
    const { SSL_CERT_FILE: file } = this.#environment;
    const added = [
      ...(file ? await readAuthorities(file, 'SSL_CERT_FILE') : []),
      ...(this.#wantsSystem ? listed('system') : []),
      ...(own === undefined ? [] : certificatesIn(own)),
    ];
    if (added.length === 0) return undefined;
    // Whoever gives a list gets none of Node's own: these have to be given as well.
    return tls.createSecureContext({ ca: [...new Set([...(await this.#usual()), ...added])] });
  }

  async #usual(): Promise<readonly string[]> {
    const usual = listed('default');
    if (usual.length > 0) return usual;
    const { NODE_EXTRA_CA_CERTS: file } = this.#environment;
    // Node only warns of a file that it can't read.
    const extra = file ? await readAuthorities(file, 'NODE_EXTRA_CA_CERTS').catch(() => []) : [];
    return [...tls.rootCertificates, ...extra];
  }
}

/**
 * The certificates of a file that a variable or a setting names.
 * @param namedBy for messages
 * @throws ReleaseError `file-not-readable`
 */
export async function readAuthorities(file: string, namedBy: string): Promise<readonly string[]> {
  const fail = (why: string, cause?: unknown) =>
    new ReleaseError('file-not-readable', `The certificates of ${namedBy} cannot be used: ${file} ${why}`, {
      hint: `Correct ${namedBy}: a PEM file with one or several certificates.`,
      cause,
    });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw fail('cannot be read', error);
  }
  const certificates = certificatesIn(text);
  if (certificates.length === 0) throw fail('holds no certificate');
  return certificates;
}

/** Where the list can't be had, on older versions or by a system that refuses, there is none. */
function listed(list: 'default' | 'system'): readonly string[] {
  try {
    return (tls as NewerTls).getCACertificates?.(list) ?? [];
  } catch {
    return [];
  }
}
