import { ReleaseError } from '#problem';
import { isLoopbackHost } from './loopback.ts';

/**
 * Where an answer sends us: the target of a redirect, or an upload's Location. What the registry's own TLS and place in the network
 * promised is kept: no plain HTTP after TLS, and not to this machine from elsewhere.
 * @param from the URL that the answer came from, which a relative target continues
 * @param origin the registry's own
 * @throws ReleaseError `registry-error`
 */
export function checkedHop(target: string, from: string, origin: string, registry: string): URL {
  const home = new URL(origin);
  if (!URL.canParse(target, from)) throw new ReleaseError('registry-error', `${registry} sends on to what is no URL`);
  const hop = new URL(target, from);
  // A registry behind a TLS proxy may name its own host with plain http: the scheme that we came by is the right one.
  if (hop.hostname === home.hostname && home.protocol === 'https:' && hop.protocol === 'http:') hop.protocol = 'https:';
  const isPlain = hop.protocol !== 'https:' && home.protocol === 'https:';
  if (isPlain || !/^https?:$/.test(hop.protocol)) {
    throw new ReleaseError('registry-error', `${registry} sends on from TLS to plain ${hop.protocol}//${hop.host}`);
  }
  if (isLoopbackHost(hop.hostname) && !isLoopbackHost(home.hostname)) {
    throw new ReleaseError('registry-error', `${registry} sends on to this machine (${hop.host})`);
  }
  return hop;
}
