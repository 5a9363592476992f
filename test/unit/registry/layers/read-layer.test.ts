import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerReading } from '#registry';
import { usualLimits } from '../../../../src/registry/layers/layer-limits.ts';
import { readLayer } from '../../../../src/registry/layers/read-layer.ts';
import { blobRegistry, brokenBody, response } from '../../../support/blob-registry.ts';
import { paxHeader, type TarEntry, tarArchive, tarEntry } from '../../../support/tar-archive.ts';
import { bzip2Header, xzHeader, zstdFrame, zstdFrames } from './compressed.ts';

interface Seen {
  readonly entries: readonly LayerEntry[];
  readonly texts: Readonly<Record<string, string>>;
}

/** Reads all that it is shown, so much of each file. */
function reader(most = 1000): LayerReading<Seen> {
  const entries: LayerEntry[] = [];
  const texts: Record<string, string> = {};
  return {
    wants: () => most,
    take(entry, content) {
      entries.push(entry);
      if (content.length > 0) texts[entry.path] = Buffer.from(content).toString('utf8');
    },
    result: () => ({ entries, texts }),
  };
}

async function read(bytes: Uint8Array, { pieces = 65_536, most = 1000, limits = {}, mediaType = '' } = {}) {
  const registry = blobRegistry();
  const layer = registry.put(bytes, pieces);
  const source = {
    session: registry.session,
    repository: 'a/b',
    layer: { ...layer, ...(mediaType ? { mediaType } : {}) },
  };
  return readLayer(source, () => reader(most), undefined, { ...usualLimits, ...limits });
}

async function seen(bytes: Uint8Array, options = {}): Promise<Seen> {
  const outcome = await read(bytes, options);
  return 'found' in outcome ? outcome.found : expect.fail(`${outcome.fault.code}: ${outcome.fault.why}`);
}

async function fault(bytes: Uint8Array, options = {}): Promise<string> {
  const outcome = await read(bytes, options);
  return 'fault' in outcome ? `${outcome.fault.code}: ${outcome.fault.why}` : 'none';
}

const gzip = (bytes: Uint8Array) => zlib.gzipSync(bytes);
const plain = tarArchive(
  { name: 'etc/', type: '5', mode: 0o755 },
  { name: 'etc/passwd', content: 'root:x:0:0::/:/bin/sh\n', mode: 0o644 },
  { name: 'bin/sh', type: '2', linkName: '/bin/busybox' },
  { name: 'bin/ls', type: '1', linkName: './bin/busybox' },
  { name: 'dev/null', type: '3' },
);

describe('a layer', () => {
  it.each([
    ['plain', plain, 65_536],
    ['plain, byte by byte', plain, 1],
    ['gzip', gzip(plain), 65_536],
    ['gzip, in pieces of 7 bytes', gzip(plain), 7],
    ['gzip in two members', Buffer.concat([gzip(plain.subarray(0, 700)), gzip(plain.subarray(700))]), 100],
    ['without the blocks of zeros at its end', plain.subarray(0, -1024), 333],
    ['with bytes behind its end', Buffer.concat([plain, Buffer.from('behind')]), 333],
  ])('is read: %s', async (_, bytes, pieces) => {
    const { entries, texts } = await seen(bytes, { pieces });
    expect(entries.map(({ path, kind, mode, linkTarget }) => [path, kind, mode, linkTarget])).toEqual([
      ['etc', 'directory', 0o755, undefined],
      ['etc/passwd', 'file', 0o644, undefined],
      ['bin/sh', 'symlink', 0o644, '/bin/busybox'],
      ['bin/ls', 'hardlink', 0o644, 'bin/busybox'],
      ['dev/null', 'other', 0o644, undefined],
    ]);
    expect(texts).toEqual({ 'etc/passwd': 'root:x:0:0::/:/bin/sh\n' });
  });

  it('gives of a file only what is asked for, and of no file more than the limit', async () => {
    const archive = tarArchive({ name: 'a', content: 'x'.repeat(2000) }, { name: 'b', content: 'after' });
    expect((await seen(archive, { most: 3 })).texts).toEqual({ a: 'xxx', b: 'aft' });
    expect((await seen(archive, { most: 0 })).texts).toEqual({});
    expect((await seen(archive, { most: 9000, limits: { contentBytes: 4 } })).texts).toEqual({ a: 'xxxx', b: 'afte' });
  });

  it.each<[string, TarEntry[] | Buffer[], string[]]>([
    ['an absolute name', [{ name: '/etc/passwd' }], ['etc/passwd']],
    ['dots and doubled slashes', [{ name: './etc//x/../passwd' }], ['etc/passwd']],
    ['a name above the root', [{ name: 'a/../../etc/passwd' }], ['etc/passwd leaves']],
    ['the root itself', [{ name: './', type: '5' }], ['']],
    ['a hard link above the root', [{ name: 'a', type: '1', linkName: '../../etc/shadow' }], ['a leaves']],
    ['a symlink above the root, which stops there', [{ name: 'a', type: '2', linkName: '../../../etc' }], ['a']],
    ['a prefix of ustar', [{ name: 'passwd', prefix: 'etc' }], ['etc/passwd']],
    ['no prefix in a header of GNU', [{ name: 'passwd', prefix: 'etc', magic: 'gnu' }], ['passwd']],
    ['an old folder', [{ name: 'etc/', type: '\0', magic: 'none' }], ['etc directory']],
    ['a whiteout', [{ name: 'etc/.wh.passwd' }], ['etc/passwd file']],
    ['a whiteout in the root', [{ name: '.wh.etc' }], ['etc file']],
    ['an opaque whiteout', [{ name: 'etc/.wh..wh..opq' }], ['etc opaque']],
    ['an opaque whiteout of the root', [{ name: '.wh..wh..opq' }], [' opaque']],
    ['a long name of pax', [paxHeader({ path: 'etc/passwd' }), tarEntry({ name: 'other' })], ['etc/passwd']],
    [
      'a pax name that leaves',
      [paxHeader({ path: '../etc/passwd' }), tarEntry({ name: 'other' })],
      ['etc/passwd leaves'],
    ],
    ['a global pax name, which counts for nobody', [paxHeader({ path: 'x' }, 'g'), tarEntry({ name: 'a' })], ['a']],
    [
      'a pax name for one entry only',
      [paxHeader({ path: 'x' }), tarEntry({ name: 'a' }), tarEntry({ name: 'b' })],
      ['x', 'b'],
    ],
    [
      'a long name of GNU, before that of pax',
      [
        paxHeader({ path: 'pax' }),
        tarEntry({ name: '././@LongLink', type: 'L', content: 'gnu\0' }),
        tarEntry({ name: 'a' }),
      ],
      ['gnu'],
    ],
    ['an empty pax name, which is none', [paxHeader({ path: '' }), tarEntry({ name: 'etc/shadow' })], ['etc/shadow']],
    [
      'an empty name of GNU, which is none',
      [tarEntry({ name: '././@LongLink', type: 'L', content: '\0' }), tarEntry({ name: 'etc/shadow' })],
      ['etc/shadow'],
    ],
    [
      'a sparse name without a sparse version, which is none',
      [paxHeader({ 'GNU.sparse.name': 'x' }), tarEntry({ name: 'etc/shadow' })],
      ['etc/shadow'],
    ],
    [
      'a sparse name of a version that nobody knows, which is none',
      [
        paxHeader({ 'GNU.sparse.major': '2', 'GNU.sparse.map': '0,1', 'GNU.sparse.name': 'x' }),
        tarEntry({ name: 'etc/shadow' }),
      ],
      ['etc/shadow'],
    ],
    [
      'a sparse name with a map, before all others',
      [
        paxHeader({ 'GNU.sparse.map': '0,1', 'GNU.sparse.name': 'etc/shadow', path: 'x' }),
        tarEntry({ name: '././@LongLink', type: 'L', content: 'y\0' }),
        tarEntry({ name: 'z' }),
      ],
      ['etc/shadow'],
    ],
    [
      'a name before a global header, which is for nobody',
      [paxHeader({ path: 'x' }), paxHeader({ comment: 'c' }, 'g'), tarEntry({ name: 'etc/shadow' })],
      ['etc/shadow'],
    ],
    [
      'an old file whose first name looks like a folder',
      [
        paxHeader({ path: 'etc/shadow' }),
        tarEntry({ name: 'x/', type: '\0', content: 'abc' }),
        tarEntry({ name: 'b' }),
      ],
      ['etc/shadow', 'b'],
    ],
    [
      'an old folder by its long name',
      [paxHeader({ path: 'etc/' }), tarEntry({ name: 'x', type: '\0' })],
      ['etc directory'],
    ],
    ['a type that nobody knows', [{ name: 'a', type: 'V', content: 'x' }, { name: 'b' }], ['a other', 'b']],
  ])('sees %s as runtimes do', async (_, parts, expected) => {
    const { entries } = await seen(tarArchive(...parts));
    const told = entries.map(({ path, kind, whiteout, leavesRoot }) =>
      [
        path,
        whiteout ?? (kind === 'directory' && path !== '' ? kind : kind === 'other' ? kind : ''),
        leavesRoot ? 'leaves' : '',
      ]
        .filter((part, at) => at === 0 || part !== '')
        .join(' '),
    );
    expect(told).toEqual(expected);
  });

  it('goes on behind what has sizes of other kinds: pax, base 256, sparse, links that claim content', async () => {
    const size = Buffer.alloc(12);
    size[0] = 0x80;
    size[11] = 3;
    const more = Buffer.alloc(512);
    const archive = tarArchive(
      paxHeader({ size: '600' }),
      tarEntry({ name: 'pax', content: 'p'.repeat(600), size: 0 }),
      tarEntry({ name: 'base256', content: 'abc', patch: { 124: size } }),
      tarEntry({ name: 'link', type: '2', linkName: 'x', size: 4096 }),
      // An old sparse file whose list has two more blocks, the first of them saying that there is another.
      tarEntry({ name: 'sparse', type: 'S', magic: 'gnu', size: 4, patch: { 482: new Uint8Array([1]) } }),
      Buffer.from(more.fill(1, 504, 505)),
      Buffer.alloc(512),
      Buffer.concat([Buffer.from('data'), Buffer.alloc(508)]),
      paxHeader({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'real' }),
      tarEntry({ name: 'GNUSparseFile.0/real', content: 'holes' }),
      paxHeader({ size: '', linkpath: '', 'GNU.sparse.name': 'no' }),
      tarEntry({ name: 'last', content: 'end' }),
    );
    const { entries, texts } = await seen(archive);
    expect(entries.map(({ path, size: bytes, isSparse }) => [path, bytes, isSparse])).toEqual([
      ['pax', 600, false],
      ['base256', 3, false],
      ['link', 0, false],
      ['sparse', 4, true],
      ['real', 5, true],
      ['last', 3, false],
    ]);
    expect(texts).toMatchObject({ base256: 'abc', sparse: 'data', last: 'end' });
  });
});

const bomb = gzip(Buffer.alloc(3_000_000));

describe('a layer that is wrong', () => {
  const whole = tarArchive({ name: 'a', content: 'x'.repeat(3000) });
  const negative = Buffer.alloc(12, 0xff);
  const huge = Buffer.from([0x80, 0, 0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0]);
  it.each<[string, Uint8Array, object, string | RegExp]>([
    ['is empty', Buffer.alloc(0), {}, 'layer-malformed: is empty: no archive at all'],
    ['is a text', Buffer.from('<html>not here</html>'), {}, /^layer-malformed: is cut short/],
    ['is a long text', Buffer.from('<html>not here</html>'.repeat(100)), {}, /^layer-malformed: is no tar archive/],
    ['is cut within a file', whole.subarray(0, 2000), {}, /^layer-malformed: is cut short/],
    ['is cut within a header', whole.subarray(0, 300), {}, /^layer-malformed: is cut short/],
    ['ends after a long name', paxHeader({ path: 'x' }), {}, /^layer-malformed: is cut short/],
    [
      'ends, with its mark, after a long name',
      Buffer.concat([paxHeader({ path: 'x' }), Buffer.alloc(1024)]),
      {},
      'layer-malformed: ends after an extended header',
    ],
    ['is cut gzip', gzip(whole).subarray(0, -12), {}, /^layer-malformed: cannot be unpacked/],
    [
      'is damaged gzip',
      Buffer.concat([gzip(whole).subarray(0, 20), Buffer.alloc(40, 7)]),
      {},
      /^layer-malformed: cannot be unpacked/,
    ],
    ['has a wrong checksum', tarArchive({ name: 'a', checksum: 1 }), {}, /^layer-malformed: .*checksum/],
    ['has files behind its end', Buffer.concat([Buffer.alloc(512), whole]), {}, /^layer-malformed: .*behind the mark/],
    [
      'has a size that is no number',
      tarArchive({ name: 'a', patch: { 124: Buffer.from('99999999999 ') } }),
      {},
      /^layer-malformed: .*none/,
    ],
    ['has a negative size', tarArchive({ name: 'a', patch: { 124: negative } }), {}, /^layer-malformed: .*negative/],
    [
      'has a size beyond counting',
      tarArchive({ name: 'a', patch: { 124: huge } }),
      {},
      /^layer-malformed: .*larger than any file/,
    ],
    [
      'has a pax size that is no number',
      tarArchive(paxHeader({ size: '-1' }), tarEntry({ name: 'a' })),
      {},
      /^layer-malformed: .*no number/,
    ],
    [
      'has pax records without end',
      tarArchive({ name: 'p', type: 'x', content: '99 path=a\n' }),
      {},
      /^layer-malformed: has an extended/,
    ],
    [
      'has a NUL in a name',
      tarArchive(paxHeader({ path: 'a\0b' }), tarEntry({ name: 'a' })),
      {},
      /^layer-malformed: .*NUL/,
    ],
    [
      'has a very long name',
      tarArchive(paxHeader({ path: 'a/'.repeat(3000) }), tarEntry({ name: 'a' })),
      {},
      /^layer-too-large: .*name/,
    ],
    [
      'has a huge extended header',
      tarArchive({ name: 'p', type: 'x', size: 2_000_000_000 }),
      {},
      /^layer-too-large: .*extended header/,
    ],
    [
      'has too many files',
      tarArchive({ name: 'a' }, { name: 'b' }, { name: 'c' }),
      { entries: 2 },
      /^layer-too-large: .*2 files/,
    ],
    ['unpacks to too much', bomb, { archiveBytes: 2_000_000 }, /^layer-too-large: .*2000000 bytes/],
    ['is a bomb', bomb, { ratioFromBytes: 1_000_000, ratio: 200 }, /^layer-too-large: .*200 times/],
    ['is larger than anything', whole, { blobBytes: 1000 }, /^layer-too-large: has 4608 bytes/],
    ['is compressed with xz', xzHeader, {}, 'layer-compression: is compressed with xz'],
    ['is compressed with bzip2', bzip2Header, {}, 'layer-compression: is compressed with bzip2'],
  ])('is a finding: it %s', async (_, bytes, limits, expected) => {
    expect(await fault(bytes, { limits })).toMatch(expected);
  });

  it('is as long as is right just below its limits', async () => {
    expect(await fault(bomb, { limits: { ratioFromBytes: 3_000_000, ratio: 200, archiveBytes: 3_000_000 } })).toBe(
      'none',
    );
    expect(await fault(tarArchive({ name: 'a' }, { name: 'b' }), { limits: { entries: 2 } })).toBe('none');
  });

  it.each([
    ['one frame', zstdFrame],
    ['several frames', zstdFrames],
  ])('is read with zstd where Node has it, and says so where not: %s', async (_, bytes) => {
    for (const pieces of [1, 50, 65_536]) {
      const told = await read(bytes, { pieces });
      if ('createZstdDecompress' in zlib) expect(told).toMatchObject({ found: { texts: { a: 'zstd' } } });
      else
        expect(told).toMatchObject({
          fault: { code: 'layer-compression', why: expect.stringContaining('Node reads from 22.15') },
        });
    }
  });

  it('is not looked into when it is encrypted', async () => {
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
    expect(await fault(gzip(whole), { mediaType })).toBe('layer-compression: is encrypted');
  });

  it('is no finding when other bytes came than its digest names, however broken they are', async () => {
    const registry = blobRegistry();
    const layer = registry.put(gzip(whole));
    const source = { session: registry.session, repository: 'a/b', layer };
    for (const bytes of [Buffer.alloc(layer.size, 7), gzip(whole).map((byte, at) => (at === 9 ? byte ^ 1 : byte))]) {
      registry.state.answer = () => response(200, () => [bytes]);
      await expect(readLayer(source, () => reader())).rejects.toMatchObject({ code: 'digest-mismatch' });
    }
    registry.state.answer = () => response(200, () => [Buffer.alloc(layer.size + 1)]);
    await expect(readLayer(source, () => reader())).rejects.toMatchObject({ code: 'manifest-malformed' });
    registry.state.answer = () => response(404, () => []);
    await expect(readLayer(source, () => reader())).rejects.toMatchObject({ code: 'content-missing' });
    registry.state.answer = () => response(401, () => []);
    await expect(readLayer(source, () => reader())).rejects.toMatchObject({ code: expect.stringMatching(/login/) });
  });

  it('is read anew, from its beginning, after a connection that broke', async () => {
    const registry = blobRegistry();
    const bytes = gzip(plain);
    const layer = registry.put(bytes);
    registry.state.answer = (_, nth) =>
      nth === 1
        ? response(200, brokenBody(bytes.subarray(0, 150)))
        : nth === 2
          ? response(200, () => [bytes.subarray(0, 150)])
          : undefined;
    const outcome = await readLayer({ session: registry.session, repository: 'a', layer }, () => reader());
    expect(registry.requests.get(layer.digest)).toBe(3);
    expect(outcome).toMatchObject({ found: { entries: { length: 5 } } });
  });

  it('stops at the signal', async () => {
    const registry = blobRegistry();
    const controller = new AbortController();
    const layer = registry.put(plain, 512);
    const stopping: LayerReading<void> = {
      wants: () => 0,
      take: () => controller.abort(new Error('enough')),
      result: () => undefined,
    };
    const reading = readLayer({ session: registry.session, repository: 'a', layer }, () => stopping, controller.signal);
    await expect(reading).rejects.toThrow('enough');
  });
});
