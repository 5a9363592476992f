import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refuseReplacingOther } from '#jobs';
import { NodeFiles } from '#platform';
import { ReleaseError } from '#problem';
import { requireInside } from '../../../src/jobs/gather/inside-folder.ts';

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

describe('a pipe or a device', () => {
  const pipe = () => {
    const place = path.join(folder, 'pipe');
    execFileSync('mkfifo', [place]);
    return place;
  };

  it('is told from a file', async () => {
    const files = new NodeFiles(folder);
    writeFileSync(path.join(folder, 'file'), '');
    const names = ['file', '.', 'nothing', '/dev/full', '/dev/stdout', pipe()];
    const kinds = await Promise.all(names.map((name) => files.kindOf(name)));
    expect(kinds).toEqual(['file', 'folder', undefined, 'stream', 'stream', 'stream']);
  });

  it('is no plan that would be replaced, and is not looked into', async () => {
    const files = new NodeFiles(folder);
    for (const place of [pipe(), '/dev/zero', '/dev/full']) await refuseReplacingOther(place, files);
    await expect(files.write('/dev/full', 'plan')).rejects.toMatchObject({ code: 'file-not-writable' });
  });

  it('of our own is written to as it is, wherever the shell sends it', async () => {
    const written: unknown[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text, done) => {
      written.push(text);
      (done as (() => void) | undefined)?.();
      return true;
    });
    try {
      await new NodeFiles(folder).write('/dev/stdout', 'plan');
    } finally {
      spy.mockRestore();
    }
    expect(written).toEqual(['plan']);
  });

  it('is read to its end, or to what is too much', async () => {
    const files = new NodeFiles(folder);
    const place = pipe();
    const [read] = await Promise.all([files.read(place), files.write(place, 'through')]);
    expect(new TextDecoder().decode(read)).toBe('through');
    await expect(files.read('/dev/zero')).rejects.toMatchObject({ code: 'text-too-large' });
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

describe('NodeFiles.real', () => {
  it('follows links of folders and files, and of the folders above what is not there', async () => {
    const files = new NodeFiles(folder);
    const root = realpathSync(folder);
    mkdirSync(path.join(folder, 'inside'));
    writeFileSync(path.join(folder, 'inside', 'file'), '');
    symlinkSync('inside', path.join(folder, 'link'));
    symlinkSync('../outside', path.join(folder, 'inside', 'away'));
    writeFileSync(path.join(folder, 'outside'), '');
    expect(await files.real('link/file')).toBe(path.join(root, 'inside', 'file'));
    expect(await files.real('link/away')).toBe(path.join(root, 'outside'));
    expect(await files.real('none')).toBe(path.join(root, 'none'));
    expect(await files.real('link/none/file')).toBe(path.join(root, 'inside', 'none', 'file'));
  });

  it('has a missing file inside of a folder that is reached by a link', async () => {
    mkdirSync(path.join(folder, 'checkout'));
    symlinkSync('checkout', path.join(folder, 'link'));
    symlinkSync('..', path.join(folder, 'checkout', 'out'));
    const files = new NodeFiles(path.join(folder, 'link'));
    const inside = (name: string) => requireInside(files.absolute('.'), files.absolute(name), files);
    await expect(inside('none')).resolves.toBeUndefined();
    await expect(inside('no/such/file')).resolves.toBeUndefined();
    await expect(inside('out/none')).rejects.toMatchObject({ code: 'file-not-readable' });
  });
});

describe('NodeFiles.writeBytes', () => {
  async function* of(...pieces: readonly (string | Error)[]) {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece;
      yield new TextEncoder().encode(piece);
    }
  }

  it('writes what comes, or nothing at all', async () => {
    const files = new NodeFiles(folder);
    await files.writeBytes('chart.tgz', of('one ', 'two'));
    expect(readFileSync(path.join(folder, 'chart.tgz'), 'utf8')).toBe('one two');
    const trouble = new ReleaseError('chart-changed', 'It changed');
    await expect(files.writeBytes('chart.tgz', of('three', trouble))).rejects.toBe(trouble);
    expect(readFileSync(path.join(folder, 'chart.tgz'), 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['chart.tgz']);
    await expect(files.writeBytes('none/chart.tgz', of('x'))).rejects.toMatchObject({ code: 'file-not-writable' });
  });
});

describe('NodeFiles.stream', () => {
  it('gives a file as it is, and says what it cannot read', async () => {
    writeFileSync(path.join(folder, 'large'), Buffer.alloc(200_000, 'a'));
    const files = new NodeFiles(folder);
    const size = async (name: string) => {
      let bytes = 0;
      for await (const piece of files.stream(name)) bytes += piece.length;
      return bytes;
    };
    expect(await size('large')).toBe(200_000);
    await expect(size('none')).rejects.toMatchObject({ code: 'file-not-found', message: 'none does not exist' });
    await expect(size('.')).rejects.toMatchObject({ code: 'file-not-readable' });
  });
});

describe('NodeFiles.tree', () => {
  const paths = async (place: string, isLeftOut: (name: string, isFolder: boolean) => boolean = () => false) =>
    (await new NodeFiles(folder).tree(place, isLeftOut)).map(({ path: name, kind }) => `${name} ${kind}`);

  it('has all files of a folder in the order of their paths, hidden ones too', async () => {
    for (const name of ['app/b/x', 'app/b-c', 'app/.git/x', 'app/.hidden', 'app/node_modules/y', 'other/z']) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), '');
    }
    expect(await paths('app')).toEqual(['.git/x file', '.hidden file', 'b-c file', 'b/x file', 'node_modules/y file']);
    const asked: string[] = [];
    const isLeftOut = (name: string, isFolder: boolean) => {
      asked.push(name);
      return name === '.hidden' || (isFolder && name === 'b');
    };
    expect(await paths('app', isLeftOut)).toEqual(['.git/x file', 'b-c file', 'node_modules/y file']);
    expect(asked).not.toContain('b/x');
    await expect(paths('none')).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('follows links inside the folder, and tells those that lead elsewhere', async () => {
    mkdirSync(path.join(folder, 'app/a'), { recursive: true });
    mkdirSync(path.join(folder, 'app-other'));
    writeFileSync(path.join(folder, 'app/a/x'), '');
    const link = (target: string, name: string) => symlinkSync(target, path.join(folder, 'app', name));
    link('a', 'b');
    link('a/x', 'file');
    link('../app-other', 'near');
    link('..', 'up');
    link('none', 'gone');
    link('.', 'self');
    execFileSync('mkfifo', [path.join(folder, 'app/pipe')]);
    symlinkSync(path.join(folder, 'app'), path.join(folder, 'linked'));
    const expected = [
      'a/x file',
      'b/x file',
      'file file',
      'gone other',
      'near outside',
      'pipe other',
      'self circle',
      'up outside',
    ];
    expect(await paths('app')).toEqual(expected);
    expect(await paths('linked')).toEqual(expected);
  });
});

it('NodeFiles.temporary is gone when it was used, however that ended', async () => {
  const files = new NodeFiles(folder);
  let place = '';
  const used = files.temporary(async (name) => {
    place = name;
    await files.write(`${name}/sub`, 'x');
    expect(statSync(name).mode & 0o077).toBe(0);
    throw new Error('failed');
  });
  await expect(used).rejects.toThrow('failed');
  expect(existsSync(place)).toBe(false);
  expect(await files.temporary(async (name) => existsSync(name))).toBe(true);
});
