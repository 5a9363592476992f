import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;

beforeAll(async () => {
  workbench = await openWorkbench({
    workspace: sampleWorkspace(),
    trust: 'asked',
    settings: {
      'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    },
  });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

const messages = async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n');

describe('a workspace that is not trusted', () => {
  it('shows its files and what is wrong with them', async () => {
    await editor.openView('AWS Marketplace');
    await editor.tree('Release').expand('8.3.4_images.txt');
    await expect
      .poll(async () => (await editor.tree('Release').rows()).map(({ label }) => label))
      .toContain('zeebe:8.3.4');
    await editor.runCommand('Marketplace: Check the Files');
    await expect.poll(messages).toMatch(/No problems/);
  });

  it('asks no registry, and says why', async () => {
    await expect.poll(() => editor.tree('Repositories').welcome()).toMatch(/not trusted/);
  });

  it.each([
    'Marketplace: Plan',
    'Marketplace: Verify Release',
    'Marketplace: Mirror…',
    'Marketplace: Rehearse in the Sandbox',
  ])('does not run %s, and says why', async (command) => {
    await editor.runCommand(command);
    await editor.notifications.press(/not trusted/, 'Manage Workspace Trust');
    // The page about trust lies over everything else.
    await editor.page.locator('.workspace-trust-editor').waitFor();
    await editor.keyboard.press('Escape');
    expect(await editor.dialog.isOpen()).toBe(false);
  });

  it('does not plan by the button of a message either, and says why', async () => {
    await editor.runCommand('Marketplace: Show the Last Plan');
    await editor.notifications.press(/no plan for this target/, 'Plan');
    await expect.poll(messages).toMatch(/Planning is not done in a workspace that is not trusted/);
    // A job begins by saying so, and a plan that was made is shown.
    expect((await editor.output('Marketplace Jobs')).trim()).toBe('');
    expect(await editor.page.locator('.tab', { hasText: /^Plan / }).count()).toBe(0);
  });

  it('may look into the sandbox, which knows nothing of the workspace', async () => {
    await editor.openView('AWS Marketplace');
    await editor.tree('Repositories').pressWelcome('Start the Sandbox');
    await expect
      .poll(async () => (await editor.tree('Repositories').rows()).map(({ label }) => label))
      .toContain('camunda/camunda8/zeebe');
  });
});
