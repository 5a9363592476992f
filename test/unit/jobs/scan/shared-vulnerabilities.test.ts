import { expect, it } from 'vitest';
import type { Vulnerability } from '#scan';
import { SharedVulnerabilities } from '../../../../src/jobs/scan/shared-vulnerabilities.ts';

const one = (id: string, more: Partial<Vulnerability> = {}): Vulnerability => ({
  ...{ ids: [id], severity: 'high', package: 'openssl', version: '3.0.1' },
  ...more,
});
const report = (...vulnerabilities: Vulnerability[]) => ({ scanner: 'Trivy', digests: [], names: [], vulnerabilities });

it('holds what several reports have once, and tells apart what differs in anything', () => {
  const shared = new SharedVulnerabilities();
  const first = shared.share({ ...report(one('CVE-1'), one('CVE-2'), one('CVE-1')), file: 'a.json' });
  const second = shared.share(report(one('CVE-2'), one('CVE-1', { fixedIn: '3.0.2' })));
  expect(first).toEqual({ ...report(one('CVE-1'), one('CVE-2')), file: 'a.json' });
  expect(second.vulnerabilities).toEqual([one('CVE-2'), one('CVE-1', { fixedIn: '3.0.2' })]);
  expect(second.vulnerabilities[0]).toBe(first.vulnerabilities[1]);
});
