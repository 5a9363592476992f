import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { formatReference } from '#reference';
import { type InputFile, type ResolvedImage, resolveRelease } from '#release';
import { digestOf, imageList, releaseFile } from './inputs.ts';

const [a, b] = [digestOf('a'), digestOf('b')];

function resolve(files: InputFile[], yaml = '', target = 'registry: r.io, prefix: p') {
  const { model: settings, problems } = parseSettings(`version: 1\ntarget: { ${target} }\n${yaml}`);
  if (!settings?.targets[0]) throw new Error(JSON.stringify(problems));
  return resolveRelease({ settings, target: settings.targets[0], files });
}

const shown = ({ source, target, origins }: ResolvedImage) =>
  `${formatReference(target)} <- ${formatReference(source)} (${origins.map(({ file, line }) => `${file}:${line}`).join(' ')})`;
const images = (result: ReturnType<typeof resolve>) => result.images.map(shown);
const problems = (result: ReturnType<typeof resolve>) =>
  result.problems.map(({ file, range, rule }) => `${file}:${range.line}:${range.column} ${rule}`);
const many = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at));
const largeRelease = (count: number) =>
  releaseFile(
    'release.json',
    many(count, (at) => `img${at}:1`).map((dest) => [dest, `s.io/a@${a}`] as const),
  );

/** Wraps values so that `look` is called whenever something inside them is read. */
function watcher(look: () => void) {
  const known = new WeakMap<object, object>();
  return function watched<T>(value: T): T {
    if (typeof value !== 'object' || value === null) return value;
    const get = (inner: object, key: string | symbol) => {
      look();
      return watched(Reflect.get(inner, key));
    };
    const proxy = known.get(value) ?? new Proxy(value, { get });
    known.set(value, proxy);
    return proxy as T;
  };
}

describe('resolveRelease', () => {
  it('takes every image of a release without lists', () => {
    const result = resolve([
      releaseFile('8.3_release.json', [
        ['x/a:1', `s.io/a:9@${a}`],
        ['x/b:1', `s.io/b@${b}`],
      ]),
    ]);
    expect(images(result)).toEqual([
      `r.io/p/x/a:1 <- s.io/a:9@${a} (8.3_release.json:2)`,
      `r.io/p/x/b:1 <- s.io/b@${b} (8.3_release.json:3)`,
    ]);
    expect(result.images[0]?.release).toBe('8.3');
    expect(result.ignored).toEqual([]);
    expect(result.problems).toEqual([]);
  });

  it('takes only what the lists of a release name, and external images', () => {
    const result = resolve([
      releaseFile('8.3_release.json', [
        ['a:1', `s.io/a@${a}`],
        ['b:1', `s.io/b@${b}`],
        ['c:1', `s.io/c@${b}`],
      ]),
      imageList('8.3_tm_images.txt', '# ours', 'a:1'),
      imageList('8.3_byo_images.txt', `b:1 e.io/b@${a}`, 'new:1 e.io/new:2'),
    ]);
    expect(images(result)).toEqual([
      `r.io/p/a:1 <- s.io/a@${a} (8.3_tm_images.txt:2)`,
      `r.io/p/b:1 <- e.io/b@${a} (8.3_byo_images.txt:1)`,
      'r.io/p/new:1 <- e.io/new:2 (8.3_byo_images.txt:2)',
    ]);
    expect(result.images.map(({ pinned }) => pinned?.line)).toEqual([2, 3, undefined]);
    expect(result.ignored.map(shown)).toEqual([`r.io/p/c:1 <- s.io/c@${b} (8.3_release.json:4)`]);
    // Other content than the release pins is worth a word; an image that the release does not have is not.
    expect(problems(result)).toEqual(['8.3_byo_images.txt:1:1 source-overridden']);
  });

  it('pairs within a folder, by the text before the first _', () => {
    const one = [['a:1', `s.io/a@${a}`]] as const;
    const result = resolve([
      releaseFile('x/8.3_release.json', one),
      releaseFile('y/release.json', [['b:1', `s.io/b@${a}`]]),
      imageList('x/8.3_1_images.txt', 'a:1'),
      imageList('y/images.txt', 'b:1'),
      imageList('y/8.3_images.txt', 'a:1'),
      imageList('images.txt', '# only comments'),
    ]);
    expect(images(result)).toEqual([
      `r.io/p/a:1 <- s.io/a@${a} (x/8.3_1_images.txt:1)`,
      `r.io/p/b:1 <- s.io/b@${a} (y/images.txt:1)`,
    ]);
    expect(result.images.map(({ release }) => release)).toEqual(['8.3', undefined]);
    expect(problems(result)).toEqual(['y/8.3_images.txt:1:1 list-unpaired']);
  });

  it('maps names by the upstream path, first match first, else keeps the destination', () => {
    const result = resolve(
      [
        releaseFile('release.json', [
          ['camunda/zeebe:1', `docker.io/camunda/zeebe:8@${a}`],
          ['dest/x:1', `docker.io/bitnami/x/y@${a}`],
          ['dest/z:1', `quay.io/z@${a}`],
          ['dest/$&:1'.replace('$&', 'w'), `ghcr.io/w@${a}`],
        ]),
      ],
      'names:\n  - { from: index.docker.io/camunda/zeebe, to: zeebe }\n  - { from: "docker.io/*", to: "hub/*" }\n  - { from: "*/w", to: fixed }\n',
    );
    expect(result.images.map(({ target }) => target.repository)).toEqual([
      'p/zeebe',
      'p/hub/bitnami/x/y',
      'p/dest/z',
      'p/fixed',
    ]);
    // What rules of attestations are held against too.
    expect(result.images.map(({ mappedPath }) => mappedPath)).toEqual(['zeebe', 'hub/bitnami/x/y', undefined, 'fixed']);
  });

  it('folds the same work into one image with several origins', () => {
    const result = resolve([
      releaseFile('1_release.json', [
        ['a:1', `s.io/a:old@${a}`],
        ['b:1', `s.io/b@${b}`],
      ]),
      releaseFile('2_release.json', [
        ['a:1', `s.io/a:new@${a}`],
        ['b:1', `s.io/b@${b}`],
      ]),
      imageList('2_images.txt', 'a:1'),
    ]);
    expect(images(result)).toEqual([
      `r.io/p/a:1 <- s.io/a:old@${a} (1_release.json:2 2_images.txt:1)`,
      `r.io/p/b:1 <- s.io/b@${b} (1_release.json:3)`,
    ]);
    // Release 2 leaves b out, but release 1 wants it.
    expect(result.ignored).toEqual([]);
  });

  it('refuses one destination for two sources, at every place', () => {
    const result = resolve([
      releaseFile('1_release.json', [['a:1', `s.io/a@${a}`]]),
      releaseFile('2_release.json', [
        ['a:1', `s.io/a@${b}`],
        ['b:1', `s.io/b@${b}`],
      ]),
    ]);
    expect(result.images.map(({ target }) => target.repository)).toEqual(['p/b']);
    expect(problems(result)).toEqual([
      '1_release.json:2:1 destination-duplicate',
      '2_release.json:2:1 destination-duplicate',
    ]);
    expect(result.problems.map(({ message }) => message)).toEqual([
      `p/a:1 is also the destination of s.io/a@${b} (2_release.json:2).`,
      `p/a:1 is also the destination of s.io/a@${a} (1_release.json:2).`,
    ]);
  });

  it('refuses destinations that names bring together', () => {
    const release = releaseFile('release.json', [
      ['a:1', `s.io/a@${a}`],
      ['b:1', `s.io/b@${a}`],
    ]);
    expect(problems(resolve([release], 'names: [{ from: "s.io/*", to: same }]'))).toEqual([
      'release.json:2:1 destination-duplicate',
      'release.json:3:1 destination-duplicate',
    ]);
  });

  it('finds what a list names but its release has not', () => {
    const release = releaseFile('release.json', [
      ['x/zeebe:8.3.4', `s.io/a@${a}`],
      ['x/operate:8.3.4', `s.io/b@${a}`],
    ]);
    const result = resolve([release, imageList('images.txt', 'x/zeebe:8.3.5', 'x/opperate:8.3.4', 'q:1')]);
    expect(result.images).toEqual([]);
    expect(result.problems.map(({ rule, hint }) => `${rule} ${hint}`)).toEqual([
      'image-not-in-release The release has x/zeebe:8.3.4.',
      'image-not-in-release The release has x/operate:8.3.4.',
      'image-not-in-release Name an image of the release, or add an external source.',
    ]);
  });

  it('says a line that stands twice, once, as a warning', () => {
    const release = releaseFile('release.json', [['a:1', `s.io/a@${a}`]]);
    const result = resolve([release, imageList('images.txt', 'a:1', 'a:1 # again')]);
    expect(images(result)).toEqual([`r.io/p/a:1 <- s.io/a@${a} (images.txt:1)`]);
    expect(result.problems.map(({ rule, severity, range }) => [rule, severity, range.line])).toEqual([
      ['duplicate-entry', 'warning', 2],
    ]);
  });

  it('warns of a list that names nothing', () => {
    const result = resolve([releaseFile('release.json', [['a:1', `s.io/a@${a}`]]), imageList('images.txt', '# none')]);
    expect(result.images).toEqual([]);
    expect(result.ignored).toHaveLength(1);
    expect(result.problems.map(({ rule, severity }) => [rule, severity])).toEqual([['list-empty', 'warning']]);
  });

  it('wants a destination, not a source, in a list with a release', () => {
    const result = resolve([releaseFile('release.json', []), imageList('images.txt', `h.io:5/a:1@${a}`)]);
    expect(problems(result)).toEqual(['images.txt:1:1 destination-invalid']);
  });

  it('uses several releases of one name as long as a listed image is the same in all', () => {
    const result = resolve([
      releaseFile('1_a_release.json', [
        ['a:1', `s.io/a@${a}`],
        ['b:1', `s.io/b@${a}`],
      ]),
      releaseFile('1_b_release.json', [
        ['a:1', `s.io/a@${a}`],
        ['b:1', `s.io/b@${b}`],
        ['c:1', `s.io/c@${b}`],
      ]),
      imageList('1_images.txt', 'a:1', 'b:1', 'c:1'),
    ]);
    expect(result.images.map(({ target }) => target.repository)).toEqual(['p/a', 'p/c']);
    expect(problems(result)).toEqual(['1_images.txt:2:1 release-ambiguous']);
    expect(result.problems[0]?.message).toBe(
      '"b:1" has one source at 1_a_release.json:3 and another at 1_b_release.json:3.',
    );
  });

  it('passes over what its parser flagged', () => {
    const release = releaseFile('release.json', [
      ['a:1', 's.io/a:1'],
      ['b', `s.io/b@${a}`],
      ['c:1', 'S'],
    ]);
    expect(resolve([release, imageList('images.txt', 'a:1', 'B', 'c:1', 'd:1 X')])).toEqual({
      images: [],
      ignored: [],
      problems: [],
    });
  });

  it('reads lists without a release as sources when told to', () => {
    const result = resolve(
      [imageList('3_images.txt', `quay.io/x/y:1@${a}`, 'redis:7', 'to/z:1 ghcr.io/z:2', 'h_x.y/a:1', 'quay.io/x/y')],
      'files: { unpaired: sources }\nnames: [{ from: "docker.io/library/*", to: "lib/*" }]\n',
    );
    expect(images(result)).toEqual([
      `r.io/p/x/y:1 <- quay.io/x/y:1@${a} (3_images.txt:1)`,
      'r.io/p/lib/redis:7 <- docker.io/library/redis:7 (3_images.txt:2)',
      'r.io/p/to/z:1 <- ghcr.io/z:2 (3_images.txt:3)',
    ]);
    expect(problems(result)).toEqual(['3_images.txt:2:1 digest-missing', '3_images.txt:4:1 source-invalid']);
  });

  it('counts the prefix in the length of a repository', () => {
    const release = releaseFile('release.json', [
      [`${'a'.repeat(250)}:1`, `s.io/a@${a}`],
      ['b:1', `s.io/b@${a}`],
    ]);
    const result = resolve(
      [release],
      '',
      `registry: 123456789012.dkr.ecr.eu-west-1.amazonaws.com, prefix: ${'p'.repeat(6)}`,
    );
    expect(result.images.map(({ target }) => target.repository)).toEqual(['pppppp/b']);
    expect(result.problems.map(({ rule, message, awsCode }) => [rule, message, awsCode])).toEqual([
      [
        'repository-name',
        'With names and prefix applied, the repository has 257 of 256 characters.',
        'INVALID_ECR_REPOSITORY_NAME',
      ],
    ]);
  });

  it('needs no prefix', () => {
    const result = resolve([releaseFile('release.json', [['a:1', `s.io/a@${a}`]])], '', 'registry: r.io, prefix: /');
    expect(images(result)).toEqual([`r.io/a:1 <- s.io/a@${a} (release.json:2)`]);
  });

  it('copes with lists that are wrong throughout', () => {
    const release = largeRelease(1000);
    const wrong = (line: (at: number) => string) =>
      resolve([release, imageList('images.txt', ...many(1000, line))]).problems;
    expect(wrong((at) => `other${at}:1`)).toHaveLength(1000);
    expect(wrong(() => 'img1:1')).toHaveLength(999);
    expect(wrong((at) => `x:1 s.io/x:${at}`)).toHaveLength(1000);
  });

  it('looks at each image as often in a large release as in a small one', () => {
    const looks = (count: number) => {
      let looked = 0;
      const watched = watcher(() => looked++);
      const list = imageList('images.txt', ...many(count, (at) => `img${at}:1`));
      expect(resolve([watched(largeRelease(count)), watched(list)]).images).toHaveLength(count);
      return looked;
    };
    expect(looks(2000) / looks(200)).toBeCloseTo(10, 0);
  });
});
