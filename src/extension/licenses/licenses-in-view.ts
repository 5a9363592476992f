import type { LicensesTree } from './licenses-tree.ts';

/** The rows that are shown, for commands that are about one of them. */
export interface LicensesInView {
  readonly tree: LicensesTree;
  /** Does something while the view's own progress bar runs. */
  atWork<T>(work: () => Promise<T>): Promise<T>;
}
