import { describe, expect, it } from 'vitest';
import { type Facts, type Fix, releaseFileLanguage as language } from '#language';
import { applyEdits } from '../../support/apply-edits.ts';
import { digestOf, type KnownWorld, knownFacts } from '../../support/known-facts.ts';

const a = digestOf('a');
const b = digestOf('b');
const target = { registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com', prefix: 'p' };
const there = (path: string) => `${target.registry}/p/${path}`;
const text = `{
  "vendor": [1, 2],
  "metadata": {
    "images": {
      "zeebe": {
        "source": "docker.io/camunda/zeebe:8.3.4@${a}",
        "dest": "zeebe:8.3.4"
      },
      "operate": { "source": "registry.example/operate:8.3.4@${b}", "dest": "operate:8.3.4" }
    }
  }
}
`;
/** A release with these images, on one line. */
const withImages = (images: object | string) =>
  `{"metadata": {"images": ${typeof images === 'string' ? images : JSON.stringify(images)}}}`;
const rules = (written: string) => language.diagnose(written).map(({ rule }) => rule);

function fixes(written: string, offset: number, facts: Facts = knownFacts({})): readonly Fix[] {
  const line = written.slice(0, offset).split('\n').length;
  const column = offset - written.lastIndexOf('\n', offset - 1);
  const range = { line, column, endLine: line, endColumn: column };
  return language.fixes(written, range, language.diagnose(written), facts).value;
}

function fixed(written: string, title: string, facts?: Facts, at = 0): string {
  const all = fixes(written, at, facts);
  const fix = all.find((each) => each.title === title);
  if (!fix) throw new Error(`There is no fix ${title}, but ${all.map((each) => each.title).join(', ')}`);
  return applyEdits(written, fix.edits);
}

describe('diagnose', () => {
  it('finds nothing in a good file', () => {
    expect(language.diagnose(text)).toEqual([]);
  });

  it('finds destinations that contradict each other, and latest', () => {
    const one = { source: `x.example/a:1@${a}`, dest: 'a:1' };
    expect(rules(withImages({ one, two: { ...one, source: `x.example/a:1@${b}` } }))).toEqual([
      'destination-duplicate',
    ]);
    expect(rules(withImages({ one, two: one }))).toEqual([]);
    expect(rules(withImages({ one: { ...one, dest: 'a:latest' } }))).toEqual(['tag-latest']);
  });
});

describe('symbols, folds and links', () => {
  it('has the images below their group', () => {
    const [group, ...others] = language.symbols(text);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      name: 'images',
      detail: '2 images',
      kind: 'group',
      nameRange: { line: 4, column: 5 },
    });
    expect(group?.children.map(({ name, detail, range }) => [name, detail, range.line])).toEqual([
      ['zeebe', 'zeebe:8.3.4', 5],
      ['operate', 'operate:8.3.4', 9],
    ]);
  });

  it('folds what takes several lines', () => {
    expect(language.folds(text).map(({ first, last }) => [first, last])).toEqual([
      [1, 11],
      [3, 10],
      [4, 9],
      [5, 7],
    ]);
  });

  it('leads to its list, and to pages that are certain', () => {
    const files = ['8.3.4_release.json', '8.3.4_images.txt', 'images.txt'];
    const links = language.links(text, { file: '8.3.4_release.json', files });
    expect(links.map((link) => [link.range.line, 'file' in link ? link.file : link.address])).toEqual([
      [4, '8.3.4_images.txt'],
      [6, 'https://hub.docker.com/r/camunda/zeebe/tags?name=8.3.4'],
    ]);
  });
});

describe('format', () => {
  it('writes each key on its line, in the indentation that is there', () => {
    expect(language.format('{"metadata":{"images":{}}}')).toBe('{\n  "metadata": {\n    "images": {}\n  }\n}\n');
    expect(language.format('{\n\t"a": [1,2]}')).toBe('{\n\t"a": [\n\t\t1,\n\t\t2\n\t]\n}\n');
    expect(language.format('{\n    "a":1}')).toBe('{\n    "a": 1\n}\n');
    expect(language.format('{\r\n "a":1}')).toBe('{\r\n "a": 1\r\n}\r\n');
  });

  it('leaves alone what is no JSON', () => {
    for (const broken of ['{"a":1', '{"a":1,}', '// x\n{}', '', ' ']) expect(language.format(broken)).toBe(broken);
  });
});

describe('lines', () => {
  it('stand at the destination, and tell of target and upstream', () => {
    const world: KnownWorld = {
      target,
      images: { [there('zeebe:8.3.4')]: { digest: a, platforms: [] }, [there('operate:8.3.4')]: 'missing' },
      tagsOf: { 'docker.io/camunda/zeebe': ['8.3.5', '8.4.0-alpha1'], 'registry.example/operate': [] },
    };
    const { value, wants } = language.lines(text, knownFacts(world));
    expect(value.map((state) => [state.range.line, state.kind, state.text])).toEqual([
      [7, 'there', 'there · sha256:aaaa…aaaa'],
      [7, 'newer', '8.3.5 is out'],
      [9, 'missing', 'missing'],
    ]);
    // Whether the repository of what is missing is there.
    const repository = '709825985650.dkr.ecr.us-east-1.amazonaws.com/p/operate';
    expect(wants).toEqual([
      { kind: 'image', reference: 'docker.io/camunda/zeebe:8.3.5' },
      { kind: 'tags', repository },
    ]);
  });
});

describe('fixes', () => {
  const pins = knownFacts({ images: { 'x.example/a:1': { digest: b, platforms: [] } } });

  it('pins a source, with or without a destination beside it', () => {
    const whole = withImages({ a: { source: 'x.example/a:1', dest: 'a:1' } });
    expect(rules(whole)).toEqual(['digest-missing']);
    const at = whole.indexOf('x.example');
    expect(rules(fixed(whole, 'Pin to sha256:bbbb…bbbb', pins, at))).toEqual([]);
    const half = withImages({ a: { source: 'x.example/a:1' } });
    expect(fixed(half, 'Pin to sha256:bbbb…bbbb', pins, at)).toBe(withImages({ a: { source: `x.example/a:1@${b}` } }));
  });

  it('moves a pinned source with its destination', () => {
    const facts = knownFacts({
      tagsOf: { 'docker.io/camunda/zeebe': ['8.3.5'] },
      images: { 'docker.io/camunda/zeebe:8.3.5': { digest: b, platforms: [] } },
    });
    const moved = fixed(text, 'Update to 8.3.5', facts, text.indexOf('8.3.4'));
    expect(moved).toContain(`"source": "docker.io/camunda/zeebe:8.3.5@${b}",\n        "dest": "zeebe:8.3.5"`);
    expect(rules(moved)).toEqual([]);
  });

  it('says which version goes out as latest', () => {
    const latest = withImages({ a: { source: `x.example/a:1@${a}`, dest: 'a:latest' } });
    expect(rules(fixed(latest, 'Release as 1', undefined, latest.indexOf('a:latest')))).toEqual([]);
  });

  it('adds a field that is missing, where upstream says what it may be', () => {
    const half = withImages(`{\n  "a": {\n    "source": "docker.io/x/a:1@${a}"\n  }\n}`);
    const whole = fixed(half, 'Add dest: x/a:1', undefined, half.indexOf('source'));
    expect(whole).toContain(`@${a}",\n    "dest": "x/a:1"\n  }`);
    expect(rules(whole)).toEqual([]);
    const bare = withImages({ a: {} });
    expect(rules(bare)).toEqual(['release-shape', 'release-shape']);
    expect(rules(fixed(bare, 'Add source and dest', undefined, bare.indexOf('"a"')))).not.toContain('release-shape');
  });

  it('adds the frame', () => {
    for (const written of ['{}', '{"v": 1}', '{"metadata": {}}', '{"metadata": {"v": 1}}']) {
      expect(rules(written)).toEqual(['release-shape']);
      expect(rules(fixed(written, 'Add metadata.images'))).toEqual([]);
    }
    expect(rules(fixed('', 'Write the frame of a release file'))).toEqual([]);
  });

  it('removes what stands twice', () => {
    const image = (digest: string) => `{"source": "x.example/a:1@${digest}", "dest": "a:1"}`;
    const twice = withImages(`{"a": ${image(a)}, "a": ${image(b)}}`);
    expect(fixed(twice, 'Remove the first of the two')).toBe(withImages(`{"a": ${image(b)}}`));
    const doubled = withImages(`{"a": ${image(a)},\n "b": ${image(b)}}`);
    expect(rules(doubled)).toEqual(['destination-duplicate']);
    expect(fixed(doubled, 'Remove this image')).toBe(withImages(`{"a": ${image(a)}}`));
  });

  it('creates the image list, under the name that pairs', () => {
    const neighbours = { file: 'x/8.3.4_release.json', files: ['x/8.3.4_release.json', 'x/images.txt'] };
    const creation = fixes(text, 0, knownFacts({ neighbours })).find(({ creates }) => creates);
    expect(creation).toMatchObject({
      title: 'Create 8.3.4_images.txt with all 2 images',
      edits: [],
      creates: { file: 'x/8.3.4_images.txt', text: 'zeebe:8.3.4\noperate:8.3.4\n' },
    });
    const there = { ...neighbours, files: [...neighbours.files, 'x/8.3.4_byo_images.txt'] };
    expect(fixes(text, 0, knownFacts({ neighbours: there })).filter(({ creates }) => creates)).toEqual([]);
  });

  it('releases under another tag what is taken', () => {
    const facts = knownFacts({
      target,
      images: {
        [there('zeebe:8.3.4')]: { digest: b, platforms: [] },
        [`docker.io/camunda/zeebe:8.3.4@${a}`]: { digest: a, platforms: [] },
      },
    });
    expect(fixed(text, 'Release as 8.3.4-1', facts, text.indexOf('zeebe:8'))).toContain('"dest": "zeebe:8.3.4-1"');
  });
});

describe('complete', () => {
  const complete = (written: string, world: KnownWorld = {}) => {
    const offset = written.indexOf('|');
    const plain = written.replace('|', '');
    return language.complete(plain, offset, knownFacts(world)).value.map((each) => ({
      label: each.label,
      result: applyEdits(plain, [each.edit]),
    }));
  };
  const labels = (written: string, world?: KnownWorld) => complete(written, world).map(({ label }) => label);

  it('offers keys where they belong, with what stands below them', () => {
    expect(labels('|')).toEqual(['metadata']);
    expect(labels('{|}')).toEqual(['metadata']);
    expect(labels('{"metadata": {|}}')).toEqual(['images']);
    expect(labels(withImages('{|}'))).toEqual(['image']);
    expect(labels(withImages('{"a": {|}}'))).toEqual(['source', 'dest']);
    expect(labels(withImages('{"a": {"source": "x", |}}'))).toEqual(['dest']);
    expect(labels('{"vendor": {|}}')).toEqual([]);
    expect(labels('{"metadata": {"images": {}, |}}')).toEqual([]);
  });

  it('replaces the key that is being written, and keeps its value', () => {
    expect(complete(withImages('{"a": {"so|": "x"}}'))[0]?.result).toBe(withImages('{"a": {"source": "x"}}'));
    expect(complete(withImages('{"a": {"so|"}}'))[0]?.result).toBe(withImages('{"a": {"source": "$1"}}'));
    expect(complete(withImages('{"a": {| "dest": "x"}}'))[0]?.result).toBe(
      withImages('{"a": {"source": "$1", "dest": "x"}}'),
    );
  });

  it.each([
    ['an image', withImages('{"a": {}|}')],
    ['an image on the next line', withImages('{"a": {}\n|\n}')],
    ['a field', withImages('{"a": {"layers": {} |}}')],
    ['the images', '{"metadata": {"name": {} |}}'],
    ['a member between others', '{"metadata": {"a": {} | "b": 2}}'],
  ])('sets what is added apart from what stands before it: %s', (_, written) => {
    const [offer] = complete(written);
    const result = offer?.result.replaceAll(/\$\{\d:([^}]*)\}|\$\d/g, '$1') ?? '';
    expect(() => JSON.parse(result)).not.toThrow();
    expect(result).not.toBe(written.replace('|', ''));
  });

  it('offers destinations as upstream has them, the longest first', () => {
    const written = withImages(`{"a": {"source": "docker.io/camunda/zeebe:8.3.4@${a}", "dest": "|"}}`);
    expect(labels(written)).toEqual(['camunda/zeebe:8.3.4', 'zeebe:8.3.4']);
    expect(complete(written)[1]?.result).toContain('"dest": "zeebe:8.3.4"');
  });

  it('offers tags and repositories of a source', () => {
    const tagsOf = { 'docker.io/camunda/zeebe': ['8.3.4', '8.3.5'] };
    const written = withImages('{"a": {"source": "docker.io/camunda/zeebe:|"}}');
    expect(labels(written, { tagsOf })).toEqual(['8.3.5', '8.3.4']);
    expect(complete(written, { tagsOf })[0]?.result).toContain('"source": "docker.io/camunda/zeebe:8.3.5"');
    const other = withImages(`{"b": {"source": "quay.io/a/b:1@${a}", "dest": "b:1"}, "a": {"source": "|"}}`);
    expect(labels(other)).toEqual(['docker.io', 'quay.io', 'quay.io/a/b']);
  });
});

describe('hover', () => {
  it('tells of source and destination, and of nothing else', () => {
    const hover = (part: string) => language.hover(text, text.indexOf(part) + 2, knownFacts({ target })).value;
    expect(hover('docker.io')?.text).toBe(`\`docker.io/camunda/zeebe:8.3.4@${a}\``);
    expect(hover('zeebe:8.3.4"')?.text).toContain(`Goes to \`${there('zeebe:8.3.4')}\``);
    expect(hover('vendor')).toBeUndefined();
  });
});

it('answers for a text that nests deeper than a stack, too', () => {
  const deep = '{"metadata":'.repeat(50_000);
  const facts = knownFacts({ target });
  const place = { line: 1, column: 1, endLine: 1, endColumn: 9 };
  expect(rules(deep)).toEqual(['text-too-deep']);
  expect(language.symbols(deep)).toEqual([]);
  expect(language.folds(deep)).toEqual([]);
  expect(language.format(deep)).toBe(deep);
  expect(language.links(deep, { file: 'release.json', files: [] })).toEqual([]);
  expect(language.complete(deep, 700, facts).value).toEqual([]);
  expect(language.hover(deep, 700, facts).value).toBeUndefined();
  expect(language.fixes(deep, place, [], facts).value).toEqual([]);
});
