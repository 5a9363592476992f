import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonText } from '#text';
import { parseRecord } from '../../../src/worker/parse-record.ts';
import type { JobRecord } from '../../../src/worker/protocol.ts';
import { Records } from '../../../src/worker/records.ts';
import { item, reportOf, settings } from '../../support/job-results.ts';

let folder: string;
let records: Records;
const verified: JobRecord = {
  schemaVersion: 1,
  record: 'verified',
  world: 'sandbox',
  place: { settings },
  report: reportOf([item('zeebe:8.3.4', 'present')], { job: 'verify' }),
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'records-'));
  records = new Records(folder);
  await records.write(verified);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the record of a verification', () => {
  it('is read as it was written, and has ended', async () => {
    expect(await records.find('verified')).toEqual({ ...verified, state: 'ended' });
  });

  it('holds no plan that could be run or saved', async () => {
    const reading = records.readPlan('verified');
    await expect(reading).rejects.toMatchObject({ code: 'plan-unreadable', message: /of a verification/ });
  });

  it('is none without a report', () => {
    const { report: _, ...rest } = verified;
    const bytes = new TextEncoder().encode(jsonText(rest));
    expect(() => parseRecord(bytes)).toThrow(/neither a plan nor a report/);
  });
});
