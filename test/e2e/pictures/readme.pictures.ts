import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { root } from '../../../.ci/bundles.mjs';
import type { Editor } from '../support/editor.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { newFolder, sampleWorkspace } from '../support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;

afterEach(() => workbench.close());

/** The window with the sample release, and the sandbox started. */
async function open(theme: string): Promise<void> {
  workbench = await openWorkbench({
    workspace: sampleWorkspace(),
    settings: {
      'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
      'workbench.colorTheme': theme,
      'window.commandCenter': false,
      'editor.minimap.enabled': false,
    },
  });
  editor = await workbench.openWindow();
  await editor.page.setViewportSize({ width: 1360, height: 820 });
  await editor.openView('AWS Marketplace');
  await editor.tree('Release').expand('8.3.4_images.txt');
  await editor.runCommand('Marketplace: Start the Sandbox');
  await editor.tree('Repositories').expand('zeebe');
  await editor.tree('Repositories').expand('tasklist');
}

async function plan(): Promise<void> {
  await editor.tree('Release').pressTitleAction('Plan');
  await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);
  await expect.poll(() => editor.textEditor.codeLenses()).not.toHaveLength(0);
  await quiet();
}

/** Without what a pointer that rests somewhere brings up. */
async function picture(name: string): Promise<void> {
  await editor.page.mouse.move(900, 700);
  await editor.page
    .locator('.monaco-hover, .context-view .hover-contents')
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'hidden' });
  await editor.page.screenshot({ path: path.join(root, 'media', 'docs', `${name}.png`), animations: 'disabled' });
}

const quiet = () => editor.runCommand('Notifications: Clear All Notifications');

it('the workbench, the question, a conflict on its line', async () => {
  await open('Default Dark Modern');
  await plan();
  await picture('workbench');
  await editor.textEditor.pressCodeLens(/^Mirror/);
  await expect.poll(() => editor.dialog.isOpen()).toBe(true);
  await picture('confirm');
  await editor.dialog.press('Push 3 tags');
  await expect
    .poll(async () => (await editor.notifications.shown()).map(({ message }) => message).join())
    .toMatch(/3 images mirrored/);
  await quiet();
  await editor.textEditor.open('8.3.4_images.txt');
  await expect.poll(() => editor.textEditor.codeLenses()).toContain('Show image states');
  await editor.problems();
  await picture('problems');
});

it('how images stand, behind their lines', async () => {
  await open('Default Dark Modern');
  await editor.textEditor.open('8.3.4_images.txt');
  await editor.textEditor.pressCodeLens('Show image states');
  await expect.poll(async () => (await editor.textEditor.wordsBehindLines()).join()).toMatch(/there.*taken/);
  await expect.poll(() => editor.textEditor.codeLenses()).toContain('Hide image states');
  await editor.problems();
  await quiet();
  await picture('states');
});

it.each([
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
])('%s', async (name, theme) => {
  await open(theme);
  await plan();
  await picture(name);
});
