import { describe, expect, it } from 'vitest';
import { check, checkDocument, checkGithub, checkText, type LoadedFile } from '#jobs';
import type { Problem } from '#problem';

const digest = `sha256:${'a'.repeat(64)}`;
const load = (file: string, text: string): LoadedFile => ({ file, bytes: new TextEncoder().encode(text) });
const release = (file: string, dest: string, source = `s.io/a@${digest}`) =>
  load(file, `{"metadata":{"images":{\n"a": ${JSON.stringify({ source, dest })}\n}}}`);
const settings = (more = '', target = 'registry: r.io') =>
  load('marketplace.yaml', `version: 1\ntarget: { ${target} }\n${more}`);
const shown = ({ problems }: { problems: readonly Problem[] }) =>
  problems.map(({ file, range, severity, rule }) => `${file}:${range.line}:${range.column} ${severity} ${rule}`);

describe('check', () => {
  it('finds nothing wrong with good files', () => {
    const files = [release('1_release.json', 'a:1'), load('1_images.txt', '\ufeffa:1\r\n')];
    expect(check({ files })).toEqual({ ok: true, problems: [], suppressed: [] });
    expect(check({ settings: settings(), files })).toEqual({ ok: true, problems: [], suppressed: [] });
    expect(check({ files: [] })).toEqual({ ok: true, problems: [], suppressed: [] });
  });

  it('gathers what is wrong by file and place, settings or not', () => {
    const files = [
      load('2_images.txt', 'b:1\nb\n'),
      release('1_release.json', 'a'),
      load('1_images.txt', 'x:1\na:1\na:1\n'),
      { file: '1_byo_images.txt', bytes: new Uint8Array([0x61, 0xff]) },
    ];
    const problems = [
      '1_byo_images.txt:1:1 error destination-invalid',
      '1_byo_images.txt:1:2 error not-utf8',
      '1_images.txt:3:1 warning duplicate-entry',
      '1_release.json:2:105 error tag-missing',
      '2_images.txt:1:1 error list-unpaired',
      '2_images.txt:2:1 error tag-missing',
    ];
    expect(shown(check({ files }))).toEqual(problems);
    expect(shown(check({ settings: settings(), files }))).toEqual(problems);
    expect(check({ files }).ok).toBe(false);
  });

  it('says all at once of a list that ought to have a release', () => {
    const text = 'zeebe:8.3.4\nzeebe:8.3.4\na:1 s.io/a:1\na:1 s.io/b:1\n';
    const settled = shown(check({ settings: settings(), files: [load('images.txt', text)] }));
    expect(settled.filter((each) => !each.endsWith('digest-missing'))).toEqual([
      'images.txt:1:1 error list-unpaired',
      'images.txt:2:1 warning duplicate-entry',
      'images.txt:3:1 error destination-duplicate',
      'images.txt:4:1 error destination-duplicate',
    ]);
    expect(shown(check({ files: [load('images.txt', text)] }))).toContain('images.txt:2:1 warning duplicate-entry');
  });

  it('is content with warnings', () => {
    const files = [load('images.txt', 'a:latest s.io/a:1\n')];
    const result = check({ settings: settings('files: { unpaired: sources }'), files });
    expect(shown(result)).toEqual(['images.txt:1:1 warning tag-latest', 'images.txt:1:10 warning digest-missing']);
    expect(result.ok).toBe(true);
  });

  it('asks the rules for each target, and tells once what several find', () => {
    const file = load(
      'marketplace.yaml',
      `version: 1
targets:
  one: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, attestationManifests: keep, prefix: p }
  two: { registry: r.io }
  three: { registry: q.io }
`,
    );
    expect(shown(check({ settings: file, files: [release('release.json', 'a:latest')] }))).toEqual([
      'marketplace.yaml:3:88 error attestation-manifests',
      'release.json:2:1 error tag-latest',
      'release.json:2:1 warning tag-latest',
    ]);
  });

  it('says nothing of pairs when the settings can not be read', () => {
    const result = check({ settings: load('marketplace.yaml', 'version: 2'), files: [load('images.txt', 'a:1\nb')] });
    expect(shown(result)).toEqual(['images.txt:2:1 error tag-missing', 'marketplace.yaml:1:10 error setting-invalid']);
  });

  it('knows files by the patterns of the settings, then by their ending, and the settings as such', () => {
    const files = [
      load('x.list', 'a:1'),
      load('x.rel', '{}'),
      load('other.json', '{}'),
      load('notes.txt', 'a'),
      settings(),
    ];
    const patterns = settings('files: { releases: "*.rel", images: "*.list" }');
    const found = [
      'notes.txt:1:1 error tag-missing',
      'other.json:1:1 error release-shape',
      'x.rel:1:1 error release-shape',
    ];
    expect(shown(check({ settings: patterns, files }))).toEqual(found);
    const [list] = files;
    const told = check({ settings: patterns, files: list ? [{ ...list, kind: 'release' }] : [] });
    expect(shown(told)[0]).toBe('x.list:1:1 error text-syntax');
  });

  it('does not say of a broken release that it lacks what lists name', () => {
    const broken = load(
      '1_release.json',
      `{"metadata":{"images":{"a":{"source":"s.io/a@${digest}","dest":"a:1"},\n"b":`,
    );
    const files = [broken, load('1_images.txt', 'a:1\nb:1\n')];
    expect(shown(check({ files }))).toEqual(['1_release.json:2:4 error text-syntax']);
  });

  it('reads load forms, and asks the catalogue of each', () => {
    const form = load('a.loadform.txt', '[a]\nForm: AMI version\nno field\n[b]\nForm: nonsense\n');
    const found = ['a.loadform.txt:3:1 error form-line', 'a.loadform.txt:5:7 error form-kind'];
    expect(shown(check({ files: [form] }))).toEqual(expect.arrayContaining(found));
    expect(check({ files: [], forms: [form] })).toEqual(check({ files: [form] }));
    expect(check({ files: [form] }).problems.map(({ rule }) => rule)).toContain('form-field-missing');
  });

  it('does not look into what is too large', () => {
    const files = [{ file: 'release.json', bytes: new Uint8Array(17 * 1024 * 1024) }];
    expect(shown(check({ files }))).toEqual(['release.json:1:1 error text-too-large']);
    const forms = files.map(({ bytes }) => ({ file: 'a.loadform.txt', bytes }));
    expect(shown(check({ files: forms }))).toEqual(['a.loadform.txt:1:1 error text-too-large']);
  });
});

const problems: Problem[] = [
  {
    file: 'a b/ü%,1_images.txt',
    range: { line: 3, column: 9, endLine: 3, endColumn: 20 },
    severity: 'error',
    rule: 'tag-latest',
    message: 'Not 100 %, see: "x"',
    hint: 'Use https://user:secret@r.io/x\u001b[2J',
    awsCode: 'INVALID_CONTAINER_IMAGE_TAG',
  },
  {
    file: '/abs/release.json',
    range: { line: 1, column: 1, endLine: 4, endColumn: 2 },
    severity: 'info',
    rule: 'release-shape',
    message: 'odd',
  },
  {
    file: 'C:/x/\ud800.json',
    range: { line: 1, column: 1, endLine: 1, endColumn: 1 },
    severity: 'warning',
    rule: 'tag-latest',
    message: 'two',
  },
];

describe('what check prints', () => {
  it('is a line a problem with its hint below, without secrets and control characters', () => {
    expect(checkText(problems)).toBe(
      [
        'a b/ü%,1_images.txt:3:9 error tag-latest Not 100 %, see: "x" (AWS: INVALID_CONTAINER_IMAGE_TAG)',
        '  Use https://[redacted]@r.io/x\\u{1b}[2J',
        '/abs/release.json:1:1 info release-shape odd',
        'C:/x/\\u{d800}.json:1:1 warning tag-latest two',
        '',
      ].join('\n'),
    );
    expect(checkText([])).toBe('');
  });

  it('is one JSON document', () => {
    expect(checkDocument(problems)).toEqual({
      ok: false,
      problems: [
        {
          file: 'a b/ü%,1_images.txt',
          line: 3,
          column: 9,
          endLine: 3,
          endColumn: 20,
          severity: 'error',
          rule: 'tag-latest',
          message: 'Not 100 %, see: "x"',
          hint: 'Use https://[redacted]@r.io/x\\u{1b}[2J',
          awsCode: 'INVALID_CONTAINER_IMAGE_TAG',
        },
        expect.objectContaining({ severity: 'info', endLine: 4 }),
        expect.objectContaining({ file: 'C:/x/\ud800.json' }),
      ],
    });
    expect(checkDocument(problems.slice(1)).ok).toBe(true);
  });

  it('is workflow commands, escaped', () => {
    expect(checkGithub(problems)).toBe(
      [
        '::error file=a b/ü%25%2C1_images.txt,line=3,endLine=3,col=9,endColumn=20,title=tag-latest::Not 100 %25, see: "x" (AWS: INVALID_CONTAINER_IMAGE_TAG)%0AUse https://[redacted]@r.io/x\\u{1b}[2J',
        '::notice file=/abs/release.json,line=1,endLine=4,title=release-shape::odd',
        '::warning file=C%3A/x/\\u{d800}.json,line=1,endLine=1,col=1,endColumn=1,title=tag-latest::two',
        '',
      ].join('\n'),
    );
  });

  it('is workflow commands that the runner reads as they were meant, whatever stands in them', () => {
    const odd = 'a %,:=;%0A%2C::\r\nü𝄞';
    const all = (['error', 'warning', 'info'] as const).map(
      (severity): Problem => ({
        file: `x y/${odd}.txt`,
        range: { line: 1, column: 2, endLine: 1, endColumn: 3 },
        severity,
        rule: 'tag-latest',
        message: `See ${odd}`,
        hint: '::error::no',
      }),
    );
    const commands = checkGithub(all).split('\n').filter(Boolean).map(runnerReads);
    expect(commands).toEqual(
      ['error', 'warning', 'notice'].map((command) => ({
        command,
        properties: {
          file: 'x y/a %,:=;%0A%2C::\\u{d}\\u{a}ü𝄞.txt',
          line: '1',
          endLine: '1',
          col: '2',
          endColumn: '3',
          title: 'tag-latest',
        },
        data: 'See a %,:=;%0A%2C::\\u{d}\\u{a}ü𝄞\n::error::no',
      })),
    );
  });
});

/** As the runner of GitHub Actions takes a command apart (actions/runner, `ActionCommand.TryParseV2`). */
function runnerReads(text: string): object {
  const end = text.indexOf('::', 2);
  const [command = ''] = text.slice(2, end).split(' ', 1);
  const unescaped = (value: string, signs: Readonly<Record<string, string>>) =>
    Object.entries(signs).reduce((result, [sign, means]) => result.replaceAll(sign, means), value);
  const data = { '%0D': '\r', '%0A': '\n', '%25': '%' };
  const inProperty = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  const properties = text
    .slice(2 + command.length, end)
    .trim()
    .split(',')
    .map((property) => property.split(/=(.*)/s))
    .map(([name = '', value = '']) => [name, unescaped(value, inProperty)]);
  return { command, properties: Object.fromEntries(properties), data: unescaped(text.slice(end + 2), data) };
}
