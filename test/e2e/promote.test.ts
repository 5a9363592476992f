import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;
const workspace = sampleWorkspace();
const sandboxFolder = newFolder('sandbox');
const repositories = () => editor.tree('Repositories');
const labels = async () => (await repositories().rows()).map(({ label }) => label);

beforeAll(async () => {
  const settings = `version: 1
targets:
  marketplace: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, prefix: camunda/camunda8 }
  carried: { registry: "oci:./carried" }
`;
  writeFileSync(path.join(workspace, 'marketplace.yaml'), settings);
  writeFileSync(path.join(workspace, '8.3.4_images.txt'), 'tasklist:8.3.4\n');
  workbench = await openWorkbench({
    workspace,
    settings: { 'marketplaceRelease.sandbox.folder': sandboxFolder },
  });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

/** One story, told in order: each part begins where the one before ended. */
describe('somebody who carries a release from the Marketplace into a folder', () => {
  it('chooses a target in the sandbox, and is still in the sandbox', async () => {
    await editor.openView('AWS Marketplace');
    await editor.runCommand('Marketplace: Start the Sandbox');
    // Not the progress of its start, which the status bar shows too: until that is over the real targets are chosen.
    await expect
      .poll(async () => (await editor.statusBar.items()).map(({ text }) => text).join())
      .toMatch(/(?<!the )sandbox/);
    await editor.runCommand('Marketplace: Switch Target, Profile or Sandbox…');
    await expect
      .poll(async () => (await editor.quickInput.items()).map(({ label }) => label).join())
      .toMatch(/Leave the sandbox: use AWS.*marketplace.*carried/);
    await editor.quickInput.choose(/carried/);
    await expect
      .poll(async () => (await editor.statusBar.items()).map(({ text }) => text).join())
      .toMatch(/sandbox · carried/);
  });

  it('promotes by two picks, and is asked where to', async () => {
    await editor.runCommand('Marketplace: Promote…');
    await expect.poll(() => editor.quickInput.title()).toBe('Promote: from (1/2)');
    await editor.quickInput.choose('marketplace');
    await expect.poll(() => editor.quickInput.title()).toBe('Promote: to (2/2)');
    await editor.quickInput.choose('carried');
    expect(await editor.dialog.message()).toMatch(/^Push 1 tag to oci:.*carried/);
    expect(await editor.dialog.detail()).not.toContain('.layout');
    await editor.dialog.press('Push 1 tag');
    await editor.notifications.press(/1 image mirrored/, 'Show Report');
  });

  it('has the image in the folder, and sees it there', async () => {
    // In the sandbox's own folder: nothing of a rehearsal is left in the workspace.
    expect(readdirSync(workspace)).not.toContain('carried');
    const [layout = ''] = readdirSync(path.join(sandboxFolder, 'layouts'));
    const { manifests } = JSON.parse(readFileSync(path.join(sandboxFolder, 'layouts', layout, 'index.json'), 'utf8'));
    expect(manifests).toHaveLength(1);
    await expect.poll(labels).toContain('tasklist');
  });
});
