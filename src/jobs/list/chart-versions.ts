import { type ChartVersion, chartVersions, largestIndex } from '#chart';
import { ReleaseError } from '#problem';
import { canonicalRegistry } from '#reference';
import { checkedHop, type HttpResponse, isLoopbackHost, NetworkError, networkTrouble, readBody } from '#registry';
import type { Gateways } from '../gateways.ts';

/** A chart in a Helm repository. */
export interface ChartPlace {
  /** `https://helm.camunda.io`: the address that `/index.yaml` is put behind. */
  readonly repository: string;
  readonly name: string;
}

/** Helm's own client follows ten; who needs more is in a circle. */
const mostHops = 5;
/** For all of an index, in ms: a slow line takes its time for 20 MB. */
const usualPatience = 120_000;

/**
 * The versions of a chart that a Helm repository has. No login is sent: those of registries are not meant for it.
 * @returns undefined when the repository has no such chart
 * @throws ReleaseError `usage`, `chart-repository-error`, `sandbox-guard`, `unreachable`, `tls-failed`, `proxy-refused`,
 * `registry-error`; the signal's reason
 */
export async function chartVersionsAt(
  { repository, name }: ChartPlace,
  { http, registries }: Pick<Gateways, 'http' | 'registries'>,
  signal?: AbortSignal,
  patienceMs = usualPatience,
): Promise<readonly ChartVersion[] | undefined> {
  const address = `${repository.replace(/\/+$/, '')}/index.yaml`;
  const asked = URL.canParse(address) ? new URL(address) : undefined;
  if (!asked || !/^https?:$/.test(asked.protocol) || asked.username !== '' || asked.password !== '') {
    throw new ReleaseError('usage', `${repository} is no address of a Helm repository`);
  }
  const host = canonicalRegistry(asked.host);
  const access = await registries.access(host);
  const start = physical(asked, access);
  const enough = AbortSignal.timeout(patienceMs);
  const stop = signal ? AbortSignal.any([signal, enough]) : enough;
  try {
    for (let hop = start, hops = 0; ; hops++) {
      if (registries.isSandbox && !isLoopbackHost(hop.hostname)) throw outsideSandbox(hop.host);
      const response = await http.send({ method: 'GET', url: hop.href, signal: stop });
      const { location } = response.headers;
      if (response.status >= 300 && response.status < 400 && location !== undefined && hops < mostHops) {
        response.discard();
        hop = checkedHop(location, hop.href, start.origin, host);
        continue;
      }
      return chartVersions(await textOf(response, address), name, address);
    }
  } catch (error) {
    const isOver = error === enough.reason && enough.aborted;
    const trouble = isOver ? new NetworkError('timeout', `${host} took too long`, error) : error;
    throw NetworkError.is(trouble) ? networkTrouble(trouble, { registry: host, origin: start.origin }) : trouble;
  }
}

/** Where a logical address is: in a sandbox, behind a mirror, or there itself. */
function physical(
  asked: URL,
  { origin, repositoryPrefix }: { readonly origin: string; readonly repositoryPrefix?: string },
): URL {
  // An address that says http means it.
  if (new URL(origin).host === asked.host) return asked;
  const prefix = repositoryPrefix === undefined ? '' : `/${repositoryPrefix}`;
  return new URL(`${origin}${prefix}${asked.pathname}`);
}

async function textOf(response: HttpResponse, address: string): Promise<string> {
  const fail = (why: string, hint: string) => new ReleaseError('chart-repository-error', `${address} ${why}`, { hint });
  if (response.status !== 200) {
    response.discard();
    const { status } = response;
    const isClosed = status === 401 || status === 403;
    throw fail(
      `answered ${status}`,
      isClosed
        ? 'Helm repositories are read without a login. Name a mirror of it, or the chart by oci or path.'
        : 'Check source.repository: with /index.yaml behind it, it is what helm repo add takes.',
    );
  }
  if (/\S/.test(response.headers['content-encoding']?.replace('identity', '') ?? '')) {
    response.discard();
    throw fail('came packed, which was not asked for', 'Whoever runs the repository can serve it as it is.');
  }
  try {
    return new TextDecoder().decode(await readBody(response, largestIndex));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw fail(`is larger than ${largestIndex / 1024 / 1024} MiB`, 'Name the chart by oci or path.');
  }
}

function outsideSandbox(host: string): ReleaseError {
  return new ReleaseError('sandbox-guard', `A sandbox is in play, and ${host} is not in it`, {
    hint: 'The sandbox has the Helm repository https://helm.camunda.io. Look at AWS to ask the real one.',
  });
}
