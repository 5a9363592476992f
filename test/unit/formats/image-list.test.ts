import { describe, expect, it } from 'vitest';
import { parseImageList } from '#formats';
import { brief, digest } from './places.ts';

describe('parseImageList', () => {
  it('reads destinations, external sources, comments and blank lines', () => {
    const text = `# 8.3\r\n\r\n  \t\r\nx/zeebe:8.3  # the broker\r\n\tgrafana:9\tgrafana/grafana@${digest} #x\nlast:1`;
    const { model, problems } = parseImageList(text);
    expect(problems).toEqual([]);
    expect(model.entries).toEqual([
      {
        dest: {
          text: 'x/zeebe:8.3',
          repository: 'x/zeebe',
          tag: '8.3',
          range: { line: 4, column: 1, endLine: 4, endColumn: 12 },
        },
        range: { line: 4, column: 1, endLine: 4, endColumn: 12 },
      },
      {
        dest: {
          text: 'grafana:9',
          repository: 'grafana',
          tag: '9',
          range: { line: 5, column: 2, endLine: 5, endColumn: 11 },
        },
        source: {
          text: `grafana/grafana@${digest}`,
          reference: { registry: 'docker.io', repository: 'grafana/grafana', digest },
          range: { line: 5, column: 12, endLine: 5, endColumn: 99 },
        },
        range: { line: 5, column: 2, endLine: 5, endColumn: 99 },
      },
      {
        dest: { text: 'last:1', repository: 'last', tag: '1', range: { line: 6, column: 1, endLine: 6, endColumn: 7 } },
        range: { line: 6, column: 1, endLine: 6, endColumn: 7 },
      },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['a comment without a blank', '#a\n #b', []],
    ['a source on its own, for lists without a release', `r.io:443/a/b:1@${digest}`, []],
    ['no tag', 'zeebe', ['1:1 [zeebe] tag-missing']],
    ['no tag but a digest', `r.io/zeebe@${digest}`, ['1:1 [r.io/zeebe@sha256:a1…82] tag-missing']],
    ['an empty tag', '\nzeebe:', ['2:1 [zeebe:] tag-missing']],
    ['upper case', ' Zeebe:1', ['1:2 [Zeebe] destination-invalid']],
    ['a hash without a blank before it', 'a:1#x', ['1:3 [1#x] destination-invalid']],
    ['a leading slash', '/a:1', ['1:1 [/a] destination-invalid']],
    ['a short digest', 'r.io/a:1@sha256:1', ['1:10 [sha256:1] digest-malformed']],
    ['a source by tag', 'a:1 r.io/a:1', ['1:5 [r.io/a:1] digest-missing (warning)']],
    ['a source with neither', 'a:1 r.io/a', ['1:5 [r.io/a] tag-missing']],
    ['a source that is none', 'a:1 r.io/A:1', ['1:10 [A] source-invalid']],
    ['both wrong', 'a r.io/A', ['1:1 [a] tag-missing', '1:8 [A] source-invalid']],
    ['three fields', 'a:1 r.io/a:1 x y', ['1:14 [x y] fields-too-many']],
    ['NUL', 'a\0b:1', ['1:1 [a\0b] destination-invalid']],
    ['half a surrogate pair', '\ud800:1', ['1:1 [\ud800] destination-invalid']],
    ['a blank of another kind', 'a:1\u00a0r.io/a:1', ['1:1 [a:1\u00a0r.io/a] destination-invalid']],
    [
      'a line of 10 MB',
      `a:1\n${'x'.repeat(10_000_000)}\nb`,
      ['2:1 [xxxxxxxxxxxxxxxxxxxx…10000000] text-too-large', '3:1 [b] tag-missing'],
    ],
  ])('%s', (_, text, problems) => {
    expect(parseImageList(text).problems.map(brief(text))).toEqual(problems);
  });

  it('reads 5,000 lines', () => {
    const text = Array.from({ length: 5000 }, (_, at) => `a/b${at}:1 r.io/x:${at}`).join('\n');
    expect(parseImageList(text).model.entries).toHaveLength(5000);
  });
});
