import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type LayerEntry, LayerOutcomes } from '#registry';
import { blobRegistry } from '../support/blob-registry.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'layers-'));
const long = `${'folder/'.repeat(40)}${'name'.repeat(20)}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of every kind that a layer has, as a file system has them. */
function files(): string {
  const root = path.join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(path.join(root, 'etc'), { recursive: true });
  writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0::/:\n');
  writeFileSync(path.join(root, 'Änderung'), 'ü');
  symlinkSync('../usr/lib/os-release', path.join(root, 'etc/os-release'));
  linkSync(path.join(root, 'etc/passwd'), path.join(root, 'etc/passwd-'));
  const holes = openSync(path.join(root, 'holes'), 'w');
  // More pieces than the list of a header has room for.
  for (let at = 0; at < 40; at++) writeSync(holes, 'piece', at * 100_000);
  closeSync(holes);
  writeFileSync(path.join(root, 'zlast'), 'last');
  return root;
}

it.each([
  ['gnu', '--format=gnu', true],
  ['gnu, sparse', '--format=gnu --sparse', true],
  ['pax', '--format=pax', true],
  ['pax, sparse 0.0', '--format=pax --sparse --sparse-version=0.0', true],
  ['pax, sparse 1.0', '--format=pax --sparse --sparse-version=1.0', true],
  ['ustar', '--format=ustar', false],
  ['v7', '--format=v7', false],
])('archives of GNU tar are read as they were written: %s', async (_, options, hasLong) => {
  const root = files();
  if (hasLong) {
    mkdirSync(path.join(root, path.dirname(long)), { recursive: true });
    writeFileSync(path.join(root, long), 'long');
    symlinkSync(`/${long}`, path.join(root, 'link'));
  }
  const archive = path.join(folder, 'layer.tar.gz');
  execFileSync('tar', ['-czf', archive, '--sort=name', ...options.split(' '), '-C', root, '.']);
  const registry = blobRegistry();
  const entries = new Map<string, LayerEntry & { readonly text: string }>();
  const reading = () => ({
    wants: ({ size }: LayerEntry) => Math.min(size, 100),
    take: (entry: LayerEntry, content: Uint8Array) =>
      void entries.set(entry.path, { ...entry, text: Buffer.from(content).toString('utf8') }),
    result: () => entries.size,
  });
  const outcomes = new LayerOutcomes(reading, () => 0);
  const layer = registry.put(readFileSync(archive));
  const outcome = await outcomes.of({ session: registry.session, repository: 'a', layer });
  expect(outcome).toEqual({ found: entries.size });
  expect(entries.get('')?.kind).toBe('directory');
  expect(entries.get('etc')?.kind).toBe('directory');
  expect(entries.get('etc/os-release')).toMatchObject({ kind: 'symlink', linkTarget: '../usr/lib/os-release' });
  expect(entries.get('etc/passwd')).toMatchObject({ kind: 'file', text: 'root:x:0:0::/:\n' });
  expect(entries.get('etc/passwd-')).toMatchObject({ kind: 'hardlink', linkTarget: 'etc/passwd' });
  expect(entries.get('Änderung')).toMatchObject({ kind: 'file', text: 'ü' });
  expect(entries.get('holes')).toMatchObject({ kind: 'file', isSparse: options.includes('sparse') });
  expect(entries.get('zlast')).toMatchObject({ text: 'last' });
  if (hasLong) {
    expect(entries.get(long)).toMatchObject({ kind: 'file', text: 'long' });
    expect(entries.get('link')).toMatchObject({ kind: 'symlink', linkTarget: `/${long}` });
  }
});
