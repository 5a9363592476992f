/** What came of a trial: a result, or why there is none. */
export type Trial<R> = { readonly result: R } | { readonly reason: string };

/** What came of {@link mostTogether}. */
export interface Together<T, R> {
  readonly items: readonly T[];
  /** Of the trial with all of them; undefined when none works. */
  readonly result: R | undefined;
  readonly refused: readonly { readonly item: T; readonly reason: string }[];
}

/**
 * Finds many items that work together: all at once, or else by halving, so that a few that do not are found with few trials. Each of the
 * others comes with the reason that stands in its way when it is added.
 * @param attempt tries items together; undefined when no more trials are wanted
 */
export async function mostTogether<T, R>(
  items: readonly T[],
  attempt: (items: readonly T[]) => Promise<Trial<R> | undefined>,
): Promise<Together<T, R>> {
  let working: readonly T[] = [];
  let result: R | undefined;
  const refused: { item: T; reason: string }[] = [];
  const add = async (more: readonly T[]): Promise<void> => {
    if (more.length === 0) return;
    const together = [...working, ...more];
    const trial = await attempt(together);
    if (trial && 'result' in trial) {
      working = together;
      result = trial.result;
      return;
    }
    const [item] = more;
    if (trial && more.length > 1) {
      const middle = more.length >> 1;
      await add(more.slice(0, middle));
      return add(more.slice(middle));
    }
    const reason = trial?.reason ?? 'it was not tried: too many others do not work';
    for (const one of trial && item !== undefined ? [item] : more) refused.push({ item: one, reason });
  };
  await add(items);
  return { items: working, result, refused };
}
