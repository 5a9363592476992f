import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { BaseEntriesReading } from '../../../../src/registry/derive/base-entries.ts';
import { placementOf, UnknownNames } from '../../../../src/registry/derive/placement.ts';
import { usualLimits } from '../../../../src/registry/layers/layer-limits.ts';
import { TarReader } from '../../../../src/registry/layers/tar-reader.ts';
import { paxHeader, type TarEntry, tarArchive } from '../../../support/tar-archive.ts';

const folder = (name: string, mode = 0o755): TarEntry => ({ name: `${name}/`, type: '5', mode });
const link = (name: string, linkName: string): TarEntry => ({ name, type: '2', linkName });
const file = (name: string): TarEntry => ({ name, content: 'x' });
const farLink = (parts: number) => [paxHeader({ linkpath: 'b/'.repeat(parts) }), link('a', 'b')];
const failed = (why: string) => new ReleaseError('derive-impossible', why);

/** Where files come to lie over layers, which are given from the lowest up. */
function placed(files: readonly string[], ...layers: readonly (readonly (TarEntry | Buffer)[])[]) {
  const names = new Set(files.flatMap((one) => one.split('/').filter((name) => name !== '')));
  for (;;) {
    const read = layers.map((entries) => {
      const reading = new BaseEntriesReading(new Set(names));
      const tar = new TarReader(reading, usualLimits);
      tar.push(tarArchive(...entries));
      tar.end();
      return reading.result();
    });
    try {
      return placementOf(files, read, names, failed);
    } catch (error) {
      if (!(error instanceof UnknownNames)) throw error;
      for (const name of error.names) names.add(name);
    }
  }
}

const modes = ({ folders }: ReturnType<typeof placed>) => folders.map(({ path, mode }) => [path, mode]);

describe('the place of an added file', () => {
  const merged = [folder('usr'), folder('usr/bin', 0o775), link('bin', 'usr/bin'), folder('tmp', 0o1777)];

  it('is where the links of the base lead, in folders as the base has them', () => {
    const found = placed(['/bin/run.sh', '/tmp/a/b', '/new/c'], merged);
    expect(found.places).toEqual(['/usr/bin/run.sh', '/tmp/a/b', '/new/c']);
    expect(modes(found)).toEqual([
      ['/new', 0o755],
      ['/tmp', 0o1777],
      ['/tmp/a', 0o755],
      ['/usr', 0o755],
      ['/usr/bin', 0o775],
    ]);
  });

  it('keeps the owner of a folder', () => {
    const ids = { 108: Buffer.from('0001751\0'), 116: Buffer.from('0001752\0') };
    const { folders } = placed(['/home/app/x'], [folder('home'), { ...folder('home/app', 0o700), patch: ids }]);
    expect(folders[1]).toEqual({ path: '/home/app', mode: 0o700, uid: 1001, gid: 1002 });
    const large = paxHeader({ uid: '1000660000', gid: '2097152' });
    expect(placed(['/a/x'], [large, folder('a')]).folders).toMatchObject([{ uid: 1_000_660_000, gid: 2_097_152 }]);
  });

  it.each<[string, string, string, readonly (readonly (TarEntry | Buffer)[])[]]>([
    ['a link above the root', '/a/x', '/b/x', [[link('a', '../../b'), folder('b')]]],
    ['an absolute link', '/a/c/x', '/b/x', [[folder('b'), folder('a'), link('a/c', '/b')]]],
    [
      'a link by way of a link',
      '/a/x',
      '/d/x',
      [[link('a', 'b/../d'), link('b', 'c/e'), folder('c/e'), link('c/d', '/d')]],
    ],
    ['a link that goes to nothing yet', '/a/x', '/later/x', [[link('a', 'later')]]],
    ['a link that a later layer makes a folder', '/bin/x', '/bin/x', [merged, [folder('bin')]]],
    ['a folder that a later layer makes a link', '/a/x', '/usr/x', [[folder('a')], [folder('usr'), link('a', 'usr')]]],
    ['a link that a later layer hides with a file in it', '/bin/x', '/bin/x', [merged, [file('bin/other')]]],
    ['a link that a later layer empties as a folder', '/bin/x', '/bin/x', [merged, [file('bin/.wh..wh..opq')]]],
    ['a link in the layer that has files in it', '/bin/x', '/usr/bin/x', [[...merged, file('bin/other')]]],
    [
      'a link that something very deep hides',
      '/bin/x',
      '/bin/x',
      [merged, [paxHeader({ path: `bin${'/usr'.repeat(99)}` }), file('bin')]],
    ],
    ['a link that was taken away', '/bin/x', '/bin/x', [merged, [file('.wh.bin')]]],
    [
      'a link in a folder that was emptied',
      '/a/b/x',
      '/a/b/x',
      [[folder('a'), link('a/b', '/c')], [file('a/.wh..wh..opq')]],
    ],
    ['a link to a file, which it replaces', '/a', '/a', [[file('b'), link('a', 'b')]]],
    ['a link to itself, which it replaces', '/a', '/a', [[link('a', 'a')]]],
    ['a file, which it replaces', '/a/b', '/a/b', [[folder('a'), file('a/b')]]],
    ['a file of another name', '/a/b', '/a/b', [[file('a.txt'), file('b')]]],
  ])('is behind or over %s', (_, asked, place, layers) => {
    expect(placed([asked], ...layers).places).toEqual([place]);
  });

  it('takes permissions from the topmost layer that has the folder, not from names of files in it', () => {
    const found = placed(['/a/x'], [folder('a', 0o700)], [folder('a', 0o750)], [file('a/other')]);
    expect(modes(found)).toEqual([['/a', 0o750]]);
    expect(modes(placed(['/a/x'], [folder('a', 0o700)], [file('.wh.a'), file('a/other')]))).toEqual([['/a', 0o755]]);
    const emptied = placed(['/a/b/x'], [folder('a/b', 0o700)], [file('a')], [folder('a')]);
    expect(modes(emptied)).toEqual([
      ['/a', 0o755],
      ['/a/b', 0o755],
    ]);
  });

  it.each<[string, string, readonly (TarEntry | Buffer)[], RegExp]>([
    ['a parent that is a file', '/etc/passwd/x', [folder('etc'), file('etc/passwd')], /\/etc\/passwd is no folder/],
    ['a link to a file', '/a/x', [link('a', 'b'), file('b')], /\/b is no folder/],
    ['a folder', '/usr/bin', [folder('usr/bin')], /is a folder/],
    ['a folder that only shows in names', '/usr/bin', [file('usr/bin/sh')], /is a folder/],
    ['a link to a folder', '/bin', merged, /is a folder/],
    ['a link to the root', '/a', [link('a', '/')], /is a folder/],
    ['links in a circle', '/a/x', [link('a', 'b'), link('b', 'a')], /from link to link/],
    ['a place of the kernel', '/proc/x', [], /\/proc is the kernel's/],
    ['a link to a place of the kernel', '/a/x', [link('a', '/dev/shm')], /\/dev is the kernel's/],
    ['deeper than is looked', `${'/a'.repeat(64)}/x`, [], /more than 64 folders deep/],
    ['behind a link to what is deeper', '/a/x', farLink(64), /more than 64 folders deep/],
    ['over a link to what is deeper', '/a', farLink(65), /more than 64 folders deep/],
    ['the folder of devices itself', '/dev', [], /kernel's/],
  ])('is never %s', (_, asked, entries, words) => {
    expect(() => placed([asked], entries.length === 0 ? [folder('other')] : entries)).toThrow(
      expect.objectContaining({ code: 'derive-impossible', message: expect.stringMatching(words) }),
    );
  });
});
