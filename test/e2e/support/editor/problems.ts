import type { Page } from 'playwright-core';
import { until } from '../until.ts';
import { listRows } from './list-rows.ts';
import { runCommand } from './palette.ts';

export interface ProblemEntry {
  /** the name of the file */
  readonly file: string;
  readonly severity: 'Error' | 'Warning' | 'Info';
  readonly message: string;
  readonly source: string;
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** The entries of the Problems view, which is opened. */
export async function problems(page: Page): Promise<ProblemEntry[]> {
  const tree = page.locator('.markers-panel .monaco-list[role="tree"]');
  const view = tree.or(page.locator('.markers-panel .message-box-container')).filter({ visible: true });
  // A task that begins shows its terminal in the same place.
  await until('The Problems view', async () => {
    if ((await view.count()) > 0) return true;
    await runCommand(page, 'Problems: Focus on Problems View');
    await view.waitFor({ timeout: 2000 });
    return true;
  });
  if (!(await tree.isVisible())) return [];
  const rows = await listRows(tree, (row) => ({
    level: row.getAttribute('aria-level'),
    // It has the whole message; the row shows the first line of it.
    said: row.getAttribute('aria-label') ?? '',
    file: row.querySelector('.label-name')?.textContent ?? '',
    source: row.querySelector('.marker-source')?.textContent ?? '',
    code: row.querySelector('.marker-code')?.textContent ?? '',
  }));
  const found: ProblemEntry[] = [];
  let file = '';
  for (const row of rows) {
    if (row.level === '1') file = row.file;
    const said = /^(Error|Warning|Info): (.*) at line (\d+) and character (\d+)\./s.exec(row.said);
    if (row.level !== '2' || !said) continue;
    found.push({
      file,
      severity: said[1] as ProblemEntry['severity'],
      message: said[2] ?? '',
      source: row.source,
      code: row.code,
      line: Number(said[3]),
      column: Number(said[4]),
    });
  }
  return found;
}
