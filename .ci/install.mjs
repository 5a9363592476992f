// Runs before the tests and the demo: installs the dependencies when they are missing or not what package-lock.json asks for, so
// that `npm test` alone works in a fresh clone. Plain Node, for it runs before anything is installed. Silent when all is well.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inStep } from './lockfile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldest = /** @type {const} */ ([20, 19]);

process.exitCode = main();

function main() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    process.stderr.write(`Node ${oldest.join('.')} or newer is needed; this is ${process.versions.node}.\n`);
    return 1;
  }
  if (inStep(read('package-lock.json') ?? {}, read('node_modules/.package-lock.json'))) return 0;
  process.stderr.write('Installing the dependencies (npm ci)\n');
  const { status, error } = npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (error || status !== 0) {
    process.stderr.write(
      `The dependencies could not be installed: npm ci ${error ? error.message : `ended with ${status}`}.\n`,
    );
    return 1;
  }
  return 0;
}

/**
 * The npm that called us, else the one on the PATH. On Windows that one is a .cmd file, which only a shell starts.
 * @param {string[]} args
 */
function npm(args) {
  const caller = process.env.npm_execpath ?? '';
  const options = { cwd: root, stdio: /** @type {const} */ ('inherit') };
  if (/npm-cli\.c?js$/.test(caller)) return spawnSync(process.execPath, [caller, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
}
