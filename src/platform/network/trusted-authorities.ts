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
    const added = await addedAuthorities(own, this.#environment, this.#wantsSystem);
    if (added.length === 0) return undefined;
    // Whoever gives a list gets none of Node's own: these have to be given as well.
    return tls.createSecureContext({ ca: [...new Set([...(await usualAuthorities(this.#environment)), ...added])] });
  }
}

/**
 * All that a host with authorities of its own is checked by, for another program that takes one list.
 * @param own the host's own authorities (PEM)
 * @throws ReleaseError `file-not-readable`
 */
export async function everyAuthority(own: string | undefined, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const [usual, added] = await Promise.all([usualAuthorities(environment), addedAuthorities(own, environment, true)]);
  return [...new Set([...usual, ...added])];
}

async function addedAuthorities(
  own: string | undefined,
  { SSL_CERT_FILE: file }: NodeJS.ProcessEnv,
  wantsSystem: boolean,
): Promise<string[]> {
  return [
    ...(file ? await readAuthorities(file, 'SSL_CERT_FILE') : []),
    ...(wantsSystem ? listed('system') : []),
    ...(own === undefined ? [] : certificatesIn(own)),
  ];
}

async function usualAuthorities({ NODE_EXTRA_CA_CERTS: file }: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const usual = listed('default');
  if (usual.length > 0) return usual;
  // Node only warns of a file that it can't read.
  const extra = file ? await readAuthorities(file, 'NODE_EXTRA_CA_CERTS').catch(() => []) : [];
  return [...tls.rootCertificates, ...extra];
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
