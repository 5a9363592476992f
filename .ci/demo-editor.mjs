// npm run demo:editor: builds and packs the extension, installs it into a VS Code workbench on this machine, and opens the sample
// release in it. With --check it starts, looks whether the workbench answers, and stops.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './bundles.mjs';
import { installExtension, startServer, unsupported } from './code-server.mjs';
import { newcomer } from './newcomer.mjs';
import { packageExtension } from './package.mjs';
import { vsixFile } from './vsix.mjs';
import { bringWorkbench } from './workbench.mjs';

const inYourOwn = `To use the extension in your own VS Code:

  code --install-extension ${path.relative(process.cwd(), vsixFile())}

then open the folder media/sample, and “AWS Marketplace” at the side.`;

try {
  packageExtension();
  const reason = unsupported();
  if (reason) say(`${reason}\n${inYourOwn}`);
  else await demo();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function demo() {
  try {
    bringWorkbench();
  } catch (error) {
    say(inYourOwn);
    throw error;
  }
  // From here on there is something to remove.
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('stopped'));
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'marketplace-release-editor-'));
  try {
    const sample = path.join(folder, 'sample');
    cpSync(path.join(root, 'media', 'sample'), sample, { recursive: true });
    const { dataDir, environment } = newcomer(folder);
    await installExtension({ vsix: vsixFile(), dataDir, environment });
    const server = await startServer({ dataDir, environment, args: ['--disable-workspace-trust', sample] });
    try {
      await (process.argv.includes('--check') ? check(server.address) : show(server, stopped));
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} address */
async function check(address) {
  const response = await fetch(address);
  const page = await response.text();
  if (!response.ok || !page.includes('vscode-workbench-web-configuration'))
    throw new Error(`The workbench does not answer: ${response.status}\n${page.slice(0, 500)}`);
  say('The workbench answers.');
}

/**
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {Promise<unknown>} stopped
 */
async function show({ address, ended }, stopped) {
  say(`VS Code with the extension and the sample release, on this machine only:

  ${address}

“AWS Marketplace” stands at the side; its sandbox needs no AWS account. Ctrl-C stops it and removes what it made.`);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (DISPLAY || WAYLAND_DISPLAY)
    spawn('xdg-open', [address], { detached: true, stdio: 'ignore' })
      // No browser is found: the address has been said.
      .on('error', () => undefined)
      .unref();
  if ((await Promise.race([stopped, ended])) !== 'stopped') throw new Error('The workbench ended by itself.');
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`\n${text}\n`);
}
