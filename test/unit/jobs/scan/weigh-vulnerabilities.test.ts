import { describe, expect, it } from 'vitest';
import type { AcceptedVulnerability } from '#formats';
import type { Vulnerability } from '#scan';
import { weighVulnerabilities } from '../../../../src/jobs/scan/weigh-vulnerabilities.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
const settings = { block: 'high', unfixed: true, accept: [] } as const;

function found(id: string, severity: Vulnerability['severity'], more: Partial<Vulnerability> = {}): Vulnerability {
  return { ids: [id], severity, package: 'openssl', version: '3.0.1', ...more };
}
const fixed = { fixedIn: '3.0.2' };
const of = (...vulnerabilities: Vulnerability[]) => [{ platform: 'linux/amd64', vulnerabilities }];
const accepted = (id: string, until?: string): AcceptedVulnerability => ({
  id,
  reason: 'not reachable',
  ...(until === undefined ? {} : { until }),
  range,
});
const weighed = (...[findings, wish = {}]: [Parameters<typeof weighVulnerabilities>[1], object?]) =>
  weighVulnerabilities('p/a:1', findings, { ...settings, ...wish }, now);
const rules = (judged: ReturnType<typeof weighVulnerabilities>) =>
  judged.findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);

describe('what stops a release', () => {
  it.each<[Vulnerability['severity'], Vulnerability['severity'], boolean]>([
    ['critical', 'critical', true],
    ['critical', 'high', false],
    ['high', 'critical', true],
    ['high', 'high', true],
    ['high', 'medium', false],
    ['medium', 'medium', true],
    ['low', 'low', true],
  ])('from %s on: %s', (block, severity, stops) => {
    const { findings } = weighed(of(found('CVE-1', severity)), { block });
    expect(findings).toMatchObject([
      stops ? { rule: 'vulnerable', severity: 'error' } : { rule: 'vulnerable-below', severity: 'warning' },
    ]);
  });

  it('tells them in one sentence, gravest first, those with a fix before the others', () => {
    const judged = weighed(
      of(
        found('CVE-9', 'high'),
        found('CVE-3', 'critical', { package: 'zlib', version: '' }),
        found('CVE-2', 'critical', fixed),
        found('CVE-8', 'medium'),
        found('CVE-7', 'low', { package: '' }),
      ),
    );
    expect(rules(judged)).toEqual([
      'error vulnerable: p/a:1 has 2 critical, 1 high vulnerabilities: CVE-2 in openssl 3.0.1 (fixed in 3.0.2), CVE-3 in zlib, CVE-9 in openssl 3.0.1',
      'warning vulnerable-below: p/a:1 has 1 medium, 1 low vulnerabilities (below high)',
    ]);
  });

  it('names five, and counts the rest', () => {
    const many = Array.from({ length: 7 }, (_, at) => found(`CVE-${at}`, 'high'));
    expect(rules(weighed(of(...many)))).toEqual([
      expect.stringMatching(
        /^error vulnerable: p\/a:1 has 7 high vulnerabilities: (CVE-\d in openssl 3\.0\.1(, )?){5}, and 2 more$/,
      ),
    ]);
  });

  it('passes over what has no fix, where that is wished, and says so', () => {
    const judged = weighed(of(found('CVE-1', 'critical'), found('CVE-2', 'high', fixed)), { unfixed: false });
    expect(rules(judged)).toEqual([
      'error vulnerable: p/a:1 has 1 high vulnerability: CVE-2 in openssl 3.0.1 (fixed in 3.0.2)',
      'warning vulnerable-below: p/a:1 has 1 critical vulnerability (below high, or without a fix)',
    ]);
  });

  it('counts one that several platforms, reports and places have once', () => {
    const one = found('CVE-1', 'high', { ids: ['CVE-1', 'GHSA-1'] });
    const graver = found('CVE-1', 'critical', fixed);
    const other = found('CVE-2', 'high', { version: '1' });
    const judged = weighed([
      { platform: 'linux/amd64', vulnerabilities: [one, one] },
      { platform: 'linux/arm64', vulnerabilities: [graver, other] },
    ]);
    expect(rules(judged)).toEqual([
      'error vulnerable: p/a:1 has 1 critical, 1 high vulnerabilities: CVE-1 in openssl 3.0.1 (fixed in 3.0.2), CVE-2 in openssl 1 on linux/arm64',
    ]);
  });

  it('knows a fix that only the milder of two opinions has', () => {
    const [mild, grave] = [found('CVE-1', 'low', fixed), found('CVE-1', 'critical')];
    for (const both of [of(mild, grave), of(grave, mild)]) {
      const { findings } = weighed(both, { unfixed: false });
      expect(findings).toMatchObject([{ rule: 'vulnerable', message: expect.stringContaining('(fixed in 3.0.2)') }]);
    }
  });

  it('takes names from a file into a sentence, not onto a terminal', () => {
    const odd = found('CVE-1', 'critical', { package: `a\u001b[31m\nb${'x'.repeat(200)}`, version: '\u0007' });
    const message = weighed(of(odd)).findings[0]?.message ?? '';
    expect(message).toMatch(/^p\/a:1 has 1 critical vulnerability: CVE-1 in a \[31m bx+…\s*$/);
    expect(message.length).toBeLessThan(150);
  });

  it('says nothing of nothing', () => {
    expect(weighed(of())).toEqual({ findings: [], silenced: [] });
  });
});

describe('what is accepted', () => {
  it('is told with its reason, and stops nothing', () => {
    const judged = weighed(of(found('CVE-1', 'critical'), found('CVE-1', 'critical', { package: 'libssl' })), {
      accept: [accepted('cve-1', '2026-12-31'), accepted('CVE-2')],
    });
    expect(judged).toEqual({
      findings: [],
      silenced: [
        { rule: 'vulnerable', reason: 'cve-1: not reachable (until 2026-12-31)', count: 2, until: '2026-12-31' },
      ],
    });
  });

  it('counts by any name of it', () => {
    const judged = weighed(of(found('GHSA-1', 'high', { ids: ['GHSA-1', 'CVE-1'] })), { accept: [accepted('CVE-1')] });
    expect(judged).toMatchObject({ findings: [], silenced: [{ reason: 'CVE-1: not reachable', count: 1 }] });
  });

  it.each([
    ['2026-06-14', ['error', 'warning']],
    ['2026-06-15', []],
    ['2026-06-16', []],
  ])('until %s', (until, severities) => {
    const judged = weighed(of(found('CVE-1', 'critical')), { accept: [accepted('CVE-1', until)] });
    expect(judged.findings.map(({ severity }) => severity)).toEqual(severities);
    if (severities.length > 0) {
      expect(rules(judged)[1]).toBe(
        `warning acceptance-ended: p/a:1 has CVE-1, which was accepted until ${until} and counts again`,
      );
      expect(judged.silenced).toEqual([]);
    }
  });

  it('of two acceptances the one that lasts longer counts', () => {
    for (const [one, other] of [
      ['2026-01-01', '2026-12-31'],
      ['2026-12-31', '2026-01-01'],
      ['2026-01-01', undefined],
    ]) {
      const judged = weighed(of(found('CVE-1', 'critical')), {
        accept: [accepted('CVE-1', one), accepted('CVE-1', other)],
      });
      expect(judged.findings).toEqual([]);
    }
  });

  it('an acceptance of what was not found is no matter', () => {
    expect(weighed(of(), { accept: [accepted('CVE-1', '2020-01-01')] })).toEqual({ findings: [], silenced: [] });
  });
});
