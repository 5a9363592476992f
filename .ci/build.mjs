// npm run build: writes the bundles to dist/.
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { build, formatMessages } from 'esbuild';
import { buildOptions, bundles, root } from './bundles.mjs';

// What was packed for somebody stays.
const made = (await readdir(path.join(root, 'dist')).catch(() => [])).filter((name) => !name.endsWith('.vsix'));
await Promise.all(made.map((name) => rm(path.join(root, 'dist', name), { recursive: true, force: true })));
const results = await Promise.all(Object.values(bundles).map(write));
if (results.includes(false)) process.exitCode = 1;

/** @param {import('./bundles.mjs').Bundle} bundle */
async function write(bundle) {
  if (!(await size(bundle.entry))) {
    process.stderr.write(`${bundle.out} cannot be built: there is no ${bundle.entry}\n`);
    return false;
  }
  try {
    const { warnings } = await build(buildOptions(bundle));
    process.stderr.write((await formatMessages(warnings, { kind: 'warning' })).join(''));
  } catch (error) {
    const errors = error instanceof Error && 'errors' in error ? /** @type {any} */ (error).errors : undefined;
    if (!errors) throw error;
    process.stderr.write(
      `${bundle.out} cannot be built:\n${(await formatMessages(errors, { kind: 'error' })).join('')}`,
    );
    return false;
  }
  if (bundle.program) await chmod(path.join(root, bundle.out), 0o755);
  process.stdout.write(
    `${bundle.out.padEnd(20)} ${String(Math.ceil((await size(bundle.out)) / 1000)).padStart(5)} kB\n`,
  );
  return true;
}

/**
 * Bytes of a file, 0 when it is not there.
 * @param {string} file from the root
 */
async function size(file) {
  return (await stat(path.join(root, file)).catch(() => undefined))?.size ?? 0;
}
