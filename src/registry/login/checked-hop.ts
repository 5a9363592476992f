import { ReleaseError } from '#problem';
import { isLoopbackHost } from './loopback.ts';

/**
 * Where an answer sends us: the target of a redirect, an upload's Location, a token server. What the registry's own TLS and place in the network
 * promised is kept: no plain HTTP after TLS, and not to this machine from elsewhere.
 * @param from the URL that the answer came from, which a relative target continues
 * @param origin the registry's own
 * @throws ReleaseError `registry-error`
 */
export function checkedHop(target: string, from: string, origin: string, registry: string): URL {
  const home = new URL(origin);
  const refuse = (why: string) =>
    new ReleaseError('registry-error', `${registry} sends on ${why}`, {
      hint: 'Nothing was sent there. Whoever runs the registry can correct its addresses.',
    });
  if (!URL.canParse(target, from)) throw refuse('to what is no URL');
  const hop = new URL(target, from);
  // A registry behind a TLS proxy may name its own host with plain http: the scheme that we came by is the right one.
  if (hop.hostname === home.hostname && home.protocol === 'https:' && hop.protocol === 'http:') hop.protocol = 'https:';
  const isPlain = hop.protocol !== 'https:' && home.protocol === 'https:';
  if (isPlain || !/^https?:$/.test(hop.protocol)) {
    throw refuse(`from TLS to plain ${hop.protocol}//${hop.host}`);
  }
  if (isLoopbackHost(hop.hostname) && !isLoopbackHost(home.hostname)) {
    throw refuse(`to this machine (${hop.host})`);
  }
  return hop;
}
