/**
 * Values of a field that AWS adds to without notice, as they stood on a day. A value that is not among them is a warning, no error:
 * it may be newer than the list.
 */
export interface ValueList {
  /** What the values are, in the plural: "AWS regions". */
  readonly name: string;
  /** The day they were taken, `YYYY-MM-DD`. */
  readonly taken: string;
  /** Where from. */
  readonly from: string;
  readonly values: readonly string[];
  /** AWS publishes no whole list: only what is nearly one of the values is a finding. */
  readonly isPartial?: true;
}

const sets = new WeakMap<ValueList, ReadonlySet<string>>();

/** Whether the text is one of the values. */
export function isListed(list: ValueList, text: string): boolean {
  const set = sets.get(list) ?? new Set(list.values);
  sets.set(list, set);
  return set.has(text);
}
