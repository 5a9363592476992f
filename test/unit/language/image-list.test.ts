import { describe, expect, it } from 'vitest';
import { parseRelease } from '#formats';
import { type Facts, type Fix, type ImageFact, imageListLanguage as language } from '#language';
import type { TextProblem } from '#problem';
import { sortList } from '../../../src/language/image-list/sort-list.ts';
import { applyEdits } from '../../support/apply-edits.ts';
import { digestOf, type KnownWorld, knownFacts } from '../../support/known-facts.ts';

const a = digestOf('a');
const b = digestOf('b');
const target = { registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', prefix: 'camunda/c8' };
const there = (path: string) => `${target.registry}/${target.prefix}/${path}`;
const release = parseRelease(
  JSON.stringify({
    metadata: {
      images: {
        zeebe: { source: `docker.io/camunda/zeebe:8.3.4@${a}`, dest: 'zeebe:8.3.4' },
        operate: { source: `docker.io/camunda/operate:8.3.4@${b}`, dest: 'operate:8.3.4' },
        tasklist: { source: `docker.io/camunda/tasklist:8.3.4@${b}`, dest: 'tasklist:8.3.4' },
      },
    },
  }),
).model;
const nothing = knownFacts({});
const one = (line: number) => ({ line, column: 1, endLine: line, endColumn: 1 });

function fixes(text: string, line: number, facts: Facts = nothing, problems?: TextProblem[]): readonly Fix[] {
  const found = problems ?? language.diagnose(text).filter(({ range }) => range.line === line);
  return language.fixes(text, one(line), found, facts).value;
}

/** The text after the fix of that title. */
function fixed(text: string, line: number, title: string | RegExp, facts?: Facts, problems?: TextProblem[]): string {
  const all = fixes(text, line, facts, problems);
  const fix = all.find((each) => (typeof title === 'string' ? each.title === title : title.test(each.title)));
  if (!fix) throw new Error(`There is no fix ${title}, but ${all.map((each) => each.title).join(', ')}`);
  return applyEdits(text, fix.edits);
}

describe('diagnose', () => {
  it('finds repeated lines and latest beside what the parser finds', () => {
    const text = 'zeebe:8.3.4\nzeebe:8.3.4\noperate:latest\nA:1\n';
    expect(language.diagnose(text).map(({ rule, range }) => [rule, range.line])).toEqual([
      ['destination-invalid', 4],
      ['duplicate-entry', 2],
      ['tag-latest', 3],
    ]);
    expect(language.diagnose(text).every((problem) => !('file' in problem))).toBe(true);
  });
});

describe('diagnose, with what stands around', () => {
  const told = (text: string, around?: Parameters<typeof language.diagnose>[1]) =>
    language.diagnose(text, around).map(({ rule, range }) => `${range.line}:${range.column} ${rule}`);

  it('finds what the release does not have, as it is at that moment', () => {
    expect(told('zeebe:8.3.4\nzebe:8.3.4\n', { release })).toEqual(['2:1 image-not-in-release']);
    expect(told('zeebe:8.3.4\nzebe:8.3.4\n')).toEqual([]);
    const [problem] = language.diagnose('zeebe:8.3.5', { release });
    expect(problem).toMatchObject({ hint: 'The release has zeebe:8.3.4.' });
    expect(problem).not.toHaveProperty('file');
    const neighbours = { file: 'x/8_images.txt', files: ['x/8_images.txt', 'x/8_release.json'] };
    expect(language.diagnose(`zeebe:8.3.4 docker.io/a/b:1@${b}`, { release, neighbours })).toMatchObject([
      { rule: 'source-overridden', message: expect.stringContaining('(x/8_release.json:1, ') },
    ]);
    expect(told('', { release })).toEqual(['1:1 list-empty']);
    // What is in the part that is broken nobody knows.
    expect(told('x:1', { release: { ...release, isWhole: false } })).toEqual([]);
  });

  it('finds one destination with different sources', () => {
    const text = 'a:1 quay.io/x/a:1\nb:1 quay.io/x/b:1\na:1 quay.io/y/a:1\n';
    const rules = told(text).filter((each) => !each.endsWith('digest-missing'));
    expect(rules).toEqual(['1:1 destination-duplicate', '3:1 destination-duplicate']);
    const doubled = ({ rule }: TextProblem) => rule === 'destination-duplicate';
    expect(language.diagnose(text).find(doubled)?.message).toBe(
      'a:1 is also the destination of quay.io/y/a:1 (images.txt:3).',
    );
    const once = told('a:1 quay.io/x/a:1\na:1 quay.io/x/a:1\n');
    expect(once.filter((each) => !each.endsWith('digest-missing'))).toEqual(['2:1 duplicate-entry']);
    // The settings send them to different repositories.
    const names = [{ from: 'quay.io/y/*', to: 'y/*', range: one(1) }];
    expect(told(text, { names }).join()).not.toContain('destination-duplicate');
  });

  it('finds a destination of the release that a line has from elsewhere too', () => {
    expect(told(`zeebe:8.3.4\nzeebe:8.3.4 quay.io/x/z:1@${a}`, { release }).sort()).toEqual([
      '1:1 destination-duplicate',
      '2:1 destination-duplicate',
    ]);
  });

  it('takes single fields for sources only where settings say that lists stand alone', () => {
    const neighbours = { file: 'images.txt', files: ['images.txt'] };
    const text = 'docker.io/x/a:1\nquay.io/x/a:1\n';
    const doubled = (around?: Parameters<typeof language.diagnose>[1]) =>
      told(text, around).filter((each) => each.endsWith('destination-duplicate'));
    expect(doubled({ unpaired: 'sources', neighbours })).toHaveLength(2);
    expect(doubled({ unpaired: 'error', neighbours })).toEqual([]);
    expect(doubled()).toEqual([]);
  });
});

describe('symbols and folds', () => {
  const text = '# one\n# two\nzeebe:8.3.4\n  grafana:9 docker.io/grafana/grafana:9\n\noperate:1\n# end\n';

  it('has a symbol for each image, with its source beside it', () => {
    expect(language.symbols(text).map(({ name, detail, range }) => [name, detail, range.line, range.column])).toEqual([
      ['zeebe:8.3.4', '', 3, 1],
      ['grafana:9', 'docker.io/grafana/grafana:9', 4, 3],
      ['operate:1', '', 6, 1],
    ]);
  });

  it('folds comments, and paragraphs below their heading', () => {
    expect(language.folds(text)).toEqual([
      { first: 1, last: 2, kind: 'comment' },
      { first: 2, last: 4, kind: 'region' },
    ]);
    expect(language.folds('a:1\nb:1\n\n\nc:1')).toEqual([{ first: 1, last: 2, kind: 'region' }]);
  });
});

describe('format', () => {
  it('leaves one blank between fields, keeps comments, order and blank lines, and ends the last line', () => {
    const text = '#   a  list \t\n\n  zeebe:8.3.4   # broker  \n\n\na:1\t\tdocker.io/a:1#x\n   # zeebe:1\n \n';
    expect(language.format(text)).toBe(
      '#   a  list\n\n' + 'zeebe:8.3.4 # broker\n\n\na:1 docker.io/a:1#x\n# zeebe:1\n',
    );
    expect(language.format('a:1')).toBe('a:1\n');
    expect(language.format('')).toBe('');
    expect(language.format(' \n\n')).toBe('');
  });

  it('keeps line ends as they are', () => {
    expect(language.format('a:1 \r\nb:1')).toBe('a:1\r\nb:1\r\n');
  });

  it.each(['\n', '\r\n'])('looks into a line as long as its parser does, whatever it ends with: %j', (end) => {
    const line = (length: number) => `a:1 ${' '.repeat(length - 7)}b:1`;
    const unread = (length: number) => language.diagnose(`${line(length)}${end}`)[0]?.rule === 'text-too-large';
    expect([4096, 4097].map(unread)).toEqual([false, true]);
    expect(language.format(`${line(4096)}${end}`)).toBe(`a:1 b:1${end}`);
    expect(language.format(`${line(4097)}${end}`)).toBe(`${line(4097)}${end}`);
  });

  it('leaves a line alone that is too long to be read', () => {
    const line = `a:1${' '.repeat(5000)}b:1`;
    expect(language.format(line)).toBe(`${line}\n`);
  });
});

describe('links', () => {
  const files = ['x/8.3.4_release.json', 'x/8.3.4_images.txt', 'x/release.json'];

  it('leads from destinations to the release, and from sources to pages that are certain', () => {
    const text = `zeebe:8.3.4\ng:9 docker.io/grafana/grafana:9.1\nr:7 redis:7\nq:1 quay.io/a/b:1\nx:1 registry.example/a:1\n`;
    const links = language.links(text, { file: 'x/8.3.4_images.txt', files });
    expect(links.map((link) => [link.range.line, 'file' in link ? link.file : link.address])).toEqual([
      [1, 'x/8.3.4_release.json'],
      [2, 'https://hub.docker.com/r/grafana/grafana/tags?name=9.1'],
      [3, 'https://hub.docker.com/_/redis/tags?name=7'],
      [4, 'https://quay.io/repository/a/b?tab=tags'],
    ]);
  });

  it('leads nowhere without a release, nor to one of two', () => {
    expect(language.links('zeebe:8.3.4', { file: 'x/9_images.txt', files })).toEqual([]);
    const two = [...files, 'x/8.3.4_byo_release.json'];
    expect(language.links('zeebe:8.3.4', { file: 'x/8.3.4_images.txt', files: two })).toEqual([]);
  });
});

describe('lines', () => {
  const now = Date.parse('2024-01-13T13:05:00Z');
  const lines = (text: string, world: KnownWorld) =>
    language.lines(text, knownFacts({ release, target, now, ...world }));
  const image = (digest: string, more = {}) => ({ digest, platforms: [], ...more });

  it('says what is there, since when', () => {
    const images = { [there('zeebe:8.3.4')]: image(a, { pushedAt: '2024-01-11T13:05:00Z' }) };
    expect(lines('# x\nzeebe:8.3.4\n', { images }).value).toEqual([
      {
        range: { line: 2, column: 1, endLine: 2, endColumn: 12 },
        kind: 'there',
        text: 'there · sha256:aaaa…aaaa · 2 days',
      },
    ]);
  });

  it('asks for what it does not know, once', () => {
    const { value, wants } = lines('zeebe:8.3.4\nzeebe:8.3.4\n', {});
    expect(value).toEqual([]);
    expect(wants).toEqual([{ kind: 'image', reference: there('zeebe:8.3.4') }]);
  });

  it('says what is missing', () => {
    const images = { [there('zeebe:8.3.4')]: 'missing' as const };
    expect(lines('zeebe:8.3.4', { images }).value).toMatchObject([{ kind: 'missing', text: 'missing' }]);
  });

  it('tells a tag that holds the same platforms from one that holds others', () => {
    const platform = (digest: string) => [{ platform: 'linux/amd64', digest }];
    const images = {
      [there('zeebe:8.3.4')]: image(b, { platforms: platform(digestOf('c')) }),
      [`docker.io/camunda/zeebe:8.3.4@${a}`]: image(a, {
        platforms: platform(digestOf('c')),
      }),
    };
    expect(lines('zeebe:8.3.4', { images }).value).toMatchObject([{ kind: 'there' }]);
    const other = { ...images, [there('zeebe:8.3.4')]: image(b, { platforms: platform(digestOf('e')) }) };
    expect(lines('zeebe:8.3.4', { images: other }).value).toMatchObject([
      { kind: 'taken', text: 'taken by sha256:bbbb…bbbb' },
    ]);
  });

  describe('of a tag that holds an image for some platforms', () => {
    const arm = { platform: 'linux/arm64', digest: digestOf('d') };
    const amd = { platform: 'linux/amd64', digest: digestOf('c') };
    const source = image(a, { platforms: [amd, arm], attestations: 2 });
    const statesAt = (held: object, more: object = {}, from = source) => {
      const images = { [there('zeebe:8.3.4')]: held as ImageFact, [`docker.io/camunda/zeebe:8.3.4@${a}`]: from };
      return lines('zeebe:8.3.4', { images, target: { ...target, ...more } }).value;
    };
    const kindAt = (...given: Parameters<typeof statesAt>) => statesAt(...given)[0]?.kind;

    it('names them, and warns as a plan does', () => {
      const [state] = statesAt(image(b, { platforms: [amd] }));
      expect(state).toMatchObject({
        kind: 'partial',
        text: 'there for linux/amd64 only · sha256:bbbb…bbbb',
        problem: { rule: 'platform-incomplete', severity: 'warning' },
      });
      expect(state?.problem?.message).toBe('linux/amd64 is there, linux/arm64 is not.');
    });

    it('misses none that the target does not take', () => {
      const platforms = [{ os: 'linux', architecture: 'amd64' }];
      expect(kindAt(image(b, { platforms: [amd] }), { platforms })).toBe('there');
    });

    it('is a conflict where the settings want the very same image', () => {
      expect(kindAt(image(b, { platforms: [amd] }), { existing: 'fail' })).toBe('taken');
      expect(kindAt(image(b, { platforms: [amd, arm] }), { existing: 'fail' })).toBe('taken');
      expect(kindAt(image(a, { platforms: [amd, arm] }), { existing: 'fail' })).toBe('there');
    });

    it('is another image where it has attestations that the source lacks', () => {
      const attested = (attestations: number) => image(b, { platforms: [amd, arm], attestations });
      expect([0, 2, 3].map((count) => kindAt(attested(count)))).toEqual(['there', 'there', 'taken']);
      const plain = image(a, { platforms: [amd, arm], attestations: 0 });
      expect(kindAt(attested(1), {}, plain)).toBe('taken');
      // Nothing is known of those of the source.
      expect(kindAt(attested(1), {}, image(a, { platforms: [amd, arm] }))).toBe('there');
    });

    it('is not sure where the very same image loses attestations on the way', () => {
      const stripped = { existing: 'fail', attestationManifests: 'strip' };
      expect(kindAt(image(b, { platforms: [amd, arm] }), stripped)).toBe('unsure');
      expect(kindAt(image(a, { platforms: [amd, arm], attestations: 2 }), stripped)).toBe('taken');
      const plain = image(a, { platforms: [amd, arm], attestations: 0 });
      expect(kindAt(image(a, { platforms: [amd, arm] }), stripped, plain)).toBe('there');
      expect(kindAt(image(b, { platforms: [amd, arm] }), stripped, plain)).toBe('taken');
    });
  });

  it('is not sure before the source is known', () => {
    const { value, wants } = lines('zeebe:8.3.4', { images: { [there('zeebe:8.3.4')]: image(b) } });
    expect(value).toMatchObject([{ kind: 'unsure', text: 'there · sha256:bbbb…bbbb · not compared with its source' }]);
    expect(wants).toEqual([{ kind: 'image', reference: `docker.io/camunda/zeebe:8.3.4@${a}` }]);
  });

  it('offers another tag for one that is taken: the first that is free', () => {
    const images = { [there('zeebe:8.3.4')]: image(b), [`docker.io/camunda/zeebe:8.3.4@${a}`]: image(a) };
    const [state] = lines('zeebe:8.3.4 # x', { images, tagsOf: { [there('zeebe')]: ['8.3.4', '8.3.4-1'] } }).value;
    expect(state?.fix?.title).toBe('Release as 8.3.4-2');
    expect(applyEdits('zeebe:8.3.4 # x', state?.fix?.edits ?? [])).toBe(
      `zeebe:8.3.4-2 docker.io/camunda/zeebe:8.3.4@${a} # x`,
    );
  });

  it('makes a problem of a taken tag, on its destination, which the fix for it solves', () => {
    const images = { [there('zeebe:8.3.4')]: image(b), [`docker.io/camunda/zeebe:8.3.4@${a}`]: image(a) };
    const world = { images, tagsOf: { [there('zeebe')]: ['8.3.4'] } };
    const text = 'zeebe:8.3.4 # x';
    const problems = lines(text, world).value.flatMap(({ problem }) => problem ?? []);
    expect(problems).toEqual([
      {
        rule: 'tag-taken',
        severity: 'error',
        range: { line: 1, column: 1, endLine: 1, endColumn: 12 },
        message: `${there('zeebe:8.3.4')} holds sha256:bbbb…bbbb; the source is sha256:aaaa…aaaa.`,
        hint: 'Release it under a new tag, for example 8.3.4-1, or leave it out. A tag that holds another image is never overwritten.',
      },
    ]);
    const facts = knownFacts({ release, target, ...world });
    expect(fixes(text, 1, facts, problems)).toContainEqual(
      expect.objectContaining({ title: 'Release as 8.3.4-1', solves: 'tag-taken' }),
    );
  });

  it.each([
    ['AWS Marketplace, whose products make them', target, /AddRepositories/],
    [
      'ECR',
      { ...target, registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com' },
      /repositories: \{ create: true \}/,
    ],
  ])('makes a problem of a repository that is not there, of %s', (_, place, hint) => {
    const at = `${place.registry}/${place.prefix}/zeebe`;
    const images = { [`${at}:8.3.4`]: 'missing' as const };
    const unasked = lines('zeebe:8.3.4', { images, target: place });
    expect(unasked.value).toEqual([expect.objectContaining({ kind: 'missing' })]);
    expect(unasked.wants).toEqual([{ kind: 'tags', repository: at }]);
    const known = { images, tagsOf: { [at]: 'missing' as const }, target: place };
    expect(lines('zeebe:8.3.4', known).value).toMatchObject([
      {
        kind: 'nowhere',
        problem: { rule: 'repository-missing', severity: 'error', hint: expect.stringMatching(hint) },
      },
    ]);
    const there = { ...known, tagsOf: { [at]: [] } };
    expect(lines('zeebe:8.3.4', there).value).toEqual([expect.objectContaining({ kind: 'missing', text: 'missing' })]);
  });

  it.each([
    ['makes what is missing', { ...target, makesRepositories: true }],
    ['has them made by a push', { ...target, registry: 'r.example' }],
  ])('asks nobody for a repository where the target %s', (_, place) => {
    const images = { [`${place.registry}/${place.prefix}/zeebe:8.3.4`]: 'missing' as const };
    const { value, wants } = lines('zeebe:8.3.4', { images, target: place });
    expect(value).toMatchObject([{ kind: 'missing' }]);
    expect(wants).toEqual([]);
  });

  it('tells of a newer release upstream, for lines that name their source', () => {
    const tagsOf = { 'docker.io/grafana/grafana': ['9.1.0', '9.2.0', '9.3.0-beta1', 'latest'] };
    const text = 'zeebe:8.3.4\ngrafana:9.1.0 grafana/grafana:9.1.0\n';
    const [state, ...others] = lines(text, { tagsOf }).value;
    expect(others).toEqual([]);
    expect(state).toMatchObject({ kind: 'newer', text: '9.2.0 is out', range: { line: 2 } });
    expect(applyEdits(text, state?.fix?.edits ?? [])).toBe('zeebe:8.3.4\ngrafana:9.1.0 grafana/grafana:9.2.0\n');
  });

  it('updates a pinned source only with the new digest', () => {
    const text = `g:9.1.0 grafana/grafana:9.1.0@${a}\n`;
    const tagsOf = { 'docker.io/grafana/grafana': ['9.2.0'] };
    const before = lines(text, { tagsOf });
    expect(before.value).toMatchObject([{ kind: 'newer' }]);
    expect(before.value[0]?.fix).toBeUndefined();
    expect(before.wants).toContainEqual({ kind: 'image', reference: 'docker.io/grafana/grafana:9.2.0' });
    const after = lines(text, { tagsOf, images: { 'docker.io/grafana/grafana:9.2.0': image(b) } });
    expect(applyEdits(text, after.value[0]?.fix?.edits ?? [])).toBe(`g:9.1.0 grafana/grafana:9.2.0@${b}\n`);
  });

  it('updates the destination with its source, but not beside a release, whose packages expect it', () => {
    const text = 'zeebe:8.3.4 docker.io/camunda/zeebe:8.3.4\n';
    const facts = knownFacts({ tagsOf: { 'docker.io/camunda/zeebe': ['8.3.5'] } });
    const updated = (known: Facts) => applyEdits(text, language.lines(text, known).value[0]?.fix?.edits ?? []);
    expect(updated(facts)).toBe('zeebe:8.3.5 docker.io/camunda/zeebe:8.3.5\n');
    expect(updated({ ...facts, release })).toBe('zeebe:8.3.4 docker.io/camunda/zeebe:8.3.5\n');
  });

  it('looks only at what is seen', () => {
    const text = 'zeebe:8.3.4\noperate:8.3.4\n';
    const { wants } = language.lines(text, knownFacts({ release, target }), one(2));
    expect(wants).toEqual([{ kind: 'image', reference: there('operate:8.3.4') }]);
  });

  it('asks for the registry of the target where it is not filled in, and asks that one', () => {
    const unfilled = { registry: '{account}.dkr.ecr.eu-west-1.amazonaws.com', prefix: 'tm', kind: 'ecr' } as const;
    const facts = knownFacts({ release, target: unfilled });
    expect(language.lines('zeebe:8.3.4', facts)).toEqual({
      value: [],
      wants: [{ kind: 'registry', written: unfilled.registry }],
    });
    const registry = (written: string) => written.replace('{account}', '123456789012');
    expect(language.lines('zeebe:8.3.4', { ...facts, registry }).wants).toEqual([
      { kind: 'image', reference: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/tm/zeebe:8.3.4' },
    ]);
  });

  it('maps names, where the settings do', () => {
    const names = [{ from: 'docker.io/camunda/*', to: 'main/*', range: one(1) }];
    const { wants } = language.lines('zeebe:8.3.4', knownFacts({ release, target: { ...target, names } }));
    expect(wants).toEqual([{ kind: 'image', reference: there('main/zeebe:8.3.4') }]);
  });

  it('takes a line for a source where the settings say so', () => {
    const { wants } = language.lines('camunda/zeebe:8.3.4', knownFacts({ target, unpaired: 'sources' }));
    expect(wants).toContainEqual({ kind: 'tags', repository: 'docker.io/camunda/zeebe' });
    expect(wants).toContainEqual({ kind: 'image', reference: there('camunda/zeebe:8.3.4') });
  });
});

describe('fixes', () => {
  it('pins a source to what its tag has, and all of them', () => {
    const text = 'g:9 grafana/grafana:9\nr:7 redis:7 # cache\n';
    const facts = knownFacts({
      images: {
        'docker.io/grafana/grafana:9': { digest: a, platforms: [] },
        'docker.io/library/redis:7': { digest: b, platforms: [] },
      },
    });
    expect(fixed(text, 1, 'Pin to sha256:aaaa…aaaa', facts)).toBe(`g:9 grafana/grafana:9@${a}\nr:7 redis:7 # cache\n`);
    expect(fixed(text, 1, 'Pin all 2 sources', facts)).toBe(`g:9 grafana/grafana:9@${a}\nr:7 redis:7@${b} # cache\n`);
    expect(language.fixes(text, one(2), [], nothing).wants).toContainEqual({
      kind: 'image',
      reference: 'docker.io/library/redis:7',
    });
  });

  it('releases no latest again whose tag is taken, but what it is', () => {
    const images = {
      [there('r:latest')]: { digest: b, platforms: [] },
      'docker.io/library/redis:latest': { digest: a, platforms: [] },
      'docker.io/library/redis:7.2': { digest: a, platforms: [] },
    };
    const tagsOf = { 'docker.io/library/redis': ['latest', '7.2.4'], [there('r')]: ['latest'] };
    const facts = knownFacts({ target, images, tagsOf });
    const preferred = (text: string, known = facts) => fixes(text, 1, known)[0];
    const newest = preferred('r:latest redis:latest');
    expect(newest).toMatchObject({ title: 'Take the newest release, 7.2.4', isPreferred: true });
    expect(applyEdits('r:latest redis:latest', newest?.edits ?? [])).toBe('r:7.2.4 redis:7.2.4');
    // What a release expects is not there under this tag anyway.
    expect(
      applyEdits('r:latest redis:latest', preferred('r:latest redis:latest', { ...facts, release })?.edits ?? []),
    ).toBe('r:7.2.4 redis:7.2.4');
    expect(applyEdits('r:latest redis:7.2', preferred('r:latest redis:7.2')?.edits ?? [])).toBe('r:7.2 redis:7.2');
    const offered = ['r:latest redis:latest', 'r:latest redis:7.2'].flatMap((text) => fixes(text, 1, facts));
    expect(offered.filter(({ title }) => /latest/.test(title))).toEqual([]);
    expect(offered.filter(({ title }) => title.startsWith('Take the newest'))).toHaveLength(1);
    const [state] = language.lines('r:latest redis:latest', facts).value;
    expect(state?.fix?.title).toBe('Take the newest release, 7.2.4');
    expect(state?.problem?.hint).toBe(
      'Release it under a new tag, or leave it out. A tag that holds another image is never overwritten.',
    );
  });

  it('takes the newest release in place of latest', () => {
    const facts = knownFacts({
      tagsOf: { 'docker.io/library/redis': ['latest', '7', '7.2', '7.2.4', '8.0-rc1', '7.2.5-alpine'] },
    });
    expect(fixed('r:latest redis:latest', 1, 'Take the newest release, 7.2.4', facts)).toBe('r:7.2.4 redis:7.2.4');
    expect(fixed('r:latest redis:7.2', 1, 'Release as 7.2', facts)).toBe('r:7.2 redis:7.2');
  });

  it('updates all', () => {
    const facts = knownFacts({
      tagsOf: { 'docker.io/library/redis': ['7.2.4'], 'docker.io/library/nginx': ['1.25.4'] },
    });
    const text = 'r:7.2.3 redis:7.2.3\nn:1.25.3 nginx:1.25.3\n';
    expect(fixed(text, 1, 'Update all 2 images', facts)).toBe('r:7.2.4 redis:7.2.4\nn:1.25.4 nginx:1.25.4\n');
  });

  it('removes repeated lines; on save only those without a comment', () => {
    const text = 'a:1\na:1\nb:1\na:1 # again';
    expect(fixed(text, 2, 'Remove this line')).toBe('a:1\nb:1\na:1 # again');
    expect(fixed(text, 4, 'Remove this line')).toBe('a:1\na:1\nb:1\n');
    expect(fixed(text, 2, 'Remove all 2 repeated lines')).toBe('a:1\nb:1\n');
    expect(fixes(text, 2).map(({ title, isSafe }) => [title, isSafe])).toEqual([
      ['Remove this line', true],
      ['Remove all 2 repeated lines', false],
      ['Sort the list', false],
    ]);
  });

  it('names the image of the release that was meant', () => {
    const facts = knownFacts({ release });
    const problem = (line: number, endColumn: number): TextProblem => ({
      rule: 'image-not-in-release',
      severity: 'error',
      message: '',
      range: { line, column: 1, endLine: line, endColumn },
    });
    expect(fixed('zebee:8.3.4', 1, 'Change to zeebe:8.3.4', facts, [problem(1, 12)])).toBe('zeebe:8.3.4');
    expect(fixed('zeebe:8.3.3', 1, 'Change to zeebe:8.3.4', facts, [problem(1, 12)])).toBe('zeebe:8.3.4');
    expect(fixed('zeebe', 1, 'Change to zeebe:8.3.4', facts)).toBe('zeebe:8.3.4');
  });

  it('takes a line in that is commented out, where it names an image', () => {
    const facts = knownFacts({ release });
    expect(fixed('# zeebe:8.3.4', 1, 'Take zeebe:8.3.4 into the list', facts)).toBe('zeebe:8.3.4');
    expect(fixed('#g:9 grafana/grafana:9', 1, 'Take g:9 into the list')).toBe('g:9 grafana/grafana:9');
    expect(fixes('# see a:1', 1, facts).filter(({ title }) => title.startsWith('Take'))).toEqual([]);
    expect(fixes('# optional', 1, facts).filter(({ title }) => title.startsWith('Take'))).toEqual([]);
  });

  it('adds what the release has', () => {
    const facts = knownFacts({ release });
    expect(fixed('zeebe:8.3.4', 1, 'Add 2 images of the release', facts)).toBe(
      'zeebe:8.3.4\noperate:8.3.4\ntasklist:8.3.4\n',
    );
    const most = 'zeebe:8.3.4\r\noperate:8.3.4\r\n';
    expect(fixed(most, 1, 'Add tasklist:8.3.4 of the release', facts)).toBe(`${most}tasklist:8.3.4\r\n`);
  });

  it('sorts by repository and version, with comments that go with their entries', () => {
    const text = '# header\nb:1.10\nb:1.9\na:1\n\n# of d\nd:1\n# of c\n# too\nc:1\n# end';
    expect(fixed(text, 1, 'Sort the list')).toBe(
      '# header\na:1\nb:1.9\nb:1.10\n\n# of c\n# too\nc:1\n# of d\nd:1\n# end',
    );
    expect(fixes('a:1\nb:1\n', 1)).toEqual([]);
  });

  it('sorts a paragraph of more lines than a call takes arguments', () => {
    const comments = '#\n'.repeat(500_000);
    expect(sortList(`b:1\na:1\n${comments}`) === `a:1\nb:1\n${comments}`).toBe(true);
  });

  it('releases under another tag what a job found taken', () => {
    const taken: TextProblem = { rule: 'tag-taken', severity: 'error', message: '', range: one(1) };
    expect(fixed('zeebe:8.3.4', 1, 'Release as 8.3.4-1', knownFacts({ release, target }), [taken])).toBe(
      `zeebe:8.3.4-1 docker.io/camunda/zeebe:8.3.4@${a}`,
    );
    const own = 'g:9 grafana/grafana:9';
    expect(fixed(own, 1, 'Release as 9-1', knownFacts({ release, target }), [taken])).toBe('g:9-1 grafana/grafana:9');
  });

  it.each(['a:1\na:1\nb:1', 'r:latest redis:latest', 'r:latest redis:7', 'g:9 redis:9'])(
    'leads to a text without the problem that it says it solves: %j',
    (text) => {
      const facts = knownFacts({
        tagsOf: { 'docker.io/library/redis': ['7.2.4', '9'] },
        images: { 'docker.io/library/redis:9': { digest: a, platforms: [] } },
      });
      const solving = fixes(text, text.includes('\n') ? 2 : 1, facts).filter(({ solves }) => solves !== undefined);
      expect(solving.length).toBeGreaterThan(0);
      for (const fix of solving) {
        const rules = language.diagnose(applyEdits(text, fix.edits)).map(({ rule }) => rule);
        expect(rules).not.toContain(fix.solves);
      }
    },
  );
});

describe('complete', () => {
  /** The cursor is at the bar. */
  const complete = (text: string, world: KnownWorld = {}) => {
    const offset = text.indexOf('|');
    return language.complete(text.replace('|', ''), offset, knownFacts(world));
  };
  const results = (text: string, world: KnownWorld = {}) =>
    complete(text, world).value.map(({ edit }) => applyEdits(text.replace('|', ''), [edit]));

  it('offers the destinations of the release that are not listed yet', () => {
    const { value } = complete('zeebe:8.3.4\nop|\n', { release });
    expect(value.map(({ label }) => label)).toEqual(['operate:8.3.4', 'tasklist:8.3.4']);
    expect(results('zeebe:8.3.4\nop|era\n', { release })[0]).toBe('zeebe:8.3.4\noperate:8.3.4\n');
  });

  it('offers tags, the newest first', () => {
    const tagsOf = { 'docker.io/library/redis': ['7.2.3', 'latest', '7.2.10', '8.0-rc1'] };
    const { value } = complete('r:7 redis:|', { tagsOf });
    expect(
      [...value].sort((x, y) => ((x.sortText ?? '') < (y.sortText ?? '') ? -1 : 1)).map(({ label }) => label),
    ).toEqual(['8.0-rc1', '7.2.10', '7.2.3', 'latest']);
    expect(results('r:7 redis:7|.2 # x', { tagsOf })[1]).toBe('r:7 redis:7.2.10 # x');
    expect(complete('r:7 redis:|').wants).toEqual([{ kind: 'tags', repository: 'docker.io/library/redis' }]);
  });

  it('offers the digest that a tag has', () => {
    const images = { 'docker.io/library/redis:7': { digest: a, platforms: [] } };
    expect(results('r:7 redis:7@|', { images })).toEqual([`r:7 redis:7@${a}`]);
  });

  it('offers registries and repositories', () => {
    expect(complete('z:1 quay.io/a/z:1\nr:7 |').value.map(({ label }) => label)).toEqual([
      'docker.io',
      'quay.io',
      'quay.io/a/z',
    ]);
    const repositoriesOf = { 'registry.example/team/': ['one', 'two'] };
    expect(results('r:7 registry.example/team/|', { repositoriesOf })).toEqual([
      'r:7 registry.example/team/one:',
      'r:7 registry.example/team/two:',
    ]);
    expect(complete('r:7 registry.example/team/x|').wants).toEqual([
      { kind: 'repositories', registry: 'registry.example', prefix: 'team/' },
    ]);
  });

  it('offers what the release pins, and nothing in comments or behind two fields', () => {
    expect(results('zeebe:8.3.4 |', { release })[0]).toBe(`zeebe:8.3.4 docker.io/camunda/zeebe:8.3.4@${a}`);
    expect(complete('# ze|', { release }).value).toEqual([]);
    expect(complete('a:1 b:1 |', { release }).value).toEqual([]);
  });
});

describe('hover', () => {
  const hover = (text: string, offset: number, world: KnownWorld) => language.hover(text, offset, knownFacts(world));
  const now = Date.parse('2024-01-13T13:05:00Z');

  it('says where an image goes and what is there', () => {
    const images = {
      [there('zeebe:8.3.4')]: {
        digest: a,
        platforms: [{ platform: 'linux/amd64', digest: b }],
        size: 212_400_000,
        pushedAt: '2024-01-11T13:05:00Z',
      },
    };
    expect(hover('zeebe:8.3.4', 3, { release, target, images, now }).value?.text.split('\n\n')).toEqual([
      `Goes to \`${there('zeebe:8.3.4')}\``,
      `From \`docker.io/camunda/zeebe:8.3.4@${a}\``,
      'It is there.',
      `\`${a}\``,
      '`linux/amd64` · 212 MB · pushed 2 days ago',
      'A pushed tag is final.',
    ]);
  });

  it('says what a source is, and asks for it', () => {
    const { value, wants } = hover('g:9 grafana/grafana:9', 8, {});
    expect(value).toEqual({
      range: { line: 1, column: 5, endLine: 1, endColumn: 22 },
      text: '`docker.io/grafana/grafana:9`',
    });
    expect(wants).toEqual([{ kind: 'image', reference: 'docker.io/grafana/grafana:9' }]);
    expect(hover('g:9 grafana/grafana:9 # x', 24, {}).value).toBeUndefined();
  });
});
