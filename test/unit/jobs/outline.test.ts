import { describe, expect, it } from 'vitest';
import { check, loadCheckInput, outlineRelease } from '#jobs';
import { memoryFiles } from '../../support/memory-files.ts';

const digest = `@sha256:${'a'.repeat(64)}`;
const release = (...dests: string[]) =>
  JSON.stringify(
    {
      metadata: { images: Object.fromEntries(dests.map((dest) => [dest, { source: `s.io/${dest}${digest}`, dest }])) },
    },
    undefined,
    1,
  );
const settings = `version: 1
targets:
  one: { registry: "{account}.dkr.ecr.{region}.amazonaws.com", prefix: p/q }
  two: { registry: r.io }
names: [{ from: s.io/b, to: renamed }]
`;

async function outline(contents: Readonly<Record<string, string>>, target?: string) {
  const input = await loadCheckInput({ named: [] }, memoryFiles(contents));
  const { files, forms, patterns, problems } = outlineRelease(input, target);
  expect(problems).toEqual(check(input).problems);
  const images = Object.fromEntries(
    files.map(({ file, images: all }) => [
      file,
      all.map(({ name, line, column, isIgnored }) => `${line}:${column} ${name}${isIgnored ? ' ignored' : ''}`),
    ]),
  );
  return { files, forms, patterns, images, problems };
}

describe('the outline of a release', () => {
  const contents = {
    'marketplace.yaml': settings,
    '1_release.json': release('a:1', 'b:1', 'c:1'),
    '1_images.txt': '# two of three\n\nb:1\n  a:1\n',
    '1_more_images.txt': 'a:1\nx:1 s.io/x:1\n',
    '2_release.json': release('a:2'),
  };

  it('shows each image at the lines that ask for it and in its release, by its name at the target', async () => {
    const { images, files } = await outline(contents);
    expect(images).toEqual({
      '1_images.txt': ['3:1 renamed:1', '4:3 a:1'],
      '1_more_images.txt': ['1:1 a:1', '2:1 x:1'],
      '1_release.json': ['4:4 a:1', '8:4 renamed:1', '12:4 c:1 ignored'],
      '2_release.json': ['4:4 a:2'],
    });
    expect(files.map(({ kind }) => kind)).toEqual(['images', 'images', 'release', 'release']);
    expect(files[0]?.images[0]?.source).toBe(`s.io/b:1${digest}`);
  });

  it('tells what is wrong with load forms, which are no files of images', async () => {
    const settingsOf = settings.replace('names:', 'files: { forms: "*.form" }\nnames:');
    const { files, forms, patterns, problems } = await outline({
      ...contents,
      'marketplace.yaml': settingsOf,
      'a.form': '[a]\nForm: nonsense\n',
    });
    expect(files.map(({ file }) => file)).not.toContain('a.form');
    expect([forms, patterns.forms]).toEqual([['a.form'], '*.form']);
    expect(problems.map(({ file, rule, range }) => [file, rule, range.line])).toContainEqual([
      'a.form',
      'form-kind',
      2,
    ]);
  });

  it('does not depend on what only AWS could say, nor on which target it is', async () => {
    expect((await outline(contents, 'two')).images).toEqual((await outline(contents, 'no such one')).images);
  });

  it('leaves what has an error to the problems', async () => {
    const { images, problems } = await outline({
      ...contents,
      '3_release.json': release('a:2'),
      '2_images.txt': 'a:2\nb',
    });
    expect(images).toMatchObject({ '2_images.txt': ['1:1 a:2'], '3_release.json': ['4:4 a:2'] });
    const found = ['1_more_images.txt digest-missing', '2_images.txt tag-missing'];
    expect(problems.map(({ file, rule }) => `${file} ${rule}`)).toEqual(found);
  });

  it('is there while the settings can not be read', async () => {
    const { images, problems } = await outline({ ...contents, 'marketplace.yaml': 'version: 2\n' });
    expect(images).toMatchObject({ '1_images.txt': ['3:1 b:1', '4:3 a:1'] });
    expect(problems.map(({ file }) => file)).toContain('marketplace.yaml');
  });
});
