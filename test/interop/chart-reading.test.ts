import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packChart, readChart } from '#chart';
import { NodeFiles } from '#platform';
import { openChartFolder } from '../../src/jobs/charts/open/open-chart-folder.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';

/** What a real Helm makes of the same folder. */
const programs = new KubernetesPrograms();
afterAll(() => programs.remove());
let folder: string;
let files: NodeFiles;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chart-reading-'));
  files = new NodeFiles(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const chartYaml = 'apiVersion: v2\nname: app\nversion: 1.0.0\n';

function write(contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(path.dirname(path.join(folder, 'app', name)), { recursive: true });
    writeFileSync(path.join(folder, 'app', name), text);
  }
}

async function ours() {
  const input = await openChartFolder('app', files);
  return { input, chart: await readChart(input) };
}

async function packedByHelm() {
  const { status, stderr } = await programs.run('helm', ['package', path.join(folder, 'app'), '-d', folder]);
  if (status !== 0) return { refused: stderr };
  const input = { kind: 'archive', open: () => files.stream('app-1.0.0.tgz') } as const;
  const chart = await readChart(input);
  return { paths: chart.files.map((file) => file.path) };
}

describe('.helmignore', () => {
  it.each([
    [''],
    ['*.bak\n/docs/\n.git/\n'],
    ['docs\n'],
    ['docs/\n'],
    ['docs/*\n'],
    ['/a.bak\n'],
    ['*/x\n'],
    ['[a-c].bak\n[^x]\n'],
    ['?.bak\n\\x\n'],
    ['# no\n  a.bak  \r\n'],
    ['\uFEFFa.bak\n'],
    ['templates/\n'],
    ['**/x\n'],
    ['[a-]\n'],
    ['[]a]\n'],
    ['a\\\n'],
  ])('%j leaves out what it leaves out for Helm', async (rules) => {
    write({
      'Chart.yaml': chartYaml,
      '.helmignore': rules,
      '.hidden': 'h',
      '.git/x': 'g',
      'a.bak': 'a',
      'd.bak': 'd',
      x: 'x',
    });
    write({
      'docs/x': 'x',
      'docs/a.bak': 'a',
      'b/docs/x': 'x',
      'templates/.swp': 's',
      'templates/x/.swp': 's',
      'templates/a.yaml': 'a: 1',
    });
    const helm = await packedByHelm();
    if ('refused' in helm) return expect(ours()).rejects.toMatchObject({ code: 'chart-malformed' });
    expect((await ours()).chart.files.map((file) => file.path)).toEqual(helm.paths);
  });
});

it.each([
  ['a link to a file', 'x', 'link', true],
  ['a link to a folder', 'docs', 'link', true],
  ['a file in charts/', undefined, 'charts/README.md', false],
  ['a folder in charts/ that is no chart', undefined, 'charts/b/README.md', false],
  ['a file in charts/ that begins with _', undefined, 'charts/_README.md', true],
])('%s is taken, or not, as by Helm', async (_, target, name, isTaken) => {
  write({ 'Chart.yaml': chartYaml, x: 'x', 'docs/x': 'x', ...(target === undefined ? { [name]: '' } : {}) });
  if (target !== undefined) symlinkSync(target, path.join(folder, 'app', name));
  expect('paths' in (await packedByHelm())).toBe(isTaken);
  if (isTaken) await ours();
  else await expect(ours()).rejects.toMatchObject({ code: expect.stringMatching(/^chart-/) });
});

it('Chart.yaml says the same as to Helm, and a chart that we packed is a chart for Helm', async () => {
  const long = `files/${'folder/'.repeat(20)}ü`;
  write({
    'Chart.yaml': `${chartYaml}appVersion: 1.10\nkubeVersion: ">=1.20.0-0"\ntype: application\nannotations:\n  a: 1.50\n  b: true\n  c: 0x10\n`,
    'values.yaml': 'a: 1 # one\n',
    'templates/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  version: {{ .Chart.AppVersion | quote }}\n  file: {{ .Files.Get "${long}" | quote }}\n`,
    [long]: 'read',
    'charts/b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 1.0.0\n',
  });
  const { input, chart } = await ours();
  await files.writeBytes('packed.tgz', packChart('app', chart.files, input));
  const packed = path.join(folder, 'packed.tgz');
  const { apiVersion, name, version, appVersion, kubeVersion, type, annotations } = chart.metadata;
  expect(parse(await programs.helm('show', 'chart', packed))).toEqual({
    apiVersion,
    name,
    version,
    appVersion,
    kubeVersion,
    type,
    annotations,
  });
  expect(await programs.helm('show', 'values', packed)).toContain('a: 1 # one\n');
  expect(await programs.helm('template', 'r', packed)).toMatch(/version: "1\.1"\n {2}file: "read"/);
});
