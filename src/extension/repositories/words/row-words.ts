/** What a row shows, and the same for who cannot see where it stands. */
export interface RowWords {
  readonly label: string;
  readonly description: string;
  readonly accessible: string;
}

/**
 * Puts a row's words together.
 * @param states how things stand; what is not known is left out
 * @param accessible instead of the states, where they are said otherwise than written
 */
export function rowWords(label: string, states: readonly string[], accessible: readonly string[] = states): RowWords {
  return { label, description: states.join(' · '), accessible: [label, ...accessible].join(', ') };
}
