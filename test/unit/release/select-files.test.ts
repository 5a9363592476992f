import { describe, expect, it } from 'vitest';
import { defaultFiles } from '#formats';
import { kindOfFile, selectFiles } from '#release';

const all = [
  '1_release.json',
  '1_tm_images.txt',
  '1_byo_images.txt',
  '2_release.json',
  '2_images.txt',
  'notes.txt',
  'package.json',
  '1.loadform.txt',
  '2_images.txt.loadform.txt',
  'sub/1_release.json',
  'sub/1_images.txt',
];

describe('selectFiles', () => {
  it.each<[string, string[], string[], string[]]>([
    ['everything', [], all.filter((file) => !/notes|package/.test(file)), []],
    ['a list and its release', ['1_tm_images.txt'], ['1_release.json', '1_tm_images.txt'], []],
    ['a release and its lists', ['./1_release.json'], ['1_release.json', '1_tm_images.txt', '1_byo_images.txt'], []],
    [
      'a release and one of its lists',
      ['1_byo_images.txt', '1_release.json'],
      ['1_release.json', '1_byo_images.txt'],
      [],
    ],
    [
      'two lists',
      ['1_tm_images.txt', '2_images.txt'],
      ['1_release.json', '1_tm_images.txt', '2_release.json', '2_images.txt'],
      [],
    ],
    ['a pattern', ['2_*.txt'], ['2_release.json', '2_images.txt', '2_images.txt.loadform.txt'], []],
    ['a load form alone', ['1.loadform.txt'], ['1.loadform.txt'], []],
    ['a pattern for a folder', ['sub/*.txt'], ['sub/1_release.json', 'sub/1_images.txt'], []],
    ['a file that is none by its name', ['notes.txt'], ['notes.txt'], []],
    [
      'names that nothing has',
      ['3_images.txt', '*.yaml', '2_images.txt'],
      ['2_release.json', '2_images.txt'],
      ['3_images.txt', '*.yaml'],
    ],
  ])('%s', (_, named, files, missing) => {
    const selection = selectFiles(all, named, defaultFiles);
    expect(selection.files.map(({ file }) => file)).toEqual(files);
    expect(selection.missing).toEqual(missing);
  });

  it('knows files named in full by their ending', () => {
    const named = ['package.json', 'notes.txt', '1.loadform.txt'];
    const { files } = selectFiles(all, named, { releases: '', images: '', forms: '' });
    expect(files).toEqual([
      { file: 'notes.txt', kind: 'images' },
      { file: 'package.json', kind: 'release' },
      { file: '1.loadform.txt', kind: 'form' },
    ]);
  });
});

describe('file patterns', () => {
  it.each([
    ['*release.json', 'release.json', true],
    ['*release.json', 'a/b/3.3_release.json', true],
    ['*release.json', 'release.json5', false],
    ['a/*.json', 'a/x.json', true],
    ['a/*.json', 'a/b/x.json', false],
    ['a/*.json', 'b/a/x.json', false],
    ['./*.json', 'x.json', true],
    ['./*.json', 'a/x.json', false],
    ['a/**/x.json', 'a/x.json', true],
    ['a/**/x.json', 'a/b/c/x.json', true],
    ['**/x.json', 'x.json', true],
    ['a/**', 'a/b/c', true],
    ['v?.json', 'v1.json', true],
    ['v?.json', 'v.json', false],
    ['a.json', 'axjson', false],
    ['*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(5000), false],
    ['**/**/**/**/**/**/x', `${'a/'.repeat(2000)}y`, false],
  ])('%s fits %s: %s', (pattern, file, fits) => {
    expect(kindOfFile(file, { releases: pattern, images: '', forms: '' }) === 'release').toBe(fits);
  });

  it('take a load form for one, also where image lists are all texts', () => {
    const patterns = { ...defaultFiles, images: '*.txt' };
    expect(['a.loadform.txt', 'a.txt', 'a.md'].map((file) => kindOfFile(file, patterns))).toEqual([
      'form',
      'images',
      undefined,
    ]);
  });
});
