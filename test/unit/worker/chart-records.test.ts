import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChartPlan } from '#jobs';
import { chartPlanId } from '../../../src/jobs/charts/chart-plan.ts';
import { knownChart } from '../../../src/worker/chart-outline-of.ts';
import { ChartRecords } from '../../../src/worker/chart-records.ts';
import type { ChartRecord } from '../../../src/worker/protocol.ts';

let folder: string;
let records: ChartRecords;
const place = { settings: '/r/marketplace.yaml' };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'charts-'));
  records = new ChartRecords(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const draft: Omit<ChartPlan, 'planId'> = {
  schemaVersion: 1,
  job: 'chart',
  createdAt: '2024-01-11T00:00:00Z',
  ok: true,
  chart: { name: 'app', version: '1.2.3', source: 'charts/app' },
  result: { name: 'app', version: '1.2.3' },
  delivery: 'helm',
  target: {
    registry: 'registry.example',
    prefix: 'acme',
    kind: 'oci',
    attestationManifests: 'keep',
    platforms: [],
    existing: 'equivalent',
  },
  archive: { digest: 'sha256:2', size: 3 },
  // A chart may well have what looks like a secret: what is run is what was shown.
  changes: [
    { path: 'values.yaml', what: 'changed', before: 'password: a\n', after: 'password: hunter2hunter2\ntoken: x\n' },
  ],
  rewrites: [],
  images: [],
  problems: [],
  checked: { by: 'static', why: 'no helm program was found' },
  endpoints: [],
  fileWarnings: [],
};
const plan: ChartPlan = { ...draft, planId: chartPlanId(draft) };
const record = (name: string): ChartRecord => ({
  schemaVersion: 1,
  record: name,
  world: 'sandbox',
  place,
  wish: { chart: 'app', push: true },
  plan,
});

describe('records of charts', () => {
  it('come back as they were written, readable by their owner only', async () => {
    await records.write(record('one'));
    expect(await records.read('one')).toEqual(record('one'));
    expect(statSync(path.join(folder, 'charts', 'one.json')).mode & 0o777).toBe(0o600);
  });

  it('are no more when they are gone, and refuse names that lead elsewhere', async () => {
    expect(await records.find('none')).toBeUndefined();
    await expect(records.read('none')).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(records.find('../one')).rejects.toMatchObject({ code: 'usage' });
  });

  it('are not run when somebody has changed the plan', async () => {
    const changed = { ...record('one'), plan: { ...plan, archive: { digest: 'sha256:3', size: 3 } } };
    await records.write(changed);
    await expect(records.read('one')).rejects.toMatchObject({ code: 'plan-unreadable' });
    writeFileSync(path.join(folder, 'charts', 'two.json'), '{');
    await expect(records.read('two')).rejects.toMatchObject({ code: 'plan-unreadable' });
  });

  it('are the newest fifty', async () => {
    for (let at = 0; at < 52; at++) await records.write(record(`r${at}`));
    const kept = readdirSync(path.join(folder, 'charts'));
    expect(kept).toHaveLength(50);
    expect(kept).toContain('r51.json');
  });

  it('go to the views without the texts of files', () => {
    const known = knownChart(record('one'));
    expect(JSON.stringify(known)).not.toContain('hunter2');
    expect(known.plan.changes).toEqual([{ path: 'values.yaml', what: 'changed' }]);
    expect(structuredClone(known)).toEqual(known);
  });
});
