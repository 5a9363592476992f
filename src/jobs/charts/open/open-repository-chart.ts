import type { ChartVersion } from '#chart';
import { quote } from '#formats';
import { ReleaseError } from '#problem';
import { canonicalRegistry, parseReference } from '#reference';
import { checkedHop } from '#registry';
import type { Gateways } from '../../gateways.ts';
import type { JobOptions } from '../../job-options.ts';
import { type ChartPlace, chartVersionsAt } from '../../list/chart-versions.ts';
import { repositoryAnswer } from '../../list/repository-answer.ts';
import { fetchedArchive } from './fetched-archive.ts';
import { openOciChart } from './open-oci-chart.ts';
import type { OpenedChart } from './opened-chart.ts';

/** For all of an archive, in ms: a large one takes its time on a slow line. */
const patience = 1_800_000;
/** Versions that a hint names. */
const mostNamed = 5;

/**
 * Opens a chart of a Helm repository (Helm documentation, "The Chart Repository Guide"): its index says where the archive is, perhaps at another host,
 * and which digest that has. No login is sent anywhere.
 * @throws ReleaseError `chart-not-found`, `chart-version-missing`, `chart-repository-error`, `chart-too-large`, `digest-mismatch`, `sandbox-guard`; what
 *   the network throws
 */
export async function openRepositoryChart(
  { repository, name, version }: ChartPlace & { readonly version: string },
  gateways: Gateways,
  options: JobOptions,
): Promise<OpenedChart> {
  const { signal } = options;
  const versions = await chartVersionsAt({ repository, name }, gateways, signal);
  if (!versions) {
    throw new ReleaseError('chart-not-found', `${repository} has no chart ${quote(name)}`, {
      hint: 'Check the name: it is the one that helm search repo shows behind the slash.',
    });
  }
  const entry = versions.find((one) => one.version === version);
  if (!entry) throw missing(repository, name, version, versions);
  const source = `${name} ${version} of ${repository}`;
  const digest = digestOf(entry);
  const [url] = entry.urls;
  if (url === undefined) throw failed(repository, `says of ${name} ${version} no place`);
  if (url.startsWith('oci://')) {
    const opened = await openOciChart({ ...ociPlace(url, repository), digest }, gateways, options);
    return { ...opened, source, version };
  }
  const address = addressOf(url, repository);
  const ask = () => archiveAt(address, gateways, signal);
  return { ...(await fetchedArchive({ ask, digest, where: address })), source, version };
}

async function* archiveAt(
  address: string,
  gateways: Gateways,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { response, trouble } = await repositoryAnswer(address, gateways, patience, signal);
  try {
    if (response.status !== 200) throw failed(address, `answered ${response.status}`);
    // Some servers call gzip the encoding of such a file: its bytes are meant as they come, as Helm takes them.
    yield* response.body;
  } catch (error) {
    throw trouble(error);
  } finally {
    response.discard();
  }
}

/** Where the index says that the archive is. It may not lead to a file, from TLS to plain HTTP, or to this machine from elsewhere. */
function addressOf(url: string, repository: string): string {
  const base = new URL(`${repository.replace(/\/+$/, '')}/`);
  const named = URL.canParse(url, base.href) ? new URL(url, base.href).protocol : undefined;
  if (named !== undefined && !/^https?:$/.test(named))
    throw failed(repository, `names an archive with ${named}// in its index, and charts are fetched with https alone`);
  const address = checkedHop(url, base.href, base.origin, canonicalRegistry(base.host));
  if (address.username === '' && address.password === '') return address.href;
  throw failed(repository, 'has a login in the address of the archive');
}

function ociPlace(url: string, repository: string): { registry: string; repository: string; version: string } {
  const parsed = parseReference(url.slice('oci://'.length));
  if (!parsed.ok || parsed.reference.tag === undefined)
    throw failed(repository, 'names an archive that is no chart of a registry');
  const { registry, repository: path, tag } = parsed.reference;
  return { registry, repository: path, version: tag };
}

/** Helm writes 64 digits. What is none says nothing. */
function digestOf({ digest = '' }: ChartVersion): string | undefined {
  const [, hex] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(digest) ?? [];
  return hex === undefined ? undefined : `sha256:${hex.toLowerCase()}`;
}

function missing(repository: string, name: string, version: string, versions: readonly ChartVersion[]): ReleaseError {
  const named = versions.slice(0, mostNamed).map((one) => quote(one.version));
  const more = versions.length > named.length ? ', and older ones' : '';
  return new ReleaseError('chart-version-missing', `${repository} has no version ${quote(version)} of ${name}`, {
    hint: named.length === 0 ? 'It has none at all.' : `Versions are named exactly. It has ${named.join(', ')}${more}.`,
  });
}

function failed(where: string, why: string): ReleaseError {
  return new ReleaseError('chart-repository-error', `${where} ${why}`, {
    hint: 'Whoever runs the Helm repository can correct its index. The chart can also be had by a path or from a registry.',
  });
}
