import { describe, expect, it } from 'vitest';
import { parseSettings } from '#formats';
import { brief } from './places.ts';

const minimal = 'version: 1\ntarget: { registry: r.example }\n';
const fingerprint = '0123456789ABCDEF0123456789ABCDEF01234567';
const url = 'https://notes.example/v1beta1/projects/p/notes/n/occurrences';

/** What is said of settings with these lines behind the first two. */
function told(lines: string): string[] {
  const text = minimal + lines;
  return parseSettings(text).problems.map(brief(text));
}

const attestation = (more: string, address = url) =>
  `attestations:\n- { images: "**", key: a.pgp, url: ${address}, ${more} }\n`;
const change = (more: string) => `derive:\n  zeebe: { ${more} }\n`;
const added = (more: string) => change(`files: [{ ${more} }]`);

describe('attestations', () => {
  it('are read in order, with defaults and places', () => {
    const { model, problems } = parseSettings(`${minimal}attestations:
  - images: "byo/**"
    exempt: not the vendor's
  - images: "tm/*"
    url: ${url}/
    key: keys/attestor.pgp
    fingerprint: "0123 4567 89ab cdef 0123  4567 89AB CDEF 0123 4567"
    token: { registry: index.docker.io }
    require: false
    types: [a type]
  - { images: "**", url: "http://127.0.0.1:5000/x", key: k, token: { secret: s, field: F, region: eu-west-1 } }
`);
    expect(problems).toEqual([]);
    expect(model?.attestations).toEqual([
      {
        images: 'byo/**',
        ask: { exempt: "not the vendor's" },
        range: { line: 4, column: 13, endLine: 4, endColumn: 21 },
      },
      {
        images: 'tm/*',
        ask: {
          url,
          key: 'keys/attestor.pgp',
          keyRange: { line: 8, column: 10, endLine: 8, endColumn: 27 },
          fingerprint,
          token: { registry: 'docker.io' },
          require: false,
          types: ['a type'],
        },
        range: { line: 6, column: 13, endLine: 6, endColumn: 19 },
      },
      {
        images: '**',
        ask: {
          url: 'http://127.0.0.1:5000/x',
          key: 'k',
          keyRange: { line: 13, column: 58, endLine: 13, endColumn: 59 },
          token: { secret: 's', field: 'F', region: 'eu-west-1' },
          require: true,
        },
        range: { line: 13, column: 15, endLine: 13, endColumn: 19 },
      },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['no list', 'attestations: {}', ['3:15 [{}] setting-invalid']],
    ['neither', 'attestations:\n- images: "**"\n', ['4:3 [images: "**"↵] setting-invalid']],
    ['no pattern', 'attestations:\n- exempt: x\n', ['4:3 [exempt: x↵] setting-missing']],
    [
      'both',
      attestation('exempt: x'),
      ['4:36 [https://notes.exampl…60] setting-invalid', '4:24 [a.pgp] setting-invalid'],
    ],
    ['a key alone', 'attestations:\n- { images: "**", key: a }\n', ['4:3 [{ images: "**", key:…24] setting-missing']],
    [
      'an address alone',
      `attestations:\n- { url: ${url}, images: a }\n`,
      ['4:3 [{ url: https://notes…80] setting-missing'],
    ],
    ['no reason', 'attestations:\n- { images: a, exempt: " " }\n', ['4:24 [" "] setting-invalid']],
    [
      'an exemption that requires',
      'attestations:\n- { images: a, exempt: x, require: true }\n',
      ['4:36 [true] setting-invalid'],
    ],
    ['upper case', 'attestations:\n- { images: Byo/**, exempt: x }\n', ['4:13 [Byo/**] setting-invalid']],
    ['a slash before', 'attestations:\n- { images: /byo, exempt: x }\n', ['4:13 [/byo] setting-invalid']],
    ['plain HTTP', attestation('', 'http://notes.example/x'), ['4:36 [http://notes.example…22] setting-invalid']],
    [
      'a host that begins like loopback',
      attestation('', 'http://127.0.0.1.io/x'),
      ['4:36 [http://127.0.0.1.io/…21] setting-invalid'],
    ],
    ['a login in the address', attestation('', 'https://u:p@a.io/x'), ['4:36 [https://u:p@a.io/x] setting-invalid']],
    ['a query', attestation('', '"https://a.io/x?y"'), ['4:36 ["https://a.io/x?y"] setting-invalid']],
    ['a fragment', attestation('', '"https://a.io/x#y"'), ['4:36 ["https://a.io/x#y"] setting-invalid']],
    ['no path', attestation('', 'https://a.io/'), ['4:36 [https://a.io/] setting-invalid']],
    ['a key id', attestation('fingerprint: "89ABCDEF"', 'https://a.io/x'), ['4:65 ["89ABCDEF"] setting-invalid']],
    ['a token written out', attestation('token: geheim', 'https://a.io/x'), ['4:59 [geheim] secret-in-settings']],
    ['a token of digits', attestation('token: 1234', 'https://a.io/x'), ['4:59 [1234] secret-in-settings']],
    [
      'a token from nowhere',
      attestation('token: { field: x }', 'https://a.io/x'),
      ['4:59 [{ field: x }] setting-invalid'],
    ],
    [
      'a token from two places',
      attestation('token: { env: A, registry: r.io }', 'https://a.io/x'),
      ['4:59 [{ env: A, registry: …26] setting-invalid'],
    ],
    [
      'a variable of a profile',
      attestation('token: { env: A, profile: p }', 'https://a.io/x'),
      ['4:59 [{ env: A, profile: p…22] setting-invalid'],
    ],
    ['no types', attestation('types: []', 'https://a.io/x'), ['4:59 [[]] setting-invalid']],
  ])('are told with %s', (_, lines, problems) => {
    expect(told(lines)).toEqual(problems);
    expect(parseSettings(minimal + lines).model).toBeUndefined();
  });

  it('that never count are told, and the settings hold', () => {
    const exempt = (images: string) => `- { images: "${images}", exempt: x }\n`;
    const lines = `attestations:\n${['a/**', 'b', 'a/**', '**', 'c', '**/*'].map(exempt).join('')}`;
    expect(told(lines)).toEqual([
      '6:13 ["a/**"] setting-never-counts (warning)',
      '8:13 ["c"] setting-never-counts (warning)',
      '9:13 ["**/*"] setting-never-counts (warning)',
    ]);
    const { model, problems } = parseSettings(minimal + lines);
    expect(model?.attestations).toHaveLength(6);
    expect(problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: attestations: "a/**" never counts, because the same pattern stands above and the first match wins.',
      'warning: attestations: "c" never counts, because "**" above fits the same and the first match wins.',
      'warning: attestations: "**/*" never counts, because "**" above fits the same and the first match wins.',
    ]);
  });

  it('never have their token repeated', () => {
    const [problem] = parseSettings(minimal + attestation('token: geheim')).problems;
    expect(problem).toMatchObject({
      message: 'The token is written out. A settings file is shared and never holds a secret.',
      hint: 'Put it into an environment variable and write: token: { env: NAME_OF_THE_VARIABLE }',
    });
  });
});

describe('derive', () => {
  it('is read in the order of the file, with defaults and places', () => {
    const { model, problems } = parseSettings(`${minimal}derive:
  zeebe:
    user: "1001"
    labels: { a.b: c }
    env: { A: "" }
    entrypoint: [/opt/run.sh, ""]
    command: []
    files:
      - { from: scripts/run.sh, to: /opt/run.sh, mode: "0755", owner: "1001:0" }
      - { from: a, to: /opt/a }
      - { from: a, to: /opt/b, mode: "640", owner: "7" }
  "8080": { user: nobody:nogroup }
  "*": { command: [x] }
`);
    expect(problems).toEqual([]);
    const place = (line: number, column: number, length: number) => ({
      line,
      column,
      endLine: line,
      endColumn: column + length,
    });
    const nothing = { labels: {}, environment: {}, files: [] };
    expect(model?.derive).toEqual([
      {
        images: 'zeebe',
        user: '1001',
        labels: { 'a.b': 'c' },
        environment: { A: '' },
        entrypoint: ['/opt/run.sh', ''],
        command: [],
        files: [
          { from: 'scripts/run.sh', range: place(11, 17, 14), to: '/opt/run.sh', mode: 0o755, uid: 1001, gid: 0 },
          { from: 'a', range: place(12, 17, 1), to: '/opt/a', mode: 0o644, uid: 0, gid: 0 },
          { from: 'a', range: place(13, 17, 1), to: '/opt/b', mode: 0o640, uid: 7, gid: 7 },
        ],
        range: place(4, 3, 5),
      },
      { images: '8080', user: 'nobody:nogroup', ...nothing, range: place(14, 3, 6) },
      { images: '*', command: ['x'], ...nothing, range: place(15, 3, 3) },
    ]);
  });

  it.each<[string, string, string[]]>([
    ['nothing', change(''), ['4:10 [{  }] setting-invalid']],
    ['empty parts', change('labels: {}, files: []'), ['4:10 [{ labels: {}, files:…25] setting-invalid']],
    ['a tag in the pattern', 'derive: { "a:1": { user: "1" } }', ['3:11 ["a:1"] setting-invalid']],
    ['a user as a number', change('user: 1001'), ['4:18 [1001] setting-invalid']],
    ['no user', change('user: ""'), ['4:18 [""] setting-invalid']],
    ['half a user', change('user: "1001:"'), ['4:18 ["1001:"] setting-invalid']],
    ['a user that no runtime takes', change('user: "2147483648"'), ['4:18 ["2147483648"] setting-invalid']],
    ['a label that is none', change('labels: { "a b": c }'), ['4:22 ["a b"] setting-invalid']],
    ['a label of a number', change('labels: { a: 1 }'), ['4:25 [1] setting-invalid']],
    ['a variable that is none', change('env: { "A=B": c }'), ['4:19 ["A=B"] setting-invalid']],
    ['a command as one text', change('command: run it'), ['4:21 [run it] setting-invalid']],
    ['a command of numbers', change('command: [sleep, 1]'), ['4:29 [1] setting-invalid']],
    ['an entry point without a program', change('entrypoint: [""]'), ['4:24 [[""]] setting-invalid']],
    ['a file from elsewhere', added('from: ../x, to: /x'), ['4:28 [../x] setting-invalid']],
    ['a whole name', added('from: /etc/passwd, to: /x'), ['4:28 [/etc/passwd] setting-invalid']],
    ['a file to nowhere', added('from: x'), ['4:20 [{ from: x }] setting-missing']],
    ['a relative place', added('from: x, to: opt/x'), ['4:35 [opt/x] setting-invalid']],
    ['a place with a detour', added('from: x, to: /opt/../x'), ['4:35 [/opt/../x] setting-invalid']],
    ['a folder', added('from: x, to: /opt/'), ['4:35 [/opt/] setting-invalid']],
    ['what would remove files', added('from: x, to: /opt/.wh.a'), ['4:35 [/opt/.wh.a] setting-invalid']],
    ['a mode as a number', added('from: x, to: /x, mode: 0755'), ['4:45 [0755] setting-invalid']],
    ['a mode with a bit more', added('from: x, to: /x, mode: "4755"'), ['4:45 ["4755"] setting-invalid']],
    ['an owner by name', added('from: x, to: /x, owner: app'), ['4:46 [app] setting-invalid']],
    ['a file twice', change('files: [{ from: a, to: /x }, { from: b, to: /x }]'), ['4:56 [/x] setting-invalid']],
    [
      'a file below a file',
      change('files: [{ from: a, to: /x/y }, { from: b, to: /x }]'),
      ['4:58 [/x] setting-invalid'],
    ],
    [
      'a file above a file',
      change('files: [{ from: a, to: /x }, { from: b, to: /x/y }]'),
      ['4:56 [/x/y] setting-invalid'],
    ],
    ['an unknown key', change('usr: "1", command: []'), ['4:12 [usr] setting-unknown']],
  ])('is told with %s', (_, lines, problems) => {
    expect(told(lines)).toEqual(problems);
    expect(parseSettings(minimal + lines).model).toBeUndefined();
  });

  it('takes files with names that begin alike', () => {
    expect(told(change('files: [{ from: a, to: /x }, { from: b, to: /xy }]'))).toEqual([]);
  });

  it.each([
    ['*', 'zeebe', 1],
    ['zee*', 'zeebe', 1],
    ['a/**', 'a/b/c', 1],
    ['zeebe', '*', 0],
    ['*', 'a/*', 0],
    ['*', 'a/b', 0],
    ['*', '?', 0],
    ['*', '**', 0],
    ['**/a', 'b', 0],
    ['a/**', 'b', 0],
  ])('with %s before %s has %i that never counts', (before, after, count) => {
    const entry = (images: string) => `  "${images}": { user: "1" }\n`;
    expect(told(`derive:\n${entry(before)}${entry(after)}`)).toHaveLength(count);
  });

  it('that never counts is told at its key, by the order of the file', () => {
    const lines = 'derive:\n  "**": { user: "1" }\n  "8080": { user: "1" }\n';
    expect(told(lines)).toEqual(['5:3 ["8080"] setting-never-counts (warning)']);
  });
});

describe('scan', () => {
  it.each([
    ['with: trivy', { with: 'trivy', missing: 'error' }],
    ['findings: "scans/*.json"', { findings: 'scans/*.json', missing: 'warning' }],
    ['with: grype, findings: x.json, missing: warning', { with: 'grype', findings: 'x.json', missing: 'warning' }],
    ['findings: x, missing: error', { findings: 'x', missing: 'error' }],
  ])('of %s has its defaults', (written, read) => {
    const { model, problems } = parseSettings(`${minimal}scan: { ${written} }`);
    expect(problems).toEqual([]);
    expect(model?.scan).toEqual({ block: 'critical', unfixed: true, accept: [], ...read });
  });

  it('reads what is accepted', () => {
    const { model } = parseSettings(`${minimal}scan:
  with: trivy
  block: medium
  unfixed: false
  accept:
    - { id: CVE-2024-1234, reason: not reached, until: 2028-02-29 }
    - { reason: x, id: GHSA-a-b-c }
`);
    expect(model?.scan).toMatchObject({
      block: 'medium',
      unfixed: false,
      accept: [
        {
          id: 'CVE-2024-1234',
          reason: 'not reached',
          until: '2028-02-29',
          range: { line: 8, column: 13, endLine: 8, endColumn: 26 },
        },
        { id: 'GHSA-a-b-c', reason: 'x', range: { line: 9, column: 24, endLine: 9, endColumn: 34 } },
      ],
    });
    expect(model?.scan?.accept[1]).not.toHaveProperty('until');
  });

  it('is absent where the settings say nothing of it', () => {
    expect(parseSettings(minimal).model).not.toHaveProperty('scan');
    expect(parseSettings(minimal).model).toMatchObject({ attestations: [], derive: [] });
  });

  it.each<[string, string, string[]]>([
    ['neither a scanner nor files', 'block: low', ['3:7 [{ block: low }] setting-invalid']],
    ['another scanner', 'with: clair', ['3:15 [clair] setting-invalid']],
    ['another severity', 'with: trivy, block: negligible', ['3:29 [negligible] setting-invalid']],
    ['no reason', 'with: trivy, accept: [{ id: CVE-1 }]', ['3:31 [{ id: CVE-1 }] setting-missing']],
    ['blanks for a reason', 'with: trivy, accept: [{ id: CVE-1, reason: " " }]', ['3:52 [" "] setting-invalid']],
    ['no day', 'with: trivy, accept: [{ id: C, reason: x, until: 2027-02-29 }]', ['3:58 [2027-02-29] setting-invalid']],
    ['no id', 'with: trivy, accept: [{ id: "all of them", reason: x }]', ['3:37 ["all of them"] setting-invalid']],
    [
      'one twice',
      'with: trivy, accept: [{ id: CVE-1, reason: x }, { id: cve-1, reason: y }]',
      ['3:63 [cve-1] setting-invalid'],
    ],
  ])('is told with %s', (_, written, problems) => {
    expect(told(`scan: { ${written} }`)).toEqual(problems);
  });
});
