import { canonicalRegistry, parseEcrHost, parseReference } from '#reference';
import type { Place } from '#worker';
import type { WorkerClient } from '../worker/worker-client.ts';

/**
 * The registries of a release that take a login of their own: those of its targets and of its sources, in that order. ECR is logged in
 * to by AWS. What can't be read has none.
 */
export async function knownRegistries(workers: Pick<WorkerClient, 'ask'>, place: Place): Promise<string[]> {
  const { settings } = place;
  if (settings === undefined) return [];
  const [targets, release] = await Promise.all([
    workers.ask('aws', 'targets', { settings }).catch(() => []),
    workers.ask('aws', 'outline', { place }).catch(() => undefined),
  ]);
  const images = release?.files.flatMap((file) => file.images) ?? [];
  const sources = images.flatMap(({ source }) => {
    const parsed = source === undefined ? undefined : parseReference(source);
    return parsed?.ok ? [parsed.reference.registry] : [];
  });
  const all = [...targets.map(({ registry }) => registry).filter((registry) => !/^oci:|\{/.test(registry)), ...sources];
  return [...new Set(all.map(canonicalRegistry))].filter((registry) => parseEcrHost(registry)?.account === undefined);
}
