import { hasBlob, type ManifestCache, type RegistrySession } from '#registry';
import type { PlannedImage } from '../images/planned-image.ts';
import { inLanes } from '../in-lanes.ts';

/** Questions at a time. */
const lanes = 64;

export interface BytesToMove {
  /** Bytes over the wire, by the item's target: a blob counts for the first item that needs it. */
  readonly byItem: ReadonlyMap<string, number>;
  readonly move: number;
  /** Bytes that further repositories need too, and can mount. */
  readonly shared: number;
}

interface Need {
  readonly digest: string;
  readonly size: number;
  readonly repository: string;
  readonly item: string;
}

interface BytesAround {
  readonly manifests: ManifestCache;
  /** Those that the run will make: nobody is asked what they hold. */
  readonly newRepositories?: ReadonlySet<string> | undefined;
}

/**
 * Counts before anyone confirms: asks the target which blobs of the images to copy it has already, and notes which it has not.
 */
export async function bytesToMove(
  planned: readonly PlannedImage[],
  target: RegistrySession,
  { manifests, newRepositories }: BytesAround,
  signal?: AbortSignal,
): Promise<BytesToMove> {
  const present = planned.flatMap(({ item, blobs }) => (item.outcome === 'present' ? (blobs ?? []) : []));
  const atTarget = new Set(present.map(({ digest }) => digest));
  const needs = needsOf(planned);
  const missing = new Set<Need>();
  await inLanes(needs, lanes, async (need) => {
    const { repository, digest } = need;
    const ask = () => hasBlob(target, repository, digest, signal);
    const held = newRepositories?.has(repository) ? false : await ask().catch(() => unknown(signal));
    if (held) atTarget.add(digest);
    else missing.add(need);
    // For the run: what was missing a moment ago it does not ask for again.
    if (held === false) manifests.missing.add(target.registry, repository, digest);
    else manifests.missing.take(target.registry, repository, digest);
  });
  const byItem = new Map<string, number>();
  let move = 0;
  let shared = 0;
  // In the plan's order, whatever order the answers came in.
  for (const need of needs) {
    if (!missing.has(need)) continue;
    if (atTarget.has(need.digest)) {
      shared += need.size;
      continue;
    }
    atTarget.add(need.digest);
    byItem.set(need.item, (byItem.get(need.item) ?? 0) + need.size);
    move += need.size;
  }
  return { byItem, move, shared };
}

/** The figure is for display: what can't be asked counts as to be moved, and the run will ask again and say what is wrong. */
function unknown(signal: AbortSignal | undefined): undefined {
  signal?.throwIfAborted();
  return undefined;
}

/** Which repository needs which blob, each pair once. */
function needsOf(planned: readonly PlannedImage[]): Need[] {
  const needs = new Map<string, Need>();
  for (const { item, image, blobs = [], referrerBlobs = [] } of planned) {
    const { repository } = image.target;
    for (const { digest, size } of [...(item.outcome === 'copy' ? blobs : []), ...referrerBlobs]) {
      const key = `${repository}@${digest}`;
      if (!needs.has(key)) needs.set(key, { digest, size, repository, item: item.target });
    }
  }
  return [...needs.values()];
}
