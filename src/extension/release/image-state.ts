import type { Item, ItemOutcome } from '#jobs';
import { shortDigest } from '#reference';
import { formatBytes } from '#text';
import type { ImageOutline } from '#worker';

/** How an image stands, as far as it is known. `unplanned`: nobody was asked about it as it is written now. */
export type ImageState = ItemOutcome | 'unplanned';

export function stateOf(image: Pick<ImageOutline, 'isIgnored'>, item: Item | undefined): ImageState {
  // What a plan said before a list let go of it, or took it up, is not of this image any more.
  if (image.isIgnored) return 'ignored';
  return item === undefined || item.outcome === 'ignored' ? 'unplanned' : item.outcome;
}

/** The state in words, as a row has room for them: `to copy · 212 MB`. */
export function stateWords(state: ImageState, item: Item | undefined): string {
  const digest = item?.digest === undefined ? [] : [shortDigest(item.digest)];
  const missing = item?.missingPlatforms.length ? [`without ${item.missingPlatforms.join(', ')}`] : [];
  return [stateNames[state], ...detail()].join(' · ');

  function detail(): string[] {
    switch (state) {
      case 'copy':
        return [formatBytes(item?.size ?? 0), ...missing];
      case 'equivalent':
        return missing.length > 0 ? missing : digest;
      case 'failed':
        return item?.code === undefined ? [] : [item.code];
      case 'copied':
      case 'present':
        return [...digest, ...missing];
      case 'conflict':
        return digest;
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
  equivalent: 'equivalent',
  conflict: 'taken',
  failed: 'failed',
  cancelled: 'cancelled',
};
