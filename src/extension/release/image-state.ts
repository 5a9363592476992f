import type { Item, ItemOutcome } from '#jobs';
import { shortDigest } from '#reference';
import { formatBytes } from '#text';
import type { ImageOutline } from '#worker';
import type { KnownItem } from './known-items.ts';
import { trustWords } from './trust-words.ts';

/**
 * How an image stands, as far as it is known. `unplanned`: nobody was asked about it as it is written now; `verified` and `missing`: the
 * target has it, or not, as a verification found.
 */
export type ImageState = ItemOutcome | 'unplanned' | 'verified' | 'missing';

export function stateOf(
  image: Pick<ImageOutline, 'isIgnored'>,
  item: Pick<KnownItem, 'outcome' | 'code' | 'isVerified'> | undefined,
): ImageState {
  // What a plan said before a list let go of it, or took it up, is not of this image any more.
  if (image.isIgnored) return 'ignored';
  if (item === undefined || item.outcome === 'ignored') return 'unplanned';
  if (item.isVerified && (item.outcome === 'present' || item.outcome === 'equivalent')) return 'verified';
  return item.outcome === 'failed' && item.code === 'not-released' ? 'missing' : item.outcome;
}

/** The state in words, as a row has room for them: `to copy · 212 MB`. */
export function stateWords(state: ImageState, item: Item | undefined): string {
  const digest = item?.digest === undefined ? [] : [shortDigest(item.digest)];
  const missing = item?.missingPlatforms.length ? [`without ${item.missingPlatforms.join(', ')}`] : [];
  return [stateNames[state], ...detail(), ...(item ? trustWords(item) : [])].join(' · ');

  function detail(): string[] {
    switch (state) {
      case 'copy':
        return [formatBytes(item?.size ?? 0), ...missing];
      case 'equivalent':
        return missing.length > 0 ? missing : digest;
      case 'failed':
        return item?.code === undefined ? [] : [item.code];
      case 'copied':
      case 'verified':
        return [...(item?.outcome === 'equivalent' ? ['equivalent'] : []), ...digest, ...missing];
      case 'present':
        return [...digest, ...missing];
      case 'conflict':
        return digest.map((one) => `taken by ${one}`);
      default:
        return [];
    }
  }
}

const stateNames: Readonly<Record<ImageState, string>> = {
  unplanned: 'not planned',
  ignored: 'not listed',
  copy: 'to copy',
  copied: 'copied',
  present: 'present',
  verified: 'verified',
  missing: 'missing',
  equivalent: 'equivalent',
  conflict: 'conflict',
  failed: 'failed',
  cancelled: 'cancelled',
};
