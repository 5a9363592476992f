import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;
const release = sampleWorkspace();
const list = '8.3.4_two words_images.txt';

beforeAll(async () => {
  rmSync(path.join(release, '8.3.4_images.txt'));
  // One problem of the text alone, and one that only a look at all files finds.
  writeFileSync(path.join(release, list), 'zeebe:8.3.4\nzeebe:8.3.4\nnowhere:1\n');
  workbench = await openWorkbench({
    workspace: release,
    settings: { 'marketplaceRelease.sandbox.folder': newFolder('sandbox') },
  });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

const shown = async () =>
  (await editor.problems())
    .filter(({ file }) => file === list)
    .map(({ code, line, column }) => `${line}:${column} ${code.replace(/[()]/g, '')}`)
    .sort();
const found = ['2:1 duplicate-entry', '3:1 image-not-in-release'];
const terminal = () => editor.page.locator('.terminal.xterm').filter({ visible: true }).first();

async function runCheckTask(): Promise<void> {
  // VS Code looks for tasks first; whatever takes the focus meanwhile closes its list again.
  await until('The list of tasks', async () => {
    await editor.runCommand('Tasks: Run Task');
    await editor.page.getByRole('option', { name: 'marketplace-release' }).first().waitFor({ timeout: 5000 });
    return true;
  });
  await editor.quickInput.choose('marketplace-release');
  await editor.quickInput.choose(/\bcheck$/);
}

/** The task has ended, and its lines were read by the problem matcher: problems stay as they are. */
async function settled(): Promise<string[]> {
  await terminal().waitFor();
  await expect.poll(shown).toEqual(found);
  for (let still = 0; still < 5; still++) {
    await editor.page.waitForTimeout(300);
    if ((await shown()).join() !== found.join()) still = 5;
  }
  return shown();
}

describe('the task “check”', () => {
  it('puts problems on the lines of files that are not open, once', async () => {
    await editor.openView('AWS Marketplace');
    await runCheckTask();
    expect(await settled()).toEqual(found);
  });

  it('does not say again of an open file what is found while it is typed', async () => {
    await editor.textEditor.open(list);
    await expect.poll(() => editor.textEditor.squiggles()).toBeGreaterThan(0);
    await runCheckTask();
    expect(await settled()).toEqual(found);
  });

  it('takes away what is not so any more', async () => {
    await editor.textEditor.open(list);
    await editor.textEditor.replaceAll('zeebe:8.3.4\n\nnowhere:1\n');
    await editor.textEditor.save();
    await runCheckTask();
    await expect.poll(shown).toEqual(found.slice(1));
  });
});
