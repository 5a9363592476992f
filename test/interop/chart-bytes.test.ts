import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../.ci/bundles.mjs';

const program = `
import { chartDigest, packChart, readChart } from '#chart';
import { NodeFiles } from '#platform';
import { openChartFolder } from './src/jobs/charts/open/open-chart-folder.ts';
async function pack([, , folder = '', output = '']: string[]) {
  const files = new NodeFiles(process.cwd());
  const input = await openChartFolder(folder, files);
  const chart = await readChart(input);
  await files.writeBytes(output, packChart('app', chart.files, input));
  const archive = { kind: 'archive', open: () => files.stream(output) } as const;
  const again = await chartDigest('app', (await readChart(archive)).files, archive);
  console.log((await chartDigest('app', chart.files, input)).digest, again.digest);
}
void pack(process.argv);
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'chart-bytes-'));
  await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: path.join(folder, 'pack.cjs'),
    logLevel: 'error',
  });
  mkdirSync(path.join(folder, 'app/templates'), { recursive: true });
  writeFileSync(path.join(folder, 'app/Chart.yaml'), 'apiVersion: v2\nname: app\nversion: 1.0.0\n');
  writeFileSync(path.join(folder, 'app/templates/ä.yaml'), 'a: {{ now }}\n');
  writeFileSync(path.join(folder, 'app/run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(path.join(folder, 'app/large.bin'), Buffer.alloc(400_000, 'large'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a copy of the chart in a process of its own, and hashes what it has written by a program that is not ours. */
function packed(name: string, umask: string, environment: NodeJS.ProcessEnv): string[] {
  const script = `umask ${umask} && cp -R app ${name} && touch -d "$1" ${name}/Chart.yaml && node pack.cjs ${name} ${name}.tgz && sha256sum < ${name}.tgz && gzip -t ${name}.tgz && tar -tzf ${name}.tgz > ${name}.list`;
  const day = name === 'one' ? '2001-01-01' : '2031-07-01';
  utimesSync(path.join(folder, 'app/run.sh'), new Date(day), new Date(day));
  const output = execFileSync('sh', ['-c', script, 'sh', day], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  return output.match(/[0-9a-f]{64}/g) ?? [];
}

it('a chart has the same bytes in two time zones, with two umasks, two dates and two languages', () => {
  const one = packed('one', '022', { TZ: 'Pacific/Kiritimati', LC_ALL: 'C' });
  const two = packed('two', '077', { TZ: 'America/Los_Angeles', LC_ALL: 'C.UTF-8' });
  expect(one).toHaveLength(3);
  // Of the folder, of the archive that was packed of it, and of the file as it is on the disk.
  expect(new Set([...one, ...two]).size).toBe(1);
});
