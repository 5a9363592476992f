import path from 'node:path';
import { canonicalRegistry, isAwsHost } from '#reference';
import type { HostsMap } from '../hosts-map.ts';
import { registryOrigin } from '../registry-origin.ts';
import { readAuthorities } from './trusted-authorities.ts';

export interface HostAuthoritiesOptions {
  readonly registries: readonly { readonly host: string; readonly ca?: string }[];
  /** That the settings' paths are relative to. */
  readonly folder: string;
  readonly hosts: HostsMap;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The authorities that are trusted for single hosts: those of the hosts map and of `registries.<host>.ca`, which may name any host that is
 * talked to (a token server, a storage) and counts for that one alone; and AWS_CA_BUNDLE for AWS's.
 */
export class HostAuthorities {
  readonly #options: HostAuthoritiesOptions;
  readonly #read = new Map<string, Promise<string>>();

  constructor(options: HostAuthoritiesOptions) {
    this.#options = options;
  }

  /**
   * The authorities (PEM) for a host, `name[:port]` as it stands in a URL.
   * @throws ReleaseError `file-not-readable`
   */
  async for(host: string): Promise<string | undefined> {
    const { registries, folder, hosts } = this.#options;
    const mapped = Object.values(hosts.hosts).find(
      ({ origin, ca }) => ca !== undefined && new URL(origin).host === host,
    );
    if (mapped) return mapped.ca;
    for (const { host: written, ca } of registries) {
      const registry = canonicalRegistry(written);
      if (ca === undefined || new URL(registryOrigin(registry, false)).host !== host) continue;
      return this.#file(path.resolve(folder, ca), `registries."${registry}".ca`);
    }
    return this.#ofAws(host);
  }

  async #ofAws(host: string): Promise<string | undefined> {
    const { AWS_CA_BUNDLE: file } = this.#options.environment;
    return file && isAwsHost(host) ? this.#file(file, 'AWS_CA_BUNDLE') : undefined;
  }

  #file(file: string, namedBy: string): Promise<string> {
    const held = this.#read.get(file) ?? readAuthorities(file, namedBy).then((certificates) => certificates.join('\n'));
    this.#read.set(file, held);
    return held;
  }
}
