import { type ChartVersion, chartVersions, largestIndex } from '#chart';
import { ReleaseError } from '#problem';
import { type HttpResponse, readBody } from '#registry';
import type { Gateways } from '../gateways.ts';
import { repositoryAnswer } from './repository-answer.ts';

/** A chart in a Helm repository. */
export interface ChartPlace {
  /** `https://helm.camunda.io`: the address that `/index.yaml` is put behind. */
  readonly repository: string;
  readonly name: string;
}

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
  gateways: Pick<Gateways, 'http' | 'registries'>,
  signal?: AbortSignal,
  patienceMs = usualPatience,
): Promise<readonly ChartVersion[] | undefined> {
  const address = `${repository.replace(/\/+$/, '')}/index.yaml`;
  const { response, trouble } = await repositoryAnswer(address, gateways, patienceMs, signal);
  try {
    return chartVersions(await textOf(response, address), name, address);
  } catch (error) {
    throw trouble(error);
  }
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
