import { ReleaseError } from '#problem';
import { canonicalRegistry } from '#reference';
import { checkedHop, type HttpResponse, isLoopbackHost, NetworkError, networkTrouble } from '#registry';
import type { Gateways } from '../gateways.ts';

/** What a Helm repository answered. */
export interface RepositoryAnswer {
  readonly response: HttpResponse;
  /** What is told of an error that comes while it is read. */
  trouble(error: unknown): unknown;
}

/** Helm's own client follows ten; who needs more is in a circle. */
const mostHops = 5;

/**
 * Asks a Helm repository for a file, wherever it sends. No login is sent: those of registries are not meant for it.
 * @param address `https://…`, as the repository has it; a hosts map or a mirror may send it elsewhere
 * @param patienceMs for all of the answer
 * @throws ReleaseError `usage`, `sandbox-guard`, `unreachable`, `tls-failed`, `proxy-refused`, `registry-error`; the signal's reason
 */
export async function repositoryAnswer(
  address: string,
  { http, registries }: Pick<Gateways, 'http' | 'registries'>,
  patienceMs: number,
  signal?: AbortSignal,
): Promise<RepositoryAnswer> {
  const asked = URL.canParse(address) ? new URL(address) : undefined;
  if (!asked || !/^https?:$/.test(asked.protocol) || asked.username !== '' || asked.password !== '') {
    throw new ReleaseError('usage', `${shown(address)} is no address of a Helm repository`);
  }
  const host = canonicalRegistry(asked.host);
  const access = await registries.access(host);
  const start = physical(asked, access);
  const enough = AbortSignal.timeout(patienceMs);
  const stop = signal ? AbortSignal.any([signal, enough]) : enough;
  const trouble = (error: unknown) => {
    const isOver = error === enough.reason && enough.aborted;
    const known = isOver ? new NetworkError('timeout', `${host} took too long`, error) : error;
    return NetworkError.is(known) ? networkTrouble(known, { registry: host, origin: start.origin }) : known;
  };
  try {
    for (let hop = start, hops = 0; ; hops++) {
      if (registries.isSandbox && !isLoopbackHost(hop.hostname)) throw outsideSandbox(hop.host);
      const response = await http.send({ method: 'GET', url: hop.href, signal: stop });
      const { location } = response.headers;
      if (response.status < 300 || response.status >= 400 || location === undefined || hops >= mostHops) {
        return { response, trouble };
      }
      response.discard();
      hop = checkedHop(location, hop.href, start.origin, host);
    }
  } catch (error) {
    throw trouble(error);
  }
}

/** An address without the login that may stand in it. */
function shown(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

/** Where a logical address is: in a sandbox, behind a mirror, or there itself. */
function physical(
  asked: URL,
  { origin, repositoryPrefix }: { readonly origin: string; readonly repositoryPrefix?: string },
): URL {
  // An address that says http means it.
  if (new URL(origin).host === asked.host) return asked;
  const prefix = repositoryPrefix === undefined ? '' : `/${repositoryPrefix}`;
  return new URL(`${origin}${prefix}${asked.pathname}${asked.search}`);
}

function outsideSandbox(host: string): ReleaseError {
  return new ReleaseError('sandbox-guard', `A sandbox is in play, and ${host} is not in it`, {
    hint: 'The sandbox has the Helm repository https://helm.camunda.io. Look at AWS to ask the real one.',
  });
}
