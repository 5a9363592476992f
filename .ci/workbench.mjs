// Brings the VS Code workbench into test/e2e, for `npm run e2e` and `npm run demo:editor`. VS Code itself is no npm package; code-server
// is, and carries the whole workbench with a Node extension host. Its own install script compiles more than is needed here and wants
// Node 24 to be there, so its steps are done one by one. Done in no time when it is there already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { home, node, unsupported, vscode } from './code-server.mjs';
import { isMain } from './is-main.mjs';
import { npm } from './npm.mjs';

/** What compiling needs, by the Debian package that has it. */
const tools = { python3: 'python3', make: 'make', 'g++': 'g++' };

/** Extensions and packages that nothing here uses: they talk to services, or are large. */
const unused = {
  extensions: [
    'copilot',
    'github',
    'github-authentication',
    'mermaid-markdown-features',
    'microsoft-authentication',
    'tunnel-forwarding',
  ],
  packages: ['@github', '@microsoft/mxc-sdk'],
};

/** Without spdlog nothing reaches an output channel; without native-watchdog the extension host does not start. */
const native = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** npm ci empties node_modules first: this is there only after everything else. */
const stamp = path.join(home, 'node_modules', '.workbench');

if (isMain(import.meta.url)) {
  try {
    bringWorkbench();
  } catch (error) {
    process.stderr.write(`The workbench could not be installed. ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

/** Whether it is installed, and as asked for. */
export function workbenchIsThere() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe();
}

/** Installs what is missing; throws with what stands in the way. */
export function bringWorkbench() {
  if (workbenchIsThere()) return;
  const reason = unsupported();
  if (reason) throw new Error(reason);
  const missing = Object.entries(tools).filter(([tool]) => spawnSync(tool, ['--version']).status !== 0);
  if (missing.length > 0) {
    const names = missing.map(([tool]) => tool).join(', ');
    throw new Error(`It needs ${names}; on Debian: apt-get install ${missing.map(([, name]) => name).join(' ')}`);
  }

  const install = ['install', '--ignore-scripts', '--omit=dev'];
  const environment = { PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  const began = performance.now();
  say(1, 'code-server, and the Node that it runs on');
  npm(['ci', '--ignore-scripts', '--omit=dev'], { directory: home });
  prune(path.join(vscode, 'extensions'), unused.extensions);
  say(2, 'the packages of VS Code and of its extensions');
  npm(install, { directory: vscode, node, environment });
  npm(install, { directory: path.join(vscode, 'extensions'), node, environment });
  prune(path.join(vscode, 'node_modules'), unused.packages);
  say(3, `compiling ${native.join(' and ')}`);
  compile(environment);
  writeFileSync(stamp, recipe());
  process.stdout.write(`The workbench is installed (${((performance.now() - began) / 1000).toFixed(0)} s).\n`);
}

/** @param {Record<string, string>} environment */
function compile(environment) {
  // The headers came with that Node; node-gyp would download them. It fails at a blank in their path, so they get one without.
  const folder = mkdtempSync(path.join(tmpdir(), 'workbench-headers-'));
  try {
    const headers = path.join(folder, 'node');
    symlinkSync(path.join(path.dirname(node), '..'), headers);
    const rebuild = ['rebuild', '--ignore-scripts=false', ...native];
    npm(rebuild, {
      directory: vscode,
      node,
      environment: { ...environment, npm_config_nodedir: headers, JOBS: 'max' },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const name of native) {
    const loaded = spawnSync(node, ['-e', `require('${name}')`], { cwd: vscode, encoding: 'utf8' });
    if (loaded.status !== 0) throw new Error(`${name} was compiled, but does not load:\n${loaded.stderr}`);
  }
}

/** What is installed, and what becomes of it: another lock file or another choice is another workbench. */
function recipe() {
  const lock = readFileSync(path.join(home, 'package-lock.json'));
  return createHash('sha256').update(lock).update(JSON.stringify({ unused, native })).digest('hex');
}

/**
 * @param {string} folder
 * @param {string[]} names
 */
function prune(folder, names) {
  for (const name of names) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/**
 * @param {number} step
 * @param {string} text
 */
function say(step, text) {
  process.stdout.write(`Installing the workbench, ${step} of 3: ${text}\n`);
}
