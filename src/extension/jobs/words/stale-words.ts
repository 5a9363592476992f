import type { ReleaseError } from '#problem';

/** More than these nobody reads in a message; the output channel has them all. */
const most = 3;

/** A plan that the world has left behind, with what moved. */
export function staleWords({ message, details }: Pick<ReleaseError, 'message' | 'details'>): string {
  // Digests are there in short and in full; and images of one source have one difference.
  const distinct = [...new Set(details.map((detail) => detail.replaceAll(/ \(sha256:[0-9a-f]{64}\)/g, '')))];
  const more = distinct.length - most;
  const shown = [...distinct.slice(0, most), ...(more > 0 ? [`and ${more} more, see the output`] : [])];
  return shown.length === 0 ? message : `${message}: ${shown.join('; ')}`;
}
