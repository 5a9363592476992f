// npm run package: builds, and packs the extension into dist/NAME-VERSION.vsix. The same tree gives the same bytes.
// What vsce must know is in package.json ("vsce") and .vscodeignore, so that vsce started by hand packs the same.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundles.mjs';
import { isMain } from './is-main.mjs';
import { inStep } from './lockfile.mjs';
import { npm } from './npm.mjs';
import { vsixFile } from './vsix.mjs';

const home = path.join(root, '.ci', 'vsce');

if (isMain(import.meta.url)) {
  try {
    packageExtension();
  } catch (error) {
    process.stderr.write(`The extension could not be packed. ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

/** Throws with what stands in the way. */
export function packageExtension() {
  if (!inStep(read('package-lock.json') ?? {}, read('node_modules/.package-lock.json'))) {
    process.stdout.write('Installing vsce, which packs extensions\n');
    npm(['ci', '--ignore-scripts'], { directory: home });
  }
  const vsce = path.join(home, 'node_modules', '@vscode', 'vsce', 'vsce');
  // vsce itself has the build run first: vscode:prepublish.
  const { status, error } = spawnSync(process.execPath, [vsce, 'package', '--out', vsixFile()], {
    cwd: root,
    stdio: 'inherit',
    // A day that every zip file can name, in a zone of no place; else the files' own times are packed.
    env: { ...process.env, SOURCE_DATE_EPOCH: String(Date.UTC(2020, 0, 1) / 1000), TZ: 'UTC', LC_ALL: 'C' },
  });
  if (status !== 0) throw new Error(`vsce ${error ? error.message : `ended with ${status}`}.`);
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(home, file), 'utf8'));
  } catch {
    return undefined;
  }
}
