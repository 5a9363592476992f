import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Probe, type Readings } from '../e2e/support/probe.ts';
import { Upstream } from '../e2e/support/upstream.ts';
import { openWorkbench, type Workbench } from '../e2e/support/workbench.ts';
import { newFolder, writeUpstreamRelease } from '../e2e/support/workspaces.ts';

const images = 8;
const layerBytes = 500_000_000;
const idleMs = 20_000;
const copyingMs = 8_000;

let workbench: Workbench;
let upstream: Upstream;
afterAll(async () => {
  await workbench.close();
  await upstream.close();
});

/** As many processes as are busy while an image is copied: worker, registry, upstream. */
const busyProcesses = 3;
const busy =
  'const { createHash } = require("node:crypto"); const piece = Buffer.alloc(65536); setInterval(() => { for (let n = 0; n < 50; n++) createHash("sha256").update(piece).digest(); });';

/**
 * How late the extension host's event loop is while eight layers of 500 MB are copied, beside how late it is when nothing is done, in one
 * window and one run. Worker, registry and upstream are other processes that share the machine's cores: what that alone does to an idle
 * host is measured too, with as many processes that have nothing to do with it.
 */
it('the extension host while 8 layers of 500 MB are copied', async () => {
  upstream = new Upstream({ images, layerBytes, name: 'bench' });
  await upstream.start();
  const probe = new Probe();
  const workspace = newFolder('upstream');
  writeUpstreamRelease(workspace, upstream, { images, version: '9.0' });
  const settings = {
    'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
    'marketplaceRelease.concurrency': images,
  };
  workbench = await openWorkbench({
    workspace,
    settings,
    extensions: [probe.vsix()],
  });
  const editor = await workbench.openWindow();
  const told = async () => (await editor.notifications.shown()).map(({ message }) => message).join();
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

  const others = Array.from({ length: busyProcesses }, () => spawn(process.execPath, ['-e', busy]));
  probe.begin();
  await setTimeout(idleMs);
  const beside = await probe.end();
  for (const other of others) other.kill();

  await editor.runCommand('Marketplace: Mirror…');
  await expect.poll(() => editor.dialog.isOpen()).toBe(true);
  upstream.hold();
  await editor.dialog.press(`Push ${images} tags`);
  await expect.poll(() => upstream.layersAsked).toBe(images);
  probe.begin();
  const began = performance.now();
  upstream.release();
  // In the middle of it: what follows the end (report, trees, a message) is no copying.
  await setTimeout(copyingMs);
  const copying = await probe.end();
  expect(await told()).not.toMatch(/mirrored/);
  await expect.poll(told, { timeout: 600_000 }).toMatch(/8 images mirrored/);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${table(idle, beside, copying)}\n4.0 GB in ${seconds.toFixed(0)} s\n`);
});

function table(idle: Readings, beside: Readings, copying: Readings): string {
  const row = (name: string, { delay }: Readings) =>
    `${name.padEnd(8)} mean ${delay.mean.toFixed(2)}  median ${delay.p50.toFixed(2)}  p99 ${delay.p99.toFixed(2)}  max ${delay.max.toFixed(2)} ms`;
  const ratio = (to: Readings) => (of: 'mean' | 'p50' | 'p99') => (copying.delay[of] / to.delay[of]).toFixed(2);
  const ratios = (name: string, to: Readings) =>
    `copying to ${name}: mean ${ratio(to)('mean')}  median ${ratio(to)('p50')}  p99 ${ratio(to)('p99')}`;
  return [
    row('idle', idle),
    row('beside', beside),
    row('copying', copying),
    ratios('idle', idle),
    ratios('idle beside busy processes', beside),
  ].join('\n');
}
