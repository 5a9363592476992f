import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type ChartInput, chartDigest, packChart, readChart } from '#chart';
import { passedFiles } from '../../../../src/chart/pack/passed-files.ts';
import { archiveInput, chartArchive, chartYaml, folderInput } from '../../../support/chart-inputs.ts';

/** Too large to be held, and quickly packed. */
const large = (text: string, length: number) => Buffer.alloc(length, text);

const files: Readonly<Record<string, string | Uint8Array>> = {
  'Chart.yaml': chartYaml,
  'values.yaml': 'a: 1 # one\r\n',
  'templates/a.yaml': 'a: {{ .Values.a }}\n',
  'data/b.bin': large('b', 280_000),
  'data/a.bin': large('ab', 270_000),
  'data-set/c.bin': large('c', 300_000),
  empty: '',
  [`${'folder/'.repeat(40)}long`]: 'long',
  ünicode: 'ü',
};
const reversed = Object.fromEntries(Object.entries(files).reverse());
const archive = archiveInput(chartArchive(files));

async function packed(input: ChartInput): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart('app', (await readChart(input)).files, input)) pieces.push(piece);
  return Buffer.concat(pieces);
}

it('a packed chart is read as it was, and each file keeps its bytes', async () => {
  const bytes = await packed(archive);
  const chart = await readChart(archive);
  expect(await readChart(archiveInput(bytes))).toEqual(chart);
  const again = archiveInput(bytes);
  for await (const { path, content } of passedFiles(Object.keys(files), again)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(Buffer.from(files[path] ?? 'not there'))).toBe(true);
  }
});

it('its bytes are the same of a folder, of an archive, in any order and in pieces of any size', async () => {
  const first = await packed(archive);
  const inputs = [
    folderInput(files),
    folderInput(reversed),
    archiveInput(chartArchive(reversed, 'other')),
    archiveInput(first),
    archiveInput(chartArchive(files), 99_999),
  ];
  for (const input of inputs) expect((await packed(input)).equals(first)).toBe(true);
  const digest = `sha256:${createHash('sha256').update(first).digest('hex')}`;
  const all = (await readChart(archive)).files;
  expect(await chartDigest('app', all, archive)).toEqual({ digest, size: first.length });
  expect(await chartDigest('app', [...all].reverse(), archive)).toEqual({ digest, size: first.length });
});

it('can be stopped while it is packed, though nothing has to be waited for', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  const content = Buffer.alloc(4_000_000, 'abc');
  const digest = chartDigest('app', [{ path: 'a', content }], archive, { signal: controller.signal });
  setImmediate(() => controller.abort(reason));
  await expect(digest).rejects.toBe(reason);
});

it('its form is frozen: headers without time, owner, rights and system', async () => {
  const input = folderInput({ 'Chart.yaml': chartYaml, 'values.yaml': 'a: 1\n', [`${'folder/'.repeat(20)}ü`]: '' });
  const { files: all } = await readChart(input);
  expect(await chartDigest('app', all, input)).toEqual({
    digest: 'sha256:fd461690bd3c234090355ed5a94468967cf8fa330cd7aa06e664a5037c310415',
    size: 234,
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart('app', all, input)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const tar = gunzipSync(bytes);
  expect(tar.subarray(0, 14).toString()).toBe('app/Chart.yaml');
  expect(tar.subarray(100, 148).toString('latin1').replaceAll('\0', ' ')).toBe(
    '0000644 0000000 0000000 00000000050 00000000000 ',
  );
});

it('files are changed, added and left out', async () => {
  const { files: all } = await readChart(archive);
  const changed = all.flatMap((file) =>
    file.path === 'data/a.bin'
      ? []
      : [file.path === 'values.yaml' ? { path: file.path, content: Buffer.from('a: 2\n') } : file],
  );
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart('renamed', [...changed, { path: 'new', content: Buffer.from('new') }], archive))
    pieces.push(piece);
  const chart = await readChart(archiveInput(Buffer.concat(pieces)));
  const { 'data/a.bin': _, ...rest } = files;
  const sizes = Object.entries({ ...rest, 'values.yaml': 'a: 2\n', new: 'new' }).map(([path, content]) => [
    path,
    Buffer.from(content).length,
  ]);
  expect(Object.fromEntries(chart.files.map(({ path, size }) => [path, size]))).toEqual(Object.fromEntries(sizes));
  expect(gunzipSync(Buffer.concat(pieces)).subarray(0, 18).toString()).toBe('renamed/Chart.yaml');
});

it('what passes through comes in the order that is asked for, however little may wait', async () => {
  const paths = ['data/a.bin', 'data/b.bin', 'data-set/c.bin', 'empty', 'values.yaml'];
  for (const window of [0, 560_000, 100_000_000]) {
    const seen: [string, number][] = [];
    for await (const { path, size, content } of passedFiles(paths, archiveInput(chartArchive(reversed)), window)) {
      let bytes = 0;
      for await (const piece of content) bytes += piece.length;
      expect(bytes).toBe(size);
      seen.push([path, size]);
    }
    expect(seen).toEqual(paths.map((path) => [path, Buffer.from(files[path] ?? '').length]));
  }
});

it.each<[string, (paths: readonly string[]) => AsyncIterable<unknown>]>([
  ['a folder that lacks a file', (paths) => passedFiles([...paths, 'gone'], folderInput(files))],
  ['an archive that lacks a file', (paths) => passedFiles([...paths, 'gone'], archive)],
  ['a file that grows', (paths) => passedFiles(paths, growing(), 8)],
])('%s has changed since it was read', async (_, pass) => {
  const all = async () => {
    for await (const one of pass(['values.yaml'])) {
      for await (const _piece of (one as { content: AsyncIterable<Uint8Array> }).content);
    }
  };
  await expect(all()).rejects.toMatchObject({ code: 'chart-changed' });
});

function growing(): ChartInput {
  let length = 100;
  return {
    kind: 'folder',
    files: [
      {
        path: 'values.yaml',
        open: async function* () {
          yield Buffer.alloc(length++);
        },
      },
    ],
  };
}

it.each(['../x', '/x', 'a\\b', ''])('no file is packed as %j', async (path) => {
  const all = chartDigest('app', [{ path, content: Buffer.alloc(0) }], archive);
  await expect(all).rejects.toMatchObject({ code: 'chart-archive-unsafe' });
});
