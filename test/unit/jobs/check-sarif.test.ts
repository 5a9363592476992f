import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { check, checkSarif } from '#jobs';
import { type Code, codes, type Problem, type Severity, type SuppressedProblem } from '#problem';

const file = new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.schema.json', import.meta.url);
// One of its patterns is none for the flag u; its defaults are written in a way that strict mode dislikes.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('uri', { type: 'string', validate: (text) => URL.canParse(text) && isUri(text) });
ajv.addFormat('uri-reference', { type: 'string', validate: (text) => URL.canParse(text, 'file:///a/') && isUri(text) });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));

/** The characters of RFC 3986, and `%` only before two digits. */
function isUri(text: string): boolean {
  return /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text);
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly invocations?: readonly { readonly toolExecutionNotifications: readonly unknown[] }[];
      readonly results: readonly Result[];
    },
  ];
}
interface Rule {
  readonly id: string;
  readonly shortDescription: Text;
  readonly fullDescription: Text;
  readonly help: Text;
}
interface Text {
  readonly text: string;
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly message: Text;
  readonly properties?: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: Readonly<Record<string, number>>;
    };
  }[];
}

/** The log as it is read by others, valid by the standard. */
function logOf(problems: readonly Problem[], suppressed: readonly SuppressedProblem[] = []): Log {
  const log = JSON.parse(JSON.stringify(checkSarif(problems, '1.2.3', suppressed)));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

/** What GitHub's code scanning requires and refuses (docs.github.com, "SARIF support for code scanning"), beyond the standard. */
function fitsCodeScanning({ runs: [run] }: Log): void {
  const { rules } = run.tool.driver;
  expect(run.results.length).toBeLessThanOrEqual(25_000);
  expect(rules.length).toBeLessThanOrEqual(25_000);
  for (const { id, shortDescription, fullDescription, help } of rules) {
    expect(id.length).toBeLessThanOrEqual(255);
    for (const { text } of [shortDescription, fullDescription, help]) expect(text).not.toBe('');
    for (const { text } of [shortDescription, fullDescription]) expect(text.length).toBeLessThanOrEqual(1024);
  }
  for (const { ruleId, ruleIndex, message, locations } of run.results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(message.text).not.toBe('');
    expect(locations).toHaveLength(1);
    for (const { physicalLocation } of locations) {
      expect(physicalLocation.artifactLocation.uri).not.toBe('');
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation.region;
      expect(Math.min(startLine, startColumn, endLine, endColumn)).toBeGreaterThan(0);
      expect(endLine > startLine || (endLine === startLine && endColumn >= startColumn)).toBe(true);
    }
  }
}

const problem = (more: Partial<Problem> = {}): Problem => ({
  file: '8.3.4_images.txt',
  range: { line: 3, column: 9, endLine: 3, endColumn: 20 },
  severity: 'error',
  rule: 'tag-latest',
  message: 'The tag is latest',
  ...more,
});
const uris = (log: Log) =>
  log.runs[0].results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);

describe('a SARIF log', () => {
  it('is valid, and fit for code scanning, with every rule and severity there is', () => {
    const severities: readonly Severity[] = ['error', 'warning', 'info'];
    const rules = Object.keys(codes) as Code[];
    const log = logOf(rules.flatMap((rule) => severities.map((severity) => problem({ rule, severity }))));
    fitsCodeScanning(log);
    expect(log.runs[0].tool.driver.rules.map(({ id }) => id)).toEqual([...rules].sort());
    expect(log.runs[0].results.slice(0, 3)).toMatchObject([
      { level: 'error' },
      { level: 'warning' },
      { level: 'note' },
    ]);
  });

  it('is valid when there is nothing to tell', () => {
    const log = logOf([]);
    fitsCodeScanning(log);
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ results: [], tool: { driver: { rules: [] } } }] });
  });

  it('names the version, what columns count, and what to do about a rule and a problem', () => {
    const log = logOf([
      problem({ hint: 'Use https://user:secret@r.io/x\u001b[2J' }),
      problem({ rule: 'release-shape' }),
    ]);
    expect(log).toMatchObject({
      $schema: expect.stringMatching(/^https:\/\/docs\.oasis-open\.org\/.*sarif-schema-2\.1\.0\.json$/),
      runs: [
        {
          columnKind: 'utf16CodeUnits',
          tool: {
            driver: {
              name: 'marketplace-release',
              semanticVersion: '1.2.3',
              rules: [
                { id: 'release-shape' },
                {
                  id: 'tag-latest',
                  shortDescription: { text: codes['tag-latest'].means },
                  help: { text: codes['tag-latest'].cure },
                },
              ],
            },
          },
          results: [
            {
              ruleIndex: 1,
              message: { text: 'The tag is latest\nUse https://[redacted]@r.io/x\\u{1b}[2J' },
              locations: [
                { physicalLocation: { region: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 20 } } },
              ],
            },
            { ruleIndex: 0, message: { text: 'The tag is latest' } },
          ],
        },
      ],
    });
  });

  it.each([
    ['a b/ü%,1_images.txt', 'a%20b/%C3%BC%25%2C1_images.txt'],
    ['../other folder/x.json', '../other%20folder/x.json'],
    ['../../x#y?z.json', '../../x%23y%3Fz.json'],
    ['c:d.json', 'c%3Ad.json'],
    ['[1]_^`{|}"<>.json', '%5B1%5D_%5E%60%7B%7C%7D%22%3C%3E.json'],
    ['back\\slash.json', 'back%5Cslash.json'],
    ['日本/🚀_release.json', '%E6%97%A5%E6%9C%AC/%F0%9F%9A%80_release.json'],
    ['/abs/a b.json', 'file:///abs/a%20b.json'],
    ['C:/x y/\ud800.json', 'file:///C:/x%20y/%EF%BF%BD.json'],
    ['//server/share/ä.json', 'file://server/share/%C3%A4.json'],
  ])('says where %s is in a URI', (name, uri) => {
    const log = logOf([problem({ file: name })]);
    fitsCodeScanning(log);
    expect(uris(log)).toEqual([uri]);
  });

  it('counts columns in UTF-16 units, and is about the first character when a problem has no line of its own', () => {
    const bytes = new TextEncoder().encode('🚀🚀:1 a:1@sha256:x\n');
    const huge = { file: 'release.json', bytes: new Uint8Array(17 * 1024 * 1024) };
    const { problems } = check({ files: [{ file: '1_images.txt', bytes }, huge] });
    const log = logOf(problems);
    fitsCodeScanning(log);
    const regions = log.runs[0].results.map(({ ruleId, locations }) => [ruleId, locations[0]?.physicalLocation.region]);
    expect(regions).toContainEqual(['text-too-large', { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }]);
    expect(regions).toContainEqual(['digest-malformed', { startLine: 1, startColumn: 12, endLine: 1, endColumn: 20 }]);
  });

  it("has AWS's code beside ours, for people and for programs", () => {
    const log = logOf([problem({ message: 'One', awsCode: 'INVALID_INPUT' }), problem({ message: 'Two' })]);
    const shown = log.runs[0].results.map(({ message, properties }) => [message.text, properties]);
    expect(shown).toEqual([
      [expect.stringMatching(/^One \(AWS: INVALID_INPUT\)/), { awsCode: 'INVALID_INPUT' }],
      [expect.stringMatching(/^Two(?! \(AWS)/), undefined],
    ]);
  });

  it('has what is off too, with the reason, as suppressed', () => {
    const off = problem({ rule: 'non-root', message: 'It runs as root' });
    const log = logOf([problem()], [{ problem: off, reason: 'until May, see https://user:secret@r.io/x' }]);
    fitsCodeScanning(log);
    const justification = 'until May, see https://[redacted]@r.io/x';
    expect(log.runs[0].results).toMatchObject([
      { ruleId: 'tag-latest' },
      { ruleId: 'non-root', level: 'error', suppressions: [{ kind: 'external', justification }] },
    ]);
    expect(log.runs[0].results[0]).not.toHaveProperty('suppressions');
  });

  it('leaves out what is off first when there is too much', () => {
    const at = (line: number) => problem({ severity: 'info', range: { line, column: 1, endLine: line, endColumn: 2 } });
    const many = Array.from({ length: 24_999 }, (_, line) => at(line + 1));
    const off = [at(30_000), at(30_001)].map((one) => ({
      problem: { ...one, severity: 'error' as const },
      reason: 'r',
    }));
    const [run] = (checkSarif(many, '1.2.3', off) as Log).runs;
    expect(run.results).toHaveLength(25_000);
    expect(run.results.filter((result) => 'suppressions' in result)).toHaveLength(1);
    expect(run.invocations).toHaveLength(1);
  });

  it('leaves out the mildest when GitHub would refuse the log for their number, and says so', () => {
    const severities: readonly Severity[] = ['info', 'warning', 'error'];
    const many = Array.from({ length: 26_000 }, (_, at) =>
      problem({
        severity: severities[at % 3] ?? 'info',
        range: { line: at + 1, column: 1, endLine: at + 1, endColumn: 2 },
      }),
    );
    const log = checkSarif(many, '1.2.3') as Log;
    const levels = log.runs[0].results.map((result) => (result as unknown as { level: string }).level);
    expect(levels).toHaveLength(25_000);
    expect(levels.filter((level) => level === 'note')).toHaveLength(8667 - 1000);
    expect(log.runs[0].invocations?.[0]?.toolExecutionNotifications).toMatchObject([
      { message: { text: expect.stringMatching(/^1000 more problems/) } },
    ]);
    const { runs } = log;
    expect(validate({ ...log, runs: [{ ...runs[0], results: runs[0].results.slice(0, 5) }] })).toBe(true);
  });
});
