import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';
import { runInHost } from './support/host-tests.ts';
import { openWorkbench } from './support/workbench.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'workspace-'));
cpSync(path.join(root, 'media', 'sample'), workspace, { recursive: true });
afterAll(() => rmSync(workspace, { recursive: true }));

describe('the extension in a workbench', () => {
  it('is there after its package was installed', async () => {
    const workbench = await openWorkbench({ workspace });
    const editor = await workbench.openWindow();
    await editor.openView('AWS Marketplace');
    await expect.poll(() => editor.tree('Release').rows()).not.toEqual([]);
    await editor.screenshot('first-sight');
    await workbench.close();
  });

  it('keeps what its manifest promises', async () => {
    await runInHost('extension.ts', { workspace });
  });
});
