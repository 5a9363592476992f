import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readChart } from '#chart';
import { usualLimits } from '../../../../src/chart/read/chart-limits.ts';
import { archiveInput, chartArchive, chartYaml, strangeArchive } from '../../../support/chart-inputs.ts';
import { paxHeader, type TarEntry, tarArchive, tarEntry } from '../../../support/tar-archive.ts';

const file = (name: string, more: Partial<TarEntry> = {}): TarEntry => ({ name, content: 'x', ...more });
const zeros = (bytes: number) => gzipSync(Buffer.alloc(bytes));
/** A header's size in GNU's base 256. */
const sizeField = (...bytes: number[]) => ({
  124: Uint8Array.from([...bytes, ...new Array(12).fill(0)]).subarray(0, 12),
});
const good = chartArchive({ 'Chart.yaml': chartYaml });
const small = { ...usualLimits, entries: 20, depth: 2, ratioFromBytes: 100_000 };

function inside(depth: number): Buffer {
  const files = depth === 0 ? {} : { 'charts/app.tgz': inside(depth - 1) };
  return chartArchive({ 'Chart.yaml': chartYaml, ...files });
}

/** Bytes that look like nothing, the same each time. */
const noise = createHash('shake256', { outputLength: 2000 }).update('').digest();

const many = Array.from({ length: 30 }, (_, at) => file(`app/files/${at}`));

it.each<[what: string, archive: () => Uint8Array, code: string, words: string]>([
  ['an absolute path', () => strangeArchive(file('/etc/passwd')), 'chart-archive-unsafe', 'absolute path'],
  ['a path that leaves', () => strangeArchive(file('app/../../x')), 'chart-archive-unsafe', 'leaves its folder'],
  ['a path by way of itself', () => strangeArchive(file('app/./x')), 'chart-archive-unsafe', 'a dot'],
  ['an empty part', () => strangeArchive(file('app//x')), 'chart-archive-unsafe', 'empty part'],
  ['a backslash', () => strangeArchive(file('app/templates\\x')), 'chart-archive-unsafe', 'backslash'],
  ['a drive', () => strangeArchive(file('app/C:/x')), 'chart-archive-unsafe', 'drive'],
  ['a control character', () => strangeArchive(file('app/a\u001b[2Jb')), 'chart-archive-unsafe', 'control character'],
  ['a NUL', () => strangeArchive(paxHeader({ path: 'app/a\0b' }), file('app/x')), 'chart-malformed', 'NUL'],
  [
    'a symbolic link',
    () => strangeArchive(file('app/x', { type: '2', linkName: '/etc/passwd' })),
    'chart-archive-unsafe',
    'symbolic link',
  ],
  [
    'a hard link',
    () => strangeArchive(file('app/x', { type: '1', linkName: 'app/Chart.yaml' })),
    'chart-archive-unsafe',
    'hard link',
  ],
  ['a device', () => strangeArchive(file('app/x', { type: '3', content: '' })), 'chart-archive-unsafe', 'a device'],
  ['a pipe', () => strangeArchive(file('app/x', { type: '6', content: '' })), 'chart-archive-unsafe', 'a pipe'],
  ['an unknown kind', () => strangeArchive(file('app/x', { type: 'V' })), 'chart-archive-unsafe', 'unknown kind'],
  ['a file twice', () => strangeArchive(file('app/Chart.yaml')), 'chart-archive-unsafe', 'Chart.yaml twice'],
  ['a file beside the folder', () => strangeArchive(file('x')), 'chart-archive-unsafe', 'beside the folder'],
  ['two folders', () => strangeArchive(file('other/x')), 'chart-archive-unsafe', 'several folders'],
  [
    'a file below a file',
    () => strangeArchive(file('app/a'), file('app/a/b')),
    'chart-archive-unsafe',
    'a as a file and as a folder',
  ],
  [
    'a file that is a folder',
    () => strangeArchive(file('app/a/b'), file('app/a')),
    'chart-archive-unsafe',
    'a as a file and as a folder',
  ],
  [
    'a folder that is a file',
    () => strangeArchive(file('app/a'), { name: 'app/a/', type: '5' }),
    'chart-archive-unsafe',
    'a as a file and as a folder',
  ],
  [
    'a name that is not UTF-8',
    () => strangeArchive(file('app/x', { patch: { 4: Uint8Array.of(0xff, 0xfe) } })),
    'chart-archive-unsafe',
    'not UTF-8',
  ],
  [
    'two names',
    () =>
      strangeArchive(
        tarEntry({ name: 'L', type: 'L', content: 'app/a\0' }),
        paxHeader({ path: 'app/b' }),
        file('app/c'),
      ),
    'chart-archive-unsafe',
    'two names',
  ],
  [
    'a name for all',
    () => strangeArchive(paxHeader({ path: 'app/b' }, 'g'), file('app/c')),
    'chart-archive-unsafe',
    'one name',
  ],
  ['a sparse file', () => strangeArchive(file('app/x', { type: 'S', magic: 'gnu' })), 'chart-archive-unsafe', 'sparse'],
  [
    'a sparse file by pax',
    () =>
      strangeArchive(
        paxHeader({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'app/y' }),
        file('app/x'),
      ),
    'chart-archive-unsafe',
    'sparse',
  ],
  [
    'a name too long',
    () => strangeArchive(paxHeader({ path: `app/${'x'.repeat(2000)}` }), file('app/x')),
    'chart-archive-unsafe',
    '1024 characters',
  ],
  [
    'too deep a path',
    () => strangeArchive(paxHeader({ path: `app/${'a/'.repeat(70)}x` }), file('app/y')),
    'chart-archive-unsafe',
    'folders deep',
  ],
  [
    'a negative size',
    () => strangeArchive(file('app/x', { patch: sizeField(0xff, 0xff) })),
    'chart-malformed',
    'negative',
  ],
  [
    'a size beyond numbers',
    () => strangeArchive(file('app/x', { patch: sizeField(0x80, 0xff, 0xff) })),
    'chart-malformed',
    'larger than any file',
  ],
  [
    'a size that is no number',
    () => strangeArchive(paxHeader({ size: '0x10' }), file('app/x')),
    'chart-malformed',
    'no number',
  ],
  [
    'a huge size',
    () => strangeArchive(file('app/x', { patch: sizeField(0x80, 0, 0, 0, 0, 0, 0, 0xff) })),
    'chart-too-large',
    'a file of',
  ],
  [
    'a bomb of pax',
    () => strangeArchive(tarEntry({ name: 'p', type: 'x', content: 'x'.repeat(70_000) })),
    'chart-too-large',
    'extended header',
  ],
  [
    'a pax header that is none',
    () => strangeArchive(tarEntry({ name: 'p', type: 'x', content: '999 path=x\n' })),
    'chart-malformed',
    'extended header',
  ],
  [
    'a bomb of gzip',
    () => strangeArchive(file('app/x', { content: Buffer.alloc(1_000_000) })),
    'chart-too-large',
    'times its size',
  ],
  ['too many files', () => strangeArchive(...many), 'chart-too-large', 'more than 20 files'],
  [
    'too many files, in an archive within',
    () => chartArchive({ 'Chart.yaml': chartYaml, 'charts/b.tgz': strangeArchive(...many) }),
    'chart-too-large',
    'charts/b.tgz has more than 20',
  ],
  [
    'too many files, counted with those of an archive within',
    () => chartArchive({ 'Chart.yaml': chartYaml, a: '', b: '', 'charts/b.tgz': strangeArchive(...many.slice(0, 17)) }),
    'chart-too-large',
    'more than 20 files',
  ],
  [
    'a bomb within',
    () =>
      chartArchive({
        'Chart.yaml': chartYaml,
        'charts/b.tgz': strangeArchive(file('app/x', { content: Buffer.alloc(1_000_000) })),
      }),
    'chart-too-large',
    'charts/b.tgz unpacks',
  ],
  [
    'a link within',
    () => chartArchive({ 'Chart.yaml': chartYaml, 'charts/b.tgz': strangeArchive(file('app/x', { type: '2' })) }),
    'chart-archive-unsafe',
    'charts/b.tgz has a symbolic link',
  ],
  ['charts in charts in charts', () => inside(3), 'chart-too-large', 'nests deeper'],
  [
    'charts in folders of charts',
    () => chartArchive({ 'Chart.yaml': chartYaml, 'charts/a/charts/b/charts/c/Chart.yaml': chartYaml }),
    'chart-too-large',
    'nests deeper',
  ],
  ['no Chart.yaml', () => chartArchive({ 'chart.yaml': chartYaml }), 'chart-file-missing', 'no Chart.yaml'],
  [
    'no Chart.yaml within',
    () => chartArchive({ 'Chart.yaml': chartYaml, 'charts/b/values.yaml': '' }),
    'chart-file-missing',
    'charts/b has no Chart.yaml',
  ],
  ['a gzip that is cut short', () => good.subarray(0, good.length - 20), 'chart-malformed', 'cannot be unpacked'],
  [
    'a gzip whose checksum is wrong',
    () => Buffer.concat([good.subarray(0, good.length - 8), Buffer.alloc(4), good.subarray(good.length - 4)]),
    'chart-malformed',
    'cannot be unpacked',
  ],
  [
    'garbage behind the gzip',
    () => Buffer.concat([good, Buffer.from('garbage')]),
    'chart-malformed',
    'cannot be unpacked',
  ],
  [
    'a second archive behind the end',
    () => Buffer.concat([good, strangeArchive()]),
    'chart-malformed',
    'goes on behind',
  ],
  [
    'an archive that is cut short',
    () => gzipSync(tarArchive(file('app/x')).subarray(0, 700)),
    'chart-malformed',
    'cut short',
  ],
  ['a file that is cut short', () => gzipSync(tarEntry(file('app/x', { size: 5000 }))), 'chart-malformed', 'cut short'],
  [
    'a header behind which nothing comes',
    () => gzipSync(tarArchive(paxHeader({ path: 'app/x' }))),
    'chart-malformed',
    'cut short',
  ],
  [
    'a checksum that is wrong',
    () => gzipSync(tarArchive(file('app/x', { checksum: 1 }))),
    'chart-malformed',
    'checksum',
  ],
  ['no archive', () => gzipSync(noise), 'chart-malformed', 'no tar archive'],
  ['no gzip', () => tarArchive(file('app/Chart.yaml')), 'chart-malformed', 'no .tgz'],
  ['zeros', () => zeros(1024), 'chart-malformed', 'empty'],
  ['nothing, packed', () => zeros(0), 'chart-malformed', 'cut short'],
  ['nothing', () => Buffer.alloc(0), 'chart-malformed', 'no .tgz'],
])('an archive with %s is refused', async (_, archive, code, words) => {
  const failed = readChart(archiveInput(archive()), small);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
});
