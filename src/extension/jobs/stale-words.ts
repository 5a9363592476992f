import type { ReleaseError } from '#problem';

/** More than these nobody reads in a message; the output channel has them all. */
const most = 3;

/** A plan that the world has left behind, with what moved. */
export function staleWords({ message, details }: Pick<ReleaseError, 'message' | 'details'>): string {
  const more = details.length - most;
  const shown = [...details.slice(0, most), ...(more > 0 ? [`and ${more} more, see the output`] : [])];
  return shown.length === 0 ? message : `${message}: ${shown.join('; ')}`;
}
