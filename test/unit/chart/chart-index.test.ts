import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type ChartVersion, chartVersions } from '#chart';
import { Random } from '../../support/random.ts';

const where = 'https://helm.example/index.yaml';
const read = (text: string, name = 'alpine') => chartVersions(text, name, where);
const numbers = (text: string, name?: string) => read(text, name)?.map(({ version }) => version);

/** As Helm's documentation shows one, and as `helm repo index` writes more of it: lists no deeper than their key. */
const documented = `apiVersion: v1
entries:
  alpine:
  - annotations:
      version: 9.9.9
    apiVersion: v2
    appVersion: "1.10"
    created: "2016-10-06T16:23:20.499814565-06:00"
    dependencies:
    - name: common
      version: 7.7.7
    description: |
      entries:
        alpine:
        - version: 6.6.6

      # Deploy a basic Alpine Linux pod
    digest: 99c76e403d752c84ead610644d4b1c2f2b453a74b921f422b9dcb8a7c8b559cd
    home: https://helm.sh/helm
    name: alpine
    urls:
    - https://technosophos.github.io/tscharts/alpine-0.2.0.tgz
    - alpine-0.2.0.tgz
    version: 0.2.0
  - created: 2016-10-06T16:23:20.499543808-06:00
    deprecated: true
    description: Deploy a basic Alpine Linux pod,
      and say: it's done
    name: alpine
    urls: [ alpine-0.1.0.tgz ]
    version: 0.1.0
  nginx:
  - name: nginx
    urls:
    - nginx-1.1.0.tgz
    version: 1.1.0
generated: "2016-10-06T16:23:20.499029981-06:00"
`;

describe('the index of a Helm repository', () => {
  it('tells of each version of a chart', () => {
    // The colon in the second description makes that no YAML; only its version is wanted.
    expect(read(documented)).toEqual([
      {
        version: '0.2.0',
        created: '2016-10-06T16:23:20.499814565-06:00',
        digest: '99c76e403d752c84ead610644d4b1c2f2b453a74b921f422b9dcb8a7c8b559cd',
        urls: ['https://technosophos.github.io/tscharts/alpine-0.2.0.tgz', 'alpine-0.2.0.tgz'],
        appVersion: '1.10',
        deprecated: false,
      },
      {
        version: '0.1.0',
        created: '2016-10-06T16:23:20.499543808-06:00',
        urls: ['alpine-0.1.0.tgz'],
        deprecated: true,
      },
    ] satisfies ChartVersion[]);
    expect(numbers(documented, 'nginx')).toEqual(['1.1.0']);
    expect(read(documented, 'redis')).toBeUndefined();
    expect(read(documented, 'constructor')).toBeUndefined();
  });

  it.each([
    ['Windows line breaks', documented.replaceAll('\n', '\r\n')],
    ['a mark of the byte order', `\uFEFF${documented}`],
    [
      'a mark of the document and comments',
      `# made by hand\n---\n${documented.replace('  nginx', '# here\n\n  nginx')}`,
    ],
    ['keys in quotes', documented.replace('entries:', '"entries":').replace('  alpine:', "  'alpine':  # this")],
    ['no break at its end', documented.trimEnd()],
    ['deeper lists', documented.replaceAll(/^(?= +- (?:annot|created))|^(?= {4}\S)|^(?= {6})/gm, '  ')],
  ])('may have %s', (_, text) => {
    expect(numbers(text)).toEqual(['0.2.0', '0.1.0']);
    expect(read(text)?.[0]?.urls).toHaveLength(2);
  });

  it.each([
    ['JSON', JSON.stringify({ apiVersion: 'v1', entries: { alpine: [{ version: '1.0.0', deprecated: true }] } })],
    ['braces', 'entries: { alpine: [{ version: 1.0.0, deprecated: true }] }\n'],
    ['braces throughout', '{ entries: { alpine: [{ version: 1.0.0, deprecated: true }] } }\n'],
    ['a list in brackets', 'entries:\n  alpine: [{ version: 1.0.0, deprecated: true }]\n'],
    ['items in braces', 'entries:\n  alpine:\n  - { version: 1.0.0, deprecated: true }\n'],
    ['an alias', 'entries:\n  a b: &x [{ version: 1.0.0, deprecated: true }]\n  alpine: *x\n'],
  ])('may be written as %s', (_, text) => {
    expect(read(text)).toEqual([{ version: '1.0.0', urls: [], deprecated: true }]);
  });

  it('may have entries that cannot be read, and fields of another kind', () => {
    const text = `entries:
  alpine:
  - "a text"
  - version: [1]
  - version: 1.10
    appVersion: {}
    urls: 7
    digest: "open
  - version: 1.0.0
    appVersion: []
`;
    expect(read(text)).toEqual([{ version: '1.0.0', urls: [], deprecated: false }]);
    expect(numbers('entries:\n  alpine:\n  - version: 1.10\n')).toEqual(['1.10']);
    expect(numbers('entries: {}\n')).toBeUndefined();
    expect(numbers('entries:\n  alpine: []\n')).toEqual([]);
  });

  it.each([
    ['a page', '<!doctype html><html><body>Not here</body></html>'],
    ['nothing', ''],
    ['something else', 'apiVersion: v1\nkind: List\n'],
    ['a text in brackets', `{"entries":${'['.repeat(100_000)}`],
    ['brackets', '['.repeat(100_000)],
    ['aliases that grow', `a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nentries: [*c]\n`],
    ['too much', 'a'.repeat(40_000_000)],
  ])('is not %s', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'chart-repository-error' }));
  });

  it('is read as a YAML library reads it, whatever stands in it', () => {
    const random = new Random(8);
    const words = [
      'entries:',
      '- version: 1',
      'a: b',
      "it's",
      '# no comment',
      '{{ .Values }}',
      'x'.repeat(90),
      '"',
      '',
    ];
    const prose = () =>
      Array.from({ length: random.below(6) }, () => random.pick(words)).join(random.pick([' ', '\n']));
    for (let run = 0; run < 6; run++) {
      const entry = (name: string) => ({
        annotations: { version: prose(), 'a b': prose() },
        appVersion: random.pick(['1.10', '8.3.4', 'latest', '1e3']),
        created: '2024-01-09T10:03:21Z',
        dependencies: [{ name: 'common', version: '2.x.x', tags: [prose()] }],
        description: prose(),
        digest: 'ab'.repeat(32),
        ...(random.below(3) === 0 ? { deprecated: true } : {}),
        keywords: [prose(), prose()],
        name,
        urls: [`${name}-${run}.tgz`],
        version: `${random.below(9)}.${random.below(20)}.0`,
      });
      const names = ['alpine', 'a', 'zeebe', 'camunda-platform'];
      const entries = Object.fromEntries(
        names.map((name) => [name, Array.from({ length: random.below(4) }, () => entry(name))]),
      );
      const index = { apiVersion: 'v1', entries, generated: '2024-01-09T10:03:21Z' };
      const text = stringify(index, {
        indentSeq: random.below(2) === 0,
        indent: random.pick([2, 4]),
        lineWidth: random.pick([0, 40, 80]),
      });
      const whole = parse(text);
      for (const name of names) {
        const expected = whole.entries[name].map(({ version }: ChartVersion) => version);
        expect(numbers(text, name)).toEqual(expected);
      }
      expect(read(text)?.map(({ appVersion, deprecated }) => [appVersion, deprecated])).toEqual(
        entries.alpine?.map(({ appVersion, deprecated = false }) => [appVersion, deprecated]),
      );
    }
  });
});
