/** A part of a list that comes in several. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}
