/**
 * What a command of a tree was called on: all rows that are selected, when it was called on one of them; else that row alone.
 * @param given the row, and the selected rows
 */
export function selectedRows([row, selected]: readonly unknown[]): readonly unknown[] {
  if (row === undefined || row === null) return [];
  return Array.isArray(selected) && selected.includes(row) ? selected : [row];
}
