import { chartMediaTypes } from '#chart';
import { ReleaseError } from '#problem';
import { isTag } from '#reference';
import { type ImageManifest, openBlob, parseManifest, type RegistrySession, readManifest } from '#registry';
import type { Gateways } from '../../gateways.ts';
import type { JobOptions } from '../../job-options.ts';
import { Sessions } from '../../sessions.ts';
import { fetchedArchive } from './fetched-archive.ts';
import type { OpenedChart } from './opened-chart.ts';

interface OciWish {
  readonly registry: string;
  readonly repository: string;
  readonly version: string;
  /** What its archive must have, where something else says it. */
  readonly digest?: string | undefined;
}

/** The archive; the second is Helm's before 3.7. The signed provenance that may lie beside it is for the chart as it was, and is not read. */
const contentTypes: ReadonlySet<string> = new Set([chartMediaTypes.content, 'application/tar+gzip']);

/**
 * Opens a chart of an OCI registry (Helm documentation, "Use OCI-based registries"): its archive is the layer of its manifest, and is held against
 * the digest that this gives.
 * @throws ReleaseError `chart-not-found`, `chart-version-missing`, `chart-malformed` for what is no chart, `chart-too-large`, `digest-mismatch`;
 *   what the registry answers
 */
export async function openOciChart(
  { registry, repository, version, digest }: OciWish,
  gateways: Gateways,
  { emit, signal }: JobOptions,
): Promise<OpenedChart> {
  const source = `oci://${registry}/${repository}:${version}`;
  // A tag has no +: Helm writes _ for it.
  const tag = version.replaceAll('+', '_');
  if (!isTag(tag)) throw missing(source, undefined);
  const session = await new Sessions(gateways, emit).at(registry);
  const place = { session, repository, cache: gateways.manifests };
  const stored = await readManifest(place, tag, signal).catch((error) => {
    if (ReleaseError.is(error) && error.code === 'repository-missing') {
      throw new ReleaseError('chart-not-found', `There is no chart at oci://${registry}/${repository}`, {
        hint: 'Check host and path; the last part of the path is the name of the chart.',
        cause: error,
      });
    }
    if (ReleaseError.is(error) && error.code === 'content-missing') throw missing(source, error);
    throw error;
  });
  const manifest = parseManifest(stored.bytes, stored.contentType, source);
  if (manifest.kind !== 'manifest') throw noChart(source, 'an image of several platforms');
  const layer = archiveOf(manifest, source);
  if (digest !== undefined && digest !== layer.digest) {
    throw new ReleaseError('digest-mismatch', `${source} has the archive ${layer.digest}, and not ${digest}`, {
      hint: 'The index of the Helm repository names another one. Ask whoever runs it.',
    });
  }
  const fetched = await fetchedArchive({
    ask: () => blobOf(session, repository, layer.digest, signal),
    digest: layer.digest,
    size: layer.size,
    where: source,
  });
  return { ...fetched, source, version };
}

function archiveOf({ config, layers }: ImageManifest, source: string): ImageManifest['layers'][number] {
  if (config.mediaType !== chartMediaTypes.config) throw noChart(source, config.mediaType);
  const [layer, ...others] = layers.filter(({ mediaType }) => contentTypes.has(mediaType));
  if (!layer) throw noChart(source, 'without an archive');
  if (others.length > 0) throw noChart(source, 'with several archives');
  return layer;
}

async function* blobOf(
  session: RegistrySession,
  repository: string,
  digest: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Another try is made for its beginning; bytes that were given on can't be taken back.
  const response = await session.retrying(() => openBlob(session, repository, digest, signal), signal);
  try {
    yield* response.body;
  } finally {
    response.discard();
  }
}

function missing(source: string, cause: unknown): ReleaseError {
  return new ReleaseError('chart-version-missing', `There is no ${source}`, {
    hint: 'Check the version: Helm pushes a chart under its exact version, with _ in place of +.',
    cause,
  });
}

function noChart(source: string, what: string): ReleaseError {
  return new ReleaseError('chart-malformed', `${source} is no Helm chart: it is ${what}`, {
    hint: 'Check the path: charts and images often lie side by side in a registry.',
  });
}
