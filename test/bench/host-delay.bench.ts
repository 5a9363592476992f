import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Probe, type Readings } from '../e2e/support/probe.ts';
import { Upstream } from '../e2e/support/upstream.ts';
import { openWorkbench, type Workbench } from '../e2e/support/workbench.ts';
import { newFolder, upstreamWorkspace } from '../e2e/support/workspaces.ts';

const images = 8;
const layerBytes = 500_000_000;
const idleMs = 20_000;

let workbench: Workbench;
let upstream: Upstream;
afterAll(async () => {
  await workbench.close();
  await upstream.close();
});

/**
 * How late the extension host's event loop is while eight layers of 500 MB are copied, beside how late it is when nothing is done, in one
 * window and one run. The copying, the registry and the upstream are other processes that share the machine's cores.
 */
it('the extension host while 8 layers of 500 MB are copied', async () => {
  upstream = new Upstream({ images, layerBytes });
  await upstream.start();
  const probe = new Probe();
  const settings = {
    'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
    'marketplaceRelease.concurrency': images,
  };
  workbench = await openWorkbench({
    workspace: upstreamWorkspace(upstream, images),
    settings,
    extensions: [probe.vsix()],
  });
  const editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  await editor.runCommand('Marketplace: Start the Sandbox');
  await editor.tree('Release').expand('parts_images.txt');
  await editor.runCommand('Marketplace: Plan');
  await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);

  // The window has just been opened: what starts late in a workbench should not count as idle.
  await setTimeout(idleMs);
  probe.begin();
  await setTimeout(idleMs);
  const idle = await probe.end();

  await editor.runCommand('Marketplace: Mirror…');
  await expect.poll(() => editor.dialog.isOpen()).toBe(true);
  upstream.hold();
  await editor.dialog.press(`Push ${images} tags`);
  await expect.poll(() => upstream.layersAsked).toBe(images);
  probe.begin();
  const began = performance.now();
  upstream.release();
  await expect
    .poll(async () => (await editor.notifications.shown()).map(({ message }) => message).join(), { timeout: 600_000 })
    .toMatch(/8 images mirrored/);
  const seconds = (performance.now() - began) / 1000;
  const copying = await probe.end();
  process.stdout.write(`${table(idle, copying)}\n4.0 GB in ${seconds.toFixed(0)} s\n`);
});

function table(idle: Readings, copying: Readings): string {
  const row = (name: string, { delay }: Readings) =>
    `${name.padEnd(8)} mean ${delay.mean.toFixed(2)}  median ${delay.p50.toFixed(2)}  p99 ${delay.p99.toFixed(2)}  max ${delay.max.toFixed(2)} ms`;
  const ratio = (of: 'mean' | 'p50' | 'p99') => (copying.delay[of] / idle.delay[of]).toFixed(2);
  return [
    row('idle', idle),
    row('copying', copying),
    `ratio    mean ${ratio('mean')}  median ${ratio('p50')}  p99 ${ratio('p99')}`,
  ].join('\n');
}
