import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { maxFindingsBytes, readFindings } from '#scan';
import { grypeJson, grypeSarif, trivyJson, trivySarif } from '../../support/scan-reports.ts';

const digest = (character: string) => `sha256:${character.repeat(64)}`;
const fail = (why: string) => new ReleaseError('findings-malformed', why);
const read = (value: unknown) => readFindings(Buffer.from(JSON.stringify(value)), fail);
const platform = { os: 'linux', architecture: 'amd64' };

const name = `r.example/acme/app@${digest('a')}`;
const image = {
  name,
  tags: ['r.example/acme/app:1'],
  repoDigests: [name],
  imageId: digest('c'),
  manifest: digest('b'),
};
const fixed = { id: 'CVE-2024-1', severity: 'critical', name: 'openssl', version: '3.0.1-r0', fixedIn: '3.0.2-r0' };
const open = { id: 'CVE-2024-2', severity: 'low', name: 'zlib' };
const expected = [
  { ids: ['CVE-2024-1'], severity: 'critical', package: 'openssl', version: '3.0.1-r0', fixedIn: '3.0.2-r0' },
  { ids: ['CVE-2024-2'], severity: 'low', package: 'zlib', version: '3.0.1' },
];

describe('what scanners write', () => {
  it.each([
    ['JSON of Trivy', trivyJson, { scanner: 'Trivy 0.68.0', digests: [digest('a'), digest('c')], platform }],
    [
      'JSON of Grype',
      grypeJson,
      { scanner: 'Grype 0.100.0', digests: [digest('a'), digest('b'), digest('c')], platform },
    ],
    ['SARIF of Trivy', trivySarif, { scanner: 'Trivy 0.68.0', digests: [digest('a'), digest('c')] }],
  ])('%s', (_, write, about) => {
    expect(read(write(image, [fixed, open]))).toEqual([
      { ...about, names: [name, 'r.example/acme/app:1'], vulnerabilities: expected },
    ]);
    expect(read(write(image))).toMatchObject([
      { ...about, names: [name, 'r.example/acme/app:1'], vulnerabilities: [] },
    ]);
  });

  it('SARIF of Grype names the image with its findings alone', () => {
    expect(read(grypeSarif(image, [fixed, open]))).toEqual([
      { scanner: 'grype 0.100.0', digests: [digest('a')], names: [name], vulnerabilities: expected },
    ]);
    expect(read(grypeSarif(image))).toMatchObject([{ digests: [], names: [], vulnerabilities: [] }]);
  });

  it('keeps other names of a vulnerability', () => {
    const known = { ...fixed, id: 'GHSA-1', also: ['CVE-2024-1'] };
    for (const write of [trivyJson, grypeJson])
      expect(read(write(image, [known]))[0]?.vulnerabilities[0]?.ids).toEqual(['GHSA-1', 'CVE-2024-1']);
  });

  it.each([
    ['UNKNOWN', 'low'],
    ['Negligible', 'low'],
    ['HIGH', 'high'],
    ['Medium', 'medium'],
  ])('%s is %s', (word, severity) => {
    for (const write of [trivyJson, grypeJson])
      expect(read(write(image, [{ ...open, severity: word }]))[0]?.vulnerabilities).toMatchObject([{ severity }]);
  });

  it('takes a fix of Grype for one only where it is fixed', () => {
    const report = grypeJson(image, [fixed]) as { matches: { vulnerability: { fix: object } }[] };
    for (const match of report.matches) match.vulnerability.fix = { state: 'wont-fix', versions: ['9'] };
    expect(read(report)[0]?.vulnerabilities[0]).not.toHaveProperty('fixedIn');
  });

  it('reads each run of a log, and of an unknown scanner what has a score', () => {
    const [{ runs: [run] = [] }] = [trivySarif(image, [fixed]) as { runs: unknown[] }];
    const other = (score: unknown, tags: string[] = []) => ({
      tool: { driver: { name: 'Other', rules: [{ id: 'X-1', properties: { 'security-severity': score, tags } }] } },
      results: [{ ruleId: 'X-1', level: 'note', message: { text: 'An odd thing' } }, { ruleId: 'no-rule' }],
    });
    const log = {
      version: '2.1.0',
      runs: [run, other('7.1'), other('9.0'), other(3.9), other('odd'), other(undefined)],
    };
    const found = read(log).map(({ vulnerabilities }) =>
      vulnerabilities.map(({ ids, severity }) => [ids[0], severity]),
    );
    expect(found).toEqual([
      [['CVE-2024-1', 'critical']],
      [['X-1', 'high']],
      [['X-1', 'critical']],
      [['X-1', 'low']],
      [['X-1', 'low']],
      [],
    ]);
  });

  it('passes over what a log has of secrets beside vulnerabilities', () => {
    const rule = (id: string, tag: string) => ({ id, properties: { 'security-severity': '8', tags: [tag] } });
    const rules = [rule('X-1', 'vulnerability'), rule('key', 'secret'), rule('GPL', 'license')];
    const run = { tool: { driver: { name: 'Other', rules } }, results: rules.map(({ id }) => ({ ruleId: id })) };
    const found = read({ version: '2.1.0', runs: [run] });
    expect(found.map(({ vulnerabilities }) => vulnerabilities.map(({ ids }) => ids[0]))).toEqual([['X-1']]);
    expect(found[0]).not.toHaveProperty('isBare');
  });

  it.each(['secret', 'license', 'misconfiguration'])('is bare where a run of SARIF has a %s alone', (tag) => {
    const rules = [{ id: 'X-1', properties: { 'security-severity': '8', tags: [tag, 'CRITICAL'] } }];
    const driver = { name: 'Trivy', rules };
    const run = { tool: { driver }, results: [{ ruleId: 'X-1' }], properties: { imageName: name } };
    const [{ runs: [full] = [] }] = [trivySarif(image, [fixed]) as { runs: unknown[] }];
    const bare = { digests: [digest('a')], isBare: true, vulnerabilities: [] };
    expect(read({ version: '2.1.0', runs: [run] })).toMatchObject([bare]);
    const found = read({ version: '2.1.0', runs: [run, full] });
    expect(found).toMatchObject([bare, { vulnerabilities: [{ ids: ['CVE-2024-1'] }] }]);
    expect(found[1]).not.toHaveProperty('isBare');
  });

  it('says of which reports nothing tells that vulnerabilities were looked for', () => {
    expect(read({ ...trivyJson(image), Results: [] })[0]).toMatchObject({ isBare: true });
    expect(read({ ...trivyJson(image), Results: undefined })[0]).toMatchObject({ isBare: true });
    expect(read(trivySarif(image))[0]).toMatchObject({ isBare: true });
    for (const write of [trivyJson, grypeJson]) expect(read(write(image))[0]).not.toHaveProperty('isBare');
    expect(read(trivySarif(image, [fixed]))[0]).not.toHaveProperty('isBare');
  });

  it('names no image where there is none', () => {
    expect(read({ ...trivyJson(image), ArtifactType: 'filesystem' })[0]?.digests).toEqual([]);
    expect(read({ ...grypeJson(image), source: { type: 'directory', target: '/srv' } })[0]).toMatchObject({
      digests: [],
      names: [],
    });
    expect(read({ ...grypeJson(image), source: null })[0]?.digests).toEqual([]);
    const { source } = grypeJson(image) as { source: object };
    const file = read({ ...grypeJson(image), source: { ...source, type: 'file' } })[0];
    expect(file).toMatchObject({ digests: [], names: [] });
    expect(file).not.toHaveProperty('platform');
  });

  it('takes a digest that is cut off for none', () => {
    expect(read(trivyJson({ name: 'r.example/a@sha256:abc' }))[0]?.digests).toEqual([]);
  });
});

describe('what is refused', () => {
  const deep = (levels: number) => `{"SchemaVersion":2,"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  it.each([
    ['no JSON', 'CVE-2024-1', /not JSON/],
    ['cut off', JSON.stringify(trivyJson(image)).slice(0, -20), /not JSON/],
    ['a list, as Trivy once wrote', '[]', /before 0\.20/],
    ['a text', '"x"', /no JSON object/],
    ['something else', '{"bomFormat":"CycloneDX"}', /neither JSON of Trivy or Grype nor SARIF/],
    ['another version of Trivy’s schema', '{"SchemaVersion":3}', /no JSON of Trivy .*SchemaVersion/],
    [
      'a severity that is no text',
      JSON.stringify(trivyJson(image, [fixed])).replace('"CRITICAL"', '{}'),
      /Results\.0\.Vulnerabilities\.0\.Severity/,
    ],
    [
      'matches of another program',
      '{"matches":[],"descriptor":{"name":"other"}}',
      /no JSON of Grype .*descriptor\.name/,
    ],
    ['an older SARIF', '{"version":"2.0.0","runs":[]}', /no SARIF 2\.1\.0 .*version/],
    ['too deep', deep(70), /deeper than 64/],
    [
      'a search for secrets alone',
      JSON.stringify({ ...trivyJson(image), Results: [{ Target: 'a', Class: 'secret', Secrets: [] }] }),
      /did not look for vulnerabilities/,
    ],
  ])('%s', (_, text, why) => {
    expect(() => readFindings(Buffer.from(text), fail)).toThrow(why);
  });

  it('what is too large, before it is looked at', () => {
    expect(() => readFindings(Buffer.alloc(maxFindingsBytes + 1), fail)).toThrow(/larger than/);
  });

  it('takes no more than its time for a hostile text', () => {
    const text = `A low vulnerability in apk package: ${', version '.repeat(200_000)}`;
    const log = {
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'grype' } }, results: [{ ruleId: 'x', message: { text } }] }],
    };
    expect(read(log)[0]?.vulnerabilities).toEqual([]);
  });
});
