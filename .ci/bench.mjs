// npm run bench: builds the program, then measures it and the field's programs by turns, against registries of the bench's own. The
// tables go to media/docs/bench.md. Words that follow choose experiments: npm run bench -- S2
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './bundles.mjs';

const out = path.join(root, '.cache', 'bench');

await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/mirror/main.ts', 'test/bench/mirror/registry-process.ts'],
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});
const options = {
  program: path.join(root, 'dist', 'cli.cjs'),
  registry: path.join(out, 'registry-process.mjs'),
  page: path.join(root, 'media', 'docs', 'bench.md'),
};
const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
const bench = spawn(process.execPath, [path.join(out, 'main.mjs'), ...given, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
bench.on('close', (status) => {
  process.exitCode = status ?? 1;
});
