// npm run bench: builds the program, then measures it and the field's programs by turns, against registries of the bench's own. The
// tables go to media/docs/bench.md. Words that follow choose experiments: npm run bench -- S2, npm run bench -- editing
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './bundles.mjs';

const out = path.join(root, '.cache', 'bench');

await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'test/bench/mirror/main.ts',
    'registry-process': 'test/bench/mirror/registry-process.ts',
    editing: 'test/bench/editing/main.ts',
  },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
const page = path.join(root, 'media', 'docs', 'bench.md');
const asked = process.argv.slice(2);
const others = asked.filter((word) => word !== 'editing');
if (asked.length === 0 || others.length > 0) {
  const program = path.join(root, 'dist', 'cli.cjs');
  await measure('main', { program, registry: path.join(out, 'registry-process.mjs'), page }, others);
}
if (asked.length === 0 || others.length < asked.length)
  await measure('editing', { language: path.join(root, 'dist', 'language.cjs'), page }, []);

/**
 * @param {string} name
 * @param {Record<string, string>} options
 * @param {readonly string[]} words
 */
async function measure(name, options, words) {
  const given = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  const bench = spawn(process.execPath, [path.join(out, `${name}.mjs`), ...given, ...words], { stdio: 'inherit' });
  const [status] = await once(bench, 'close');
  process.exitCode ||= status ?? 1;
}
