import { describe, expect, it } from 'vitest';
import {
  absoluteFile,
  fileKey,
  type JobResult,
  resultKey,
  withNewest,
} from '../../../../src/extension/jobs/results/job-result.ts';
import { newRecord } from '../../../../src/extension/jobs/run/new-record.ts';
import { at, item, list, reportOf, resultOf, settings, verifiedOf } from '../../../support/job-results.ts';

const other = '/repo/release/8.4.0_images.txt';
const ofList = (record: string) => resultOf([item('zeebe:8.3.4', 'copy')], { record, files: [list] });
const ofOther = (record: string) => resultOf([item('a:1', 'copy', { origins: [at(other, 1)] })], { record });
const ofBoth = (record: string) =>
  resultOf([item('zeebe:8.3.4', 'copy'), item('a:1', 'copy', { origins: [at(other, 1)] })], { record });

describe('the results of a target', () => {
  it('keep an older one as long as it says something of other files', () => {
    const records = (results: ReturnType<typeof withNewest>) => results.map(({ record }) => record);
    expect(records(withNewest([ofBoth('all')], ofList('list')))).toEqual(['list', 'all']);
    expect(records(withNewest([ofList('list'), ofBoth('all')], ofOther('other')))).toEqual(['other', 'list']);
    expect(records(withNewest([ofOther('other'), ofList('list')], ofBoth('again')))).toEqual(['again']);
  });

  it('keep the last report, also when a newer plan looked at the same files', () => {
    const report = reportOf([item('zeebe:8.3.4', 'copied')]);
    const run = { ...ofList('run'), report };
    const records = withNewest(withNewest([run], ofList('two')), ofList('three')).map(({ record }) => record);
    expect(records).toEqual(['three', 'run']);
    const again = withNewest([ofList('three'), run], { ...ofList('three'), report });
    expect(again.map(({ record }) => record)).toEqual(['three']);
  });

  it('keep the last plan, the last report and the last verification beside each other', () => {
    const verified = (record: string) => verifiedOf([item('zeebe:8.3.4', 'present')], { record, files: [list] });
    const run = { ...ofList('run'), report: reportOf([item('zeebe:8.3.4', 'copied')]) };
    const records = (...all: readonly JobResult[]) =>
      all.reduce<JobResult[]>((kept, one) => withNewest(kept, one), []).map(({ record }) => record);
    expect(records(run, ofList('plan'), verified('look'))).toEqual(['look', 'plan', 'run']);
    expect(records(verified('look'), run)).toEqual(['run', 'look']);
    expect(records(ofList('plan'), verified('one'), verified('two'))).toEqual(['two', 'plan']);
    expect(records(ofList('plan'), verified('one'), ofList('again'))).toEqual(['again', 'one']);
  });

  it('have a report in the place of its plan', () => {
    const report = ofList('list');
    expect(withNewest([ofList('list')], report)).toEqual([report]);
  });

  it('are of one world, one settings file and one target', () => {
    const keys = [
      resultKey('aws', { settings }),
      resultKey('sandbox', { settings }),
      resultKey('aws', { settings, target: 'staging' }),
      resultKey('aws', { settings: other }),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(resultKey('aws', { settings, profile: 'seller' })).toBe(resultKey('aws', { settings }));
  });
});

describe('the name of a file', () => {
  it('is absolute, and spelt in one way', () => {
    expect(absoluteFile('lists/a_images.txt', { settings })).toBe('/repo/release/lists/a_images.txt');
    expect(absoluteFile(list, { settings })).toBe(list);
    expect(fileKey('C:\\repo\\a.txt')).toBe('c:/repo/a.txt');
  });
});

describe('the name of a record', () => {
  it('is one that a worker takes, and never the same twice', () => {
    const now = new Date('2026-11-21T05:58:09.123Z');
    expect(newRecord(now)).toMatch(/^20261121T055809-[0-9a-f]{8}$/);
    expect(newRecord(now)).not.toBe(newRecord(now));
  });
});
