import { hasBlob, type RegistrySession } from '#registry';
import type { Sessions } from '../sessions.ts';
import type { PlannedImage } from './plan-image.ts';

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

/** Counts before anyone confirms: asks the target which blobs of the images to copy it has already. */
export async function bytesToMove(
  planned: readonly PlannedImage[],
  target: RegistrySession,
  { requests }: Sessions,
  signal?: AbortSignal,
): Promise<BytesToMove> {
  const present = planned.flatMap(({ item, blobs }) => (item.outcome === 'present' ? (blobs ?? []) : []));
  const atTarget = new Set(present.map(({ digest }) => digest));
  const needs = needsOf(planned);
  const missing = new Set<Need>();
  await inLanes(needs, async (need) => {
    const held = await requests
      .run(() => hasBlob(target, need.repository, need.digest, signal), signal)
      .catch(() => {
        // The figure is for display: what can't be asked counts as to be moved, and the run will say what is wrong.
        signal?.throwIfAborted();
        return false;
      });
    if (held) atTarget.add(need.digest);
    else missing.add(need);
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

/** Which repository needs which blob, each pair once. */
function needsOf(planned: readonly PlannedImage[]): Need[] {
  const needs = new Map<string, Need>();
  for (const { item, image, blobs } of planned) {
    if (item.outcome !== 'copy' || !blobs) continue;
    const { repository } = image.target;
    for (const { digest, size } of blobs) {
      const key = `${repository}@${digest}`;
      if (!needs.has(key)) needs.set(key, { digest, size, repository, item: item.target });
    }
  }
  return [...needs.values()];
}

/** Thousands of images need more blobs than there should be promises at a time. */
async function inLanes<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await task(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
