import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { Upstream } from './support/upstream.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newestWorker } from './support/worker-pid.ts';
import { newFolder, writeUpstreamRelease } from './support/workspaces.ts';

const images = 4;
let upstream: Upstream;
let workbench: Workbench;
let editor: Editor;
/** The workspace's release, anew for each journey: of images that nobody has pushed yet. */
const workspace = newFolder('upstream');
let journey = 0;

const messages = async (window = editor) =>
  (await window.notifications.shown()).map(({ message }) => message).join('\n');
const states = async (window = editor) =>
  (await window.tree('Release').rows())
    .filter(({ label }) => label.startsWith('zeebe:'))
    .map(({ description }) => description);

beforeAll(async () => {
  const settings = { 'marketplaceRelease.sandbox.folder': newFolder('sandbox'), 'marketplaceRelease.concurrency': 1 };
  workbench = await openWorkbench({ workspace, settings });
});
afterAll(() => workbench.close());
beforeEach(async () => {
  upstream = new Upstream({ images, layerBytes: 20_000_000, name: `journey${++journey}` });
  await upstream.start();
  writeUpstreamRelease(workspace, upstream, { images, version: `9.${journey}` });
  editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  await editor.tree('Release').expand('parts_images.txt');
  await editor.runCommand('Marketplace: Start the Sandbox');
  await editor.tree('Repositories').expand('zeebe');
});
afterEach(async () => {
  for (const window of workbench.windows) await window.page.close();
  await upstream.close();
});

/** Begins a mirror that is in the middle of a layer when this resolves. */
async function mirrorHeld(window = editor): Promise<void> {
  upstream.hold();
  await window.runCommand('Marketplace: Mirror…');
  await expect.poll(() => window.dialog.isOpen()).toBe(true);
  await window.dialog.press(`Push ${images} tags`);
  await expect.poll(() => upstream.layersAsked).toBeGreaterThan(0);
}

describe('a mirror', () => {
  it('settles when cancelled, says how far it came, and continues when run again', async () => {
    await mirrorHeld();
    await editor.notifications.press(/Mirroring 4 images/, 'Cancel');
    await expect.poll(messages).toMatch(/cancelled/i);
    await expect.poll(states).toEqual(expect.arrayContaining([expect.stringMatching(/^cancelled/)]));
    upstream.release();
    await editor.runCommand('Marketplace: Mirror…');
    await expect.poll(() => editor.dialog.isOpen()).toBe(true);
    await editor.dialog.press(`Push ${images} tags`);
    await expect.poll(messages).toMatch(/4 images mirrored/);
  });

  it('stops at once when cancelled twice', async () => {
    await mirrorHeld();
    // What waits for a layer gives it up at the first cancel: held by this it settles nothing.
    process.kill(newestWorker(workbench.dataDir), 'SIGSTOP');
    await editor.runCommand('Marketplace: Cancel the Running Job');
    await expect.poll(messages).toMatch(/Settling: what is under way/);
    // Its own notification is over: its cancel would mean another thing by now.
    await expect.poll(messages).not.toMatch(/Mirroring 4 images/);
    await editor.notifications.press(/Settling: what is under way/, 'Cancel');
    await expect.poll(messages).toMatch(/The mirror was stopped at once/);
    expect(await editor.tree('Repositories').rows()).not.toContainEqual(
      expect.objectContaining({ label: `9.${journey}.1` }),
    );
  });

  it('ends cleanly when the window is reloaded, and the user is told', async () => {
    await mirrorHeld();
    await editor.reload();
    await expect
      .poll(messages)
      .toMatch(/The mirror that was running when the window was closed has ended: 0 copied, 4 not/);
    upstream.release();
    await editor.notifications.press(/when the window was closed/, 'Continue');
    await expect.poll(() => editor.dialog.isOpen()).toBe(true);
    await editor.dialog.press(`Push ${images} tags`);
    await expect.poll(messages).toMatch(/4 images mirrored/);
  });

  it('is its own window’s to tell of, also when a second one is opened in the middle of it', async () => {
    await mirrorHeld();
    const second = await workbench.openWindow();
    await second.openView('AWS Marketplace');
    await second.tree('Release').expand('parts_images.txt');
    // Messages go out of sight: all that are shown while it looks whether the first window is about to go.
    const told = new Set<string>();
    for (let look = 0; look < 20; look++) {
      told.add(await messages(second));
      await pause(500);
    }
    upstream.release();
    await expect.poll(messages).toMatch(/4 images mirrored/);
    told.add(await messages(second));
    expect([...told].join('\n')).not.toMatch(/mirror/i);
    await expect
      .poll(() => states(editor))
      .toEqual(Array.from({ length: images }, () => expect.stringMatching(/^copied/)));
  });

  it('does no harm beside the same mirror of a second window', async () => {
    const second = await workbench.openWindow();
    await second.openView('AWS Marketplace');
    await second.tree('Release').expand('parts_images.txt');
    await mirrorHeld();
    await second.runCommand('Marketplace: Mirror…');
    await expect.poll(() => second.dialog.isOpen()).toBe(true);
    await second.dialog.press(`Push ${images} tags`);
    await expect.poll(() => upstream.layersAsked).toBeGreaterThan(1);
    upstream.release();
    await expect.poll(() => messages(editor)).toMatch(/images? (mirrored|present)|present/);
    await expect.poll(() => messages(second)).toMatch(/images? (mirrored|present)|present/);
    for (const window of [editor, second]) {
      expect(await states(window)).toEqual(
        Array.from({ length: images }, () => expect.stringMatching(/^(copied|present)/)),
      );
    }
  });

  it('goes on when the window that runs the sandbox is closed', async () => {
    const second = await workbench.openWindow();
    await second.openView('AWS Marketplace');
    await expect.poll(async () => (await second.tree('Repositories').rows()).length).toBeGreaterThan(3);
    await mirrorHeld(second);
    await editor.page.close();
    upstream.release();
    await expect.poll(() => messages(second)).toMatch(/4 images mirrored/);
  });
});
