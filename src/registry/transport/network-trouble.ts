import { ReleaseError } from '#problem';
import type { RegistryAccess } from '../access.ts';
import type { NetworkError } from './http.ts';

/**
 * Broken connections to a registry, its token server or its storage, as the error that a job reports.
 * @param access of the session that it happened in; the error may name another registry, because a copy talks to two
 */
export function networkTrouble(error: NetworkError, access: Pick<RegistryAccess, 'registry' | 'origin'>): ReleaseError {
  const registry = error.registry ?? access.registry;
  const cause = { cause: error };
  if (error.kind === 'proxy') {
    const message = `${registry} cannot be reached: ${error.message}`;
    return new ReleaseError('proxy-refused', message, { hint: error.detail.hint ?? 'Check the proxy.', ...cause });
  }
  if (error.kind !== 'tls') {
    const hint = error.detail.hint ?? 'Check the name and the network. Behind a proxy, set HTTPS_PROXY or http.proxy.';
    return new ReleaseError('unreachable', `${registry} cannot be reached: ${error.message}`, { hint, ...cause });
  }
  const { host = registry } = error.detail;
  const isOrigin = registry === access.registry && host === new URL(access.origin).host;
  // Its token server and its storage have certificates of their own, and entries of their own.
  const name = isOrigin ? registry : host;
  const what =
    error.detail.tlsFault === 'plain' ? `${name} does not speak TLS` : `The certificate of ${name} was not accepted`;
  return new ReleaseError('tls-failed', `${what}: ${error.message}`, { hint: hintFor(error, name), ...cause });
}

function hintFor({ detail }: NetworkError, name: string): string {
  if (detail.hint !== undefined) return detail.hint;
  switch (detail.tlsFault) {
    case 'plain':
      return `Check the port. If ${name} is meant to be reached without TLS, say so: registries."${name}".plainHttp: true in marketplace.yaml.`;
    case 'date':
      return `Check the clock of this machine; else whoever runs ${name} has to renew its certificate.`;
    case 'name':
      return `Check the name: the certificate belongs to another one than ${name}.`;
    default:
      return `Give the authority's certificate as registries."${name}".ca in marketplace.yaml.`;
  }
}
