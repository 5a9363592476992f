import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Chart, chartText, readChart } from '#chart';
import { usualLimits } from '../../../../src/chart/read/chart-limits.ts';
import { archiveInput, chartArchive, chartYaml, folderInput } from '../../../support/chart-inputs.ts';
import { paxHeader, tarArchive, tarEntry } from '../../../support/tar-archive.ts';

const paths = ({ files }: Chart) => files.map(({ path }) => path);
const read = (files: Readonly<Record<string, string | Uint8Array>>) => readChart(folderInput(files));
const metadata = async (yaml: string, more: Readonly<Record<string, string>> = {}) =>
  (await read({ 'Chart.yaml': yaml, ...more })).metadata;

describe('a chart', () => {
  it('is the same of a folder and of an archive, in the order in which it is packed', async () => {
    const files = {
      'templates/a.yaml': 'a: 1\n',
      'README.md': '# app\n',
      'values.schema.json': '{}',
      'values.yaml': 'a: 1\n',
      'Chart.lock': '',
      'Chart.yaml': chartYaml,
    };
    const chart = await read(files);
    expect(paths(chart)).toEqual([
      'Chart.yaml',
      'Chart.lock',
      'values.yaml',
      'values.schema.json',
      'README.md',
      'templates/a.yaml',
    ]);
    expect(chart.files.map(({ size, content }) => content?.length === size)).not.toContain(false);
    for (const pieceBytes of [1, 7, 512, 1_000_000])
      expect(await readChart(archiveInput(chartArchive(files), pieceBytes))).toEqual(chart);
  });

  it('has the subcharts of folders and of archives, however deep', async () => {
    const deep = chartArchive(
      { 'Chart.yaml': 'name: deep\nversion: 3.0.0\n', 'values.yaml': 'deep: true\n' },
      'anything',
    );
    const packed = chartArchive({ 'Chart.yaml': 'name: packed\nversion: 2.0.0\n', 'charts/deep.tgz': deep }, 'packed');
    const chart = await readChart(
      archiveInput(
        chartArchive({
          'Chart.yaml': chartYaml,
          'charts/packed-2.0.0.tgz': packed,
          'charts/own/Chart.yaml': 'name: own\nversion: 1.0.0\n',
          'charts/own/templates/x.yaml': 'x: 1\n',
          'charts/own/charts/deep-3.0.0.tgz': deep,
          'charts/_off/Chart.yaml': 'no chart',
          'charts/.hidden.tgz': 'no archive',
          'charts/_README.md': '# subcharts\n',
          'charts/packed-2.0.0.tgz.prov': 'signed',
        }),
      ),
    );
    const names = ({ metadata: { name }, subcharts }: Chart): unknown => [
      name,
      ...subcharts.map(({ path, chart: sub }) => [path, names(sub)]),
    ];
    expect(names(chart)).toEqual([
      'app',
      ['charts/own', ['own', ['charts/deep-3.0.0.tgz', ['deep']]]],
      ['charts/packed-2.0.0.tgz', ['packed', ['charts/deep.tgz', ['deep']]]],
    ]);
    expect(
      chart.subcharts[1]?.chart.subcharts[0] && chartText(chart.subcharts[1].chart.subcharts[0].chart, 'values.yaml'),
    ).toBe('deep: true\n');
    expect(chart.subcharts[0] && chartText(chart.subcharts[0].chart, 'templates/x.yaml')).toBe('x: 1\n');
    // The archive itself passes through when the chart is packed.
    const archive = chart.files.find(({ path }) => path === 'charts/packed-2.0.0.tgz');
    expect(archive).toEqual({ path: 'charts/packed-2.0.0.tgz', size: packed.length });
  });

  it('holds what Helm looks at, and of the rest what is small', async () => {
    const limits = { ...usualLimits, heldFileBytes: 1000, smallFileBytes: 10, smallBytes: 25 };
    const files = {
      'Chart.yaml': chartYaml,
      'values-production.yaml': '#'.repeat(900),
      'templates/large.yaml': '#'.repeat(1001),
      'templates/x/_a.tpl': '#'.repeat(900),
      'crds/a.yaml': '#'.repeat(900),
      'files/1': '1234567890',
      'files/2': '1234567890',
      'files/3': '1234567890',
      'files/4': '12345',
      'files/large': '12345678901',
      'charts/own/Chart.yaml': chartYaml,
      'charts/own/templates/a.yaml': '#'.repeat(900),
      'charts/own/extra': '#'.repeat(900),
    };
    const chart = await readChart(folderInput(files), limits);
    const passing = chart.files.filter(({ content }) => content === undefined);
    expect(passing.map(({ path, size }) => [path, size])).toEqual([
      ['charts/own/extra', 900],
      ['files/3', 10],
      ['files/large', 11],
      ['templates/large.yaml', 1001],
    ]);
    await expect(readChart(folderInput(files), { ...limits, heldBytes: 2000 })).rejects.toMatchObject({
      code: 'chart-too-large',
    });
    await expect(readChart(folderInput(files), { ...limits, unpackedBytes: 2000 })).rejects.toMatchObject({
      code: 'chart-too-large',
    });
  });

  it('counts what it holds of the archives in it', async () => {
    const sub = chartArchive({ 'Chart.yaml': chartYaml, 'values.yaml': '#'.repeat(900) });
    const input = folderInput({ 'Chart.yaml': chartYaml, 'charts/a.tgz': sub, 'charts/b.tgz': sub });
    const within = (heldBytes: number) => readChart(input, { ...usualLimits, heldBytes });
    await expect(within(1900)).rejects.toMatchObject({ code: 'chart-too-large' });
    expect((await within(1920)).subcharts).toHaveLength(2);
  });

  it('is read of archives as other programs write them', async () => {
    const long = `app/${'folder/'.repeat(30)}file`;
    const archive = tarArchive(
      paxHeader({ comment: 'git archive' }, 'g'),
      { name: 'app/', type: '5' },
      { name: 'app/templates/', type: '\0', magic: 'none' },
      { name: 'app/Chart.yaml', content: chartYaml, type: '\0', magic: 'none' },
      { name: 'x', prefix: 'app/templates' },
      { name: '././@LongLink', type: 'L', content: `${long}\0`, magic: 'gnu' },
      { name: long.slice(0, 100), content: 'long' },
      paxHeader({ path: 'app/ü', mtime: '1.5' }),
      { name: 'app/u', content: '' },
      tarEntry({ name: 'app/z', type: '7', content: 'z' }),
    );
    const filled = Buffer.concat([archive, Buffer.alloc(8192)]);
    for (const bytes of [archive, filled, archive.subarray(0, archive.length - 1024)]) {
      const chart = await readChart(archiveInput(gzipSync(bytes)));
      expect(paths(chart)).toEqual(['Chart.yaml', long.slice(4), 'templates/x', 'z', 'ü']);
    }
  });

  it('is not read of a folder that no archive could hold', async () => {
    const refused = (path: string) =>
      expect(read({ 'Chart.yaml': chartYaml, [path]: '' })).rejects.toMatchObject({ code: 'chart-archive-unsafe' });
    for (const path of ['a\\b', 'C:/x', '../x', 'a\u0007']) await refused(path);
  });

  it('has nothing in charts/ that Helm would take for a chart', async () => {
    await expect(read({ 'Chart.yaml': chartYaml, 'charts/README.md': '' })).rejects.toMatchObject({
      code: 'chart-malformed',
      message: 'charts/README.md is no chart',
    });
  });

  it('is given up when it is cancelled', async () => {
    const stop = new AbortController();
    const input = folderInput({ 'Chart.yaml': chartYaml, x: 'x' });
    if (input.kind !== 'folder') return;
    const files = input.files.map((file) => ({
      ...file,
      async *open() {
        if (file.path === 'x') stop.abort(new Error('stopped'));
        yield* file.open();
      },
    }));
    await expect(readChart({ kind: 'folder', files }, usualLimits, stop.signal)).rejects.toThrow('stopped');
  });
});

describe('Chart.yaml', () => {
  it('is read with all that Helm knows of it, and numbers are the texts that Helm makes of them', async () => {
    const yaml = `\uFEFFapiVersion: v2\r
name: app # ours\r
version: 1.10\r
appVersion: 8.30\r
kubeVersion: ">=1.25.0-0"\r
deprecated: true\r
type: library\r
annotations: { a: 1.50, b: true, c: }\r
dependencies:\r
  - { name: postgresql, version: 12.10, repository: "https://charts.example", alias: db, condition: "db.enabled,global.db", tags: [data, 1.0], import-values: [data, { child: a, parent: b }] }\r
  - name: common\r
`;
    expect(await metadata(yaml)).toEqual({
      apiVersion: 'v2',
      name: 'app',
      version: '1.1',
      appVersion: '8.3',
      kubeVersion: '>=1.25.0-0',
      deprecated: true,
      type: 'library',
      annotations: { a: '1.5', b: 'true', c: '' },
      dependencies: [
        {
          name: 'postgresql',
          version: '12.1',
          repository: 'https://charts.example',
          alias: 'db',
          condition: 'db.enabled,global.db',
          tags: ['data', '1'],
          importValues: ['data', { child: 'a', parent: 'b' }],
        },
        { name: 'common', tags: [], importValues: [] },
      ],
    });
  });

  it('of API version v1 has its dependencies in requirements.yaml', async () => {
    const v1 = 'name: app\nversion: 1.0.0\n';
    const { apiVersion, dependencies, type, deprecated } = await metadata(v1, {
      'requirements.yaml': 'dependencies:\n- name: redis\n  version: 1.0.0\n  repository: ""\n',
    });
    expect({ apiVersion, dependencies, type, deprecated }).toEqual({
      apiVersion: 'v1',
      dependencies: [{ name: 'redis', version: '1.0.0', tags: [], importValues: [] }],
      type: 'application',
      deprecated: false,
    });
    expect((await metadata(v1, { 'requirements.yaml': '{}' })).dependencies).toEqual([]);
  });

  it.each([
    ['', 'Chart.yaml is empty'],
    ['- a\n', 'Chart.yaml:1: it must have at least a name and a version'],
    ['a: [\n', 'Chart.yaml:1: Not YAML'],
    ['# x\nname: app\n', 'Chart.yaml:2: version is missing'],
    ['version: 1.0.0\n', 'Chart.yaml:1: name is missing'],
    ['name: app\nversion: ""\n', 'Chart.yaml:2: version must not be empty'],
    ['version: 1.0.0\nname: ../app\n', 'Chart.yaml:2: name must be a name'],
    ['version: 1.0.0\nname: [app]\n', 'Chart.yaml:2: name must be a text'],
    ['name: app\nversion: "1\\n2"\n', 'Chart.yaml:2: version must be a text of one line'],
    ['name: app\nversion: 1.0.0\ntype: operator\n', 'Chart.yaml:3: type must be application or library'],
    ['name: app\nversion: 1.0.0\ndependencies:\n  - name: a\n  -\n', 'Chart.yaml:5: dependencies.1 must be a chart'],
    [
      'name: app\nversion: 1.0.0\ndependencies:\n  - name: a\n    alias: a.b\n',
      'Chart.yaml:5: dependencies.0.alias may have',
    ],
    [`name: app\nversion: ${'['.repeat(70)}\n`, 'nests deeper'],
    [`name: app\nversion: 1.0.0\ndescription: ${'x'.repeat(300_000)}\n`, 'at most'],
  ])('%j is told with its place', async (yaml, message) => {
    await expect(metadata(yaml)).rejects.toMatchObject({
      code: 'chart-metadata-invalid',
      message: expect.stringContaining(message),
    });
  });

  it('is named by the subchart that it is of', async () => {
    const broken = chartArchive({ 'Chart.yaml': 'name: b\n' }, 'b');
    await expect(
      read({ 'Chart.yaml': chartYaml, 'charts/a/Chart.yaml': chartYaml, 'charts/a/charts/b.tgz': broken }),
    ).rejects.toMatchObject({
      message: 'charts/a/charts/b.tgz/Chart.yaml:1: version is missing',
    });
    await expect(read({ 'Chart.yaml': chartYaml, 'charts/a/Chart.yaml': Buffer.of(0xff) })).rejects.toMatchObject({
      message: 'charts/a/Chart.yaml is not UTF-8',
    });
  });
});

it('the text of a file keeps its mark and its line ends, and is none where it is not UTF-8', async () => {
  const chart = await read({ 'Chart.yaml': chartYaml, a: '\uFEFFa\r\n', b: Buffer.of(0xff) });
  expect(chartText(chart, 'a')).toBe('\uFEFFa\r\n');
  expect(chartText(chart, 'b')).toBeUndefined();
  expect(chartText(chart, 'c')).toBeUndefined();
});
