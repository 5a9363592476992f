import { describe, expect, it } from 'vitest';
import { parseRelease } from '#formats';
import { brief, digest } from './places.ts';

const image = (source: string, dest: string) => JSON.stringify({ source, dest });
const release = (...images: string[]) => `{"metadata":{"images":{\n${images.join(',\n')}\n}}}`;

describe('parseRelease', () => {
  it('reads images with their places, and leaves the rest to the vendor', () => {
    const text = `{\r\n "extra": [1, {"a": null}],\r\n "metadata": { "version": 1, "images": {\r\n  "zeebe": ${image(
      `r.example/x/zeebe:8.3@${digest}`,
      'x/zeebe:8.3',
    )}\r\n } }\r\n}`;
    const { model, problems } = parseRelease(text);
    expect(problems).toEqual([]);
    expect(model.images).toEqual([
      {
        key: 'zeebe',
        source: {
          text: `r.example/x/zeebe:8.3@${digest}`,
          reference: { registry: 'r.example', repository: 'x/zeebe', tag: '8.3', digest },
          range: { line: 4, column: 23, endLine: 4, endColumn: 116 },
        },
        dest: {
          text: 'x/zeebe:8.3',
          repository: 'x/zeebe',
          tag: '8.3',
          range: { line: 4, column: 126, endLine: 4, endColumn: 137 },
        },
        range: { line: 4, column: 3, endLine: 4, endColumn: 139 },
      },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['empty', '', ['1:1 [] text-syntax']],
    ['blank', ' \n ', ['1:1 [] text-syntax']],
    ['no object', '[]', ['1:1 [[]] release-shape']],
    ['a text', '"x"', ['1:1 ["x"] release-shape']],
    ['no metadata', '{}', ['1:1 [] release-shape']],
    ['metadata of another kind', '{"metadata":[]}', ['1:13 [[]] release-shape']],
    ['no images', '{"metadata":{}}', ['1:13 [{] release-shape']],
    ['images of another kind', '{"metadata":{"images":[]}}', ['1:23 [[]] release-shape']],
    ['an image of another kind', release('"a": 1'), ['2:6 [1] release-shape']],
    ['an image without fields', release('"a": {}'), ['2:1 ["a": {}] release-shape', '2:1 ["a": {}] release-shape']],
    ['a source of another kind', release(`"a": {"source": 1, "dest": "a:1"}`), ['2:17 [1] release-shape']],
    ['no digest', release(`"a": ${image('r.io/a:1', 'a:1')}`), ['2:17 [r.io/a:1] digest-missing']],
    ['a short digest', release(`"a": ${image('r.io/a@sha256:12', 'a:1')}`), ['2:24 [sha256:12] digest-malformed']],
    ['upper case in a source', release(`"a": ${image(`r.io/A@${digest}`, 'a:1')}`), ['2:22 [A] source-invalid']],
    ['no tag', release(`"a": ${image(`r.io/a@${digest}`, 'a')}`), ['2:105 [a] tag-missing']],
    ['an empty tag', release(`"a": ${image(`r.io/a@${digest}`, 'a:')}`), ['2:105 [a:] tag-missing']],
    ['a bad tag', release(`"a": ${image(`r.io/a@${digest}`, 'a:-')}`), ['2:107 [-] destination-invalid']],
    ['a host in dest', release(`"a": ${image(`r.io/a@${digest}`, 'h:5/a:1')}`), ['2:105 [h:5/a] destination-invalid']],
    ['a digest in dest', release(`"a": ${image(`r.io/a@${digest}`, 'a:1@x')}`), ['2:108 [@x] destination-invalid']],
    [
      'a key that stands twice',
      release('"a": 1, "a": 2').replace(/[12]/g, image(`r.io/a@${digest}`, 'a:1')),
      ['2:112 ["a"] duplicate-key'],
    ],
    [
      'an escape before the fault',
      release(String.raw`"a": {"source": "r.io/\u0041", "dest": "a:1"}`),
      ['2:18 [r.io/\\u0041] source-invalid'],
    ],
    ['a comment', release('// no'), ['2:1 [// no] text-syntax']],
    ['a comma too many', '{"metadata":{"images":{},}}', ['1:26 [}] text-syntax']],
    ['something behind', '{"metadata":{"images":{}}} x', ['1:28 [x] text-syntax']],
    ['NUL in a text', '{"metadata":{"images":{}}, "a":"\0"}', ['1:32 ["\0"] text-syntax']],
    ['a cut after a comma', '{"metadata":{\n"images":{\n"a":{},\n\n', ['3:7 [,] text-syntax']],
    ['a cut inside a key', '{"metadata":{\n"ima', ['2:1 ["ima] text-syntax', '2:4 [a] text-syntax']],
    [
      'a cut inside a text',
      '{"metadata":{\n"images":{"a":{"source":"r.i',
      ['2:25 ["r.i] text-syntax', '2:28 [i] text-syntax'],
    ],
  ])('%s', (_, text, problems) => {
    expect(parseRelease(text).problems.map(brief(text))).toEqual(problems);
  });

  it('takes any key for an image', () => {
    const keys = ['__proto__', 'constructor', 'toString', '1', '', '\ud800', 'a"b'];
    const text = release(...keys.map((key, at) => `${JSON.stringify(key)}: ${image(`r.io/a@${digest}`, `a:${at}`)}`));
    const { model, problems } = parseRelease(text);
    expect(problems).toEqual([]);
    expect(model.images.map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    ['lists', '['.repeat(10_000)],
    ['lists that close', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['objects', '{"a":'.repeat(10_000)],
    ['lists that close wrongly', '[}'.repeat(10_000)],
    ['brackets behind a comment', `/* " */${'['.repeat(10_000)}`],
    ['brackets behind a broken text', `["\n${'['.repeat(10_000)}`],
  ])('stops at deep nesting: %s', (_, text) => {
    expect(parseRelease(text).problems.map(({ rule }) => rule)).toEqual(['text-too-deep']);
  });

  it('stops at more values than any release has', () => {
    expect(parseRelease(`[${'0,'.repeat(1_000_000)}`).problems.map(({ rule }) => rule)).toEqual(['text-too-large']);
  });

  it('does not take brackets in texts for nesting', () => {
    expect(parseRelease(`{"x":"${'['.repeat(100)}","metadata":{"images":{}}}`).problems).toEqual([]);
  });

  it('reads 5,000 images and a line of 10 MB', () => {
    const images = Array.from({ length: 5000 }, (_, at) => `"${at}":${image(`r.io/a@${digest}`, `a:${at}`)}`);
    expect(parseRelease(release(...images)).model.images).toHaveLength(5000);
    const long = parseRelease(`{"x":"${'y'.repeat(10_000_000)}","metadata":{"images":{"a":${image('', 'a:1')}}}}`);
    expect(long.problems.map(({ rule }) => rule)).toEqual(['source-invalid']);
  });
});
