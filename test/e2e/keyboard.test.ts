import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;

beforeAll(async () => {
  const settings = { 'marketplaceRelease.sandbox.folder': newFolder('sandbox') };
  workbench = await openWorkbench({ workspace: sampleWorkspace(), settings });
  editor = await workbench.openWindow();
  // From here on a pointer that is pressed anywhere is a failure.
  await editor.page.evaluate(() => {
    addEventListener('pointerdown', () => document.body.setAttribute('data-pointer', 'used'), true);
  });
});
afterAll(() => workbench.close());

const { keys, command, messages } = {
  keys: (...pressed: readonly string[]) => editor.keyboard.press(...pressed),
  messages: async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n'),
  /** By the palette, which is typed into. */
  command: async (title: string) => {
    const row = editor.page.locator('.quick-input-widget .monaco-list-row.focused');
    await expect
      .poll(async () => {
        await keys('Escape', 'F1');
        await editor.page.keyboard.type(title);
        await editor.page.waitForTimeout(300);
        return (await row.count()) > 0 ? row.first().getAttribute('aria-label', { timeout: 1000 }) : '';
      })
      .toContain(title);
    await keys('Enter');
  },
};
const focused = async () => (await editor.keyboard.focused()).name;
const labels = async () => (await editor.tree('Repositories').rows()).map(({ label }) => label);

/** The newcomer's story again, without a pointer. */
describe('by keyboard alone', () => {
  it('the sandbox is started from the welcome', async () => {
    await command('View: Show AWS Marketplace');
    await expect.poll(() => editor.tree('Repositories').welcome()).toMatch(/No AWS credentials/);
    await editor.keyboard.moveTo('Start the Sandbox');
    await keys('Enter');
    await expect.poll(labels).toContain('identity');
  });

  it('a repository and a tag are opened, and the manifest from the menu of its row', async () => {
    await command('AWS Marketplace: Focus on Repositories View');
    await editor.keyboard.moveTo(/^identity,/, 'ArrowDown');
    await keys('ArrowRight');
    await expect.poll(labels).toContain('8.3.4');
    await editor.keyboard.moveTo(/^8\.3\.4,/, 'ArrowDown');
    await keys('Shift+F10');
    await editor.keyboard.moveTo('Open Manifest', 'ArrowDown');
    // A menu that has just opened takes no key yet.
    await expect
      .poll(async () => {
        if (await editor.page.locator('.monaco-menu').isVisible()) await keys('Enter');
        return editor.textEditor.title();
      })
      .toMatch(/8\.3\.4/);
  });

  it('the release is planned and mirrored', async () => {
    await command('Marketplace: Plan');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);
    await command('Marketplace: Mirror…');
    await expect.poll(() => editor.dialog.isOpen()).toBe(true);
    await editor.keyboard.moveTo('Push 3 tags');
    await keys('Enter');
    await expect.poll(messages).toMatch(/3 images mirrored/);
    await command('Notifications: Accept Notification Primary Action');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Report /);
  });

  it('the conflict is found and its line is gone to', async () => {
    await command('Problems: Focus on Problems View');
    await editor.keyboard.moveTo(/tag-taken|The tag holds/, 'ArrowDown');
    await keys('Enter');
    await expect.poll(() => editor.textEditor.title()).toMatch(/8\.3\.4_(images\.txt|release\.json)/);
  });

  it('the state of each image is read in the tree', async () => {
    await command('AWS Marketplace: Focus on Release View');
    await editor.keyboard.moveTo(/^8\.3\.4_images\.txt,/, 'ArrowDown');
    await keys('ArrowRight');
    await editor.keyboard.moveTo(/^zeebe:8\.3\.4, copied/, 'ArrowDown');
    await editor.keyboard.moveTo(/^identity:8\.3\.4, conflict/, 'ArrowDown');
    expect(await focused()).toMatch(/line 6/);
  });

  it('a tag is gone to', async () => {
    await command('Marketplace: Go to Tag…');
    await expect.poll(() => editor.quickInput.title()).toBe('Go to tag');
    await editor.page.keyboard.type('zeebe');
    await expect.poll(focused).toBe('zeebe');
    await keys('Enter');
    await expect.poll(() => editor.quickInput.title()).toBe('Go to tag of zeebe');
    await editor.page.keyboard.type('8.3.4');
    await expect.poll(focused).toMatch(/^8\.3\.4/);
    await keys('Enter');
    await expect.poll(focused).toMatch(/^8\.3\.4,/);
  });

  it('no pointer was used', async () => {
    expect(await editor.page.evaluate(() => document.body.getAttribute('data-pointer'))).toBeNull();
  });
});
