import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeFiles } from '#platform';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('NodeFiles.write', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    writeFileSync(path.join(folder, 'log'), 'a long text that was there before');
    await new NodeFiles(folder).write('log', 'new');
    expect(readFileSync(path.join(folder, 'log'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['log']);
  });

  it('writes through a link, and to a device instead of replacing it', async () => {
    writeFileSync(path.join(folder, 'real'), '');
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    await new NodeFiles(folder).write('link', 'through');
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe('through');
    await new NodeFiles(folder).write('/dev/null', 'nothing');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('tells a missing folder, and leaves no half file', async () => {
    const files = new NodeFiles(folder);
    await expect(files.write('no/such/log', 'x')).rejects.toMatchObject({
      code: 'file-not-writable',
      hint: expect.any(String),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('NodeFiles.list', () => {
  it('leaves out what an image layout holds: a file for each blob', async () => {
    mkdirSync(path.join(folder, 'handover', 'blobs', 'sha256'), { recursive: true });
    for (const name of ['handover/oci-layout', 'handover/index.json', 'handover/blobs/sha256/0', '1_release.json'])
      writeFileSync(path.join(folder, name), '');
    expect(await new NodeFiles(folder).list('.')).toEqual(['1_release.json']);
  });
});
