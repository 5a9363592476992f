import type * as vscode from 'vscode';
import type { ItemOutcome } from '#jobs';
import { itemsOf, type JobResult } from '../jobs/results/job-result.ts';
import type { Row } from './release-rows.ts';
import type { ReleaseTree } from './release-tree.ts';

/** What is shown first when there is most to see: what needs somebody, then what has changed. */
const order: readonly ItemOutcome[] = ['failed', 'conflict', 'cancelled', 'copied'];

/** Brings the first row into sight that a mirror has something to say of. A view that is not open stays so, and the focus where it is. */
export async function revealResult(view: vscode.TreeView<Row>, tree: ReleaseTree, result: JobResult): Promise<void> {
  if (!view.visible || !result.report) return;
  const items = itemsOf(result);
  const first = order.flatMap((outcome) => items.filter((item) => item.outcome === outcome))[0];
  // Of another target or world, the view says something else.
  const isIt = (row: Row) =>
    row.kind === 'image' && row.item?.target === first?.target && row.item?.outcome === first?.outcome;
  const row = first && (await tree.find(isIt));
  if (row) await view.reveal(row, { select: false, focus: false });
}
