/** Compares number by number, digit by digit, because dates and build numbers are longer than numbers are exact. Fewer come first. */
export function compareNumbers(left: readonly string[], right: readonly string[]): number {
  for (const [at, digits] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (digits !== other) return digits.length - other.length || (digits < other ? -1 : 1);
  }
  return left.length - right.length;
}
