import { expect, it } from 'vitest';
import type { ChartReport } from '#jobs';
import { chartReportText, formatLine } from '#text';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const report: ChartReport = {
  schemaVersion: 1,
  job: 'chart',
  planId: 'sha256:1',
  target: {
    kind: 'marketplace',
    registry,
    prefix: 'camunda/camunda8',
    attestationManifests: 'strip',
    platforms: [],
    existing: 'equivalent',
  },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  ok: true,
  cancelled: false,
  chart: { name: 'shop', version: '1.2.0' },
  archive: { digest: `sha256:${'a'.repeat(64)}`, size: 20_000 },
  output: { file: 'shop.tgz', outcome: 'written' },
  push: {
    reference: `${registry}/camunda/camunda8/shop:1.2.0`,
    outcome: 'pushed',
    digest: `sha256:${'b'.repeat(64)}`,
    bytes: 20_600,
  },
  warnings: [],
};

it('a report of a chart stays within its width', () => {
  const lines = chartReportText(report, 0, 100).map((one) => formatLine(one, false));
  expect(lines).toContain(`  pushed     ${registry}/camunda/camunda8/shop:1.2.0  21 kB`);
  expect(lines).toContain('             sha256:bbbb…bbbb');
  expect(lines.filter((text) => text.length > 100)).toEqual([]);
});
