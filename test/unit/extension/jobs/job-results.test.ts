import { describe, expect, it } from 'vitest';
import type { Memento } from 'vscode';
import { ReleaseError } from '#problem';
import type { KnownRecord } from '#worker';
import type { JobResult, PlanResult } from '../../../../src/extension/jobs/results/job-result.ts';
import { JobResults } from '../../../../src/extension/jobs/results/job-results.ts';
import type { WorkerClient } from '../../../../src/extension/worker/worker-client.ts';
import { at, item, resultOf, verifiedOf } from '../../../support/job-results.ts';

/** Results of a window: its memory, and a worker whose records the test can take away or make unreadable. */
function windowOf(memory: Map<string, unknown>, records: Map<string, KnownRecord | ReleaseError>) {
  let asked = 0;
  const ask = async (_world: string, _operation: string, { record }: { record: string }) => {
    asked++;
    const found = records.get(record);
    if (ReleaseError.is(found)) throw found;
    return found;
  };
  const memento = {
    get: (key: string) => memory.get(key),
    update: async (key: string, value: unknown) => void memory.set(key, value),
  };
  const results = new JobResults(memento as unknown as Memento, { ask } as unknown as WorkerClient);
  return { results, asked: () => asked };
}

const ofFile = (record: string) =>
  resultOf([item(`${record}:1`, 'copy', { origins: [at(`/repo/release/${record}_images.txt`, 1)] })], { record });
const recordOf = ({ record, world, place, plan }: PlanResult): KnownRecord => ({
  schemaVersion: 1,
  record,
  world,
  place,
  plan,
  state: 'planned',
});
const names = (results: readonly JobResult[]) => results.map(({ record }) => record);
const broken = new ReleaseError('internal', 'The process that does the work has ended');

describe('what is kept of jobs', () => {
  it('is there in the next window, and read once', async () => {
    const memory = new Map<string, unknown>();
    const [one, two] = [ofFile('one'), ofFile('two')];
    const records = new Map([one, two].map((result) => [result.record, recordOf(result)]));
    const first = windowOf(memory, records);
    await first.results.add(one);
    await first.results.add(two);
    const { results, asked } = windowOf(memory, records);
    expect(names(await results.of(one))).toEqual(['two', 'one']);
    expect(names(await results.of(one))).toEqual(['two', 'one']);
    expect(asked()).toBe(2);
  });

  it('has verifications among it, which are no plans', async () => {
    const memory = new Map<string, unknown>();
    const verified = verifiedOf([item('one:1', 'present')]);
    const { record, world, place, report } = verified;
    const known: KnownRecord = { schemaVersion: 1, record, world, place, report, state: 'ended' };
    const first = windowOf(memory, new Map());
    await first.results.add(ofFile('one'));
    await first.results.add(verified);
    const records = new Map([recordOf(ofFile('one')), known].map((one) => [one.record, one]));
    const { results } = windowOf(memory, records);
    expect(await results.of(verified)).toEqual([verified, ofFile('one')]);
    expect(await results.findPlan(world, record)).toBeUndefined();
    expect((await results.findPlan(world, 'one'))?.record).toBe('one');
  });

  it('stays when a worker could not say it, and is had as soon as one can', async () => {
    const memory = new Map<string, unknown>();
    const [one, two, three] = [ofFile('one'), ofFile('two'), ofFile('three')];
    const records = new Map<string, KnownRecord | ReleaseError>([['two', recordOf(two)]]);
    const first = windowOf(memory, records);
    await first.results.add(one);
    await first.results.add(two);
    records.set('one', broken);
    const { results } = windowOf(memory, records);
    expect(names(await results.of(one))).toEqual(['two']);
    await expect(results.find('sandbox', 'one')).rejects.toThrow(broken.message);
    await results.add(three);
    records.set('one', recordOf(one));
    expect(names(await results.of(one))).toEqual(['three', 'two', 'one']);
  });

  it('goes when its record is gone, or will never be read', async () => {
    const memory = new Map<string, unknown>();
    const [one, two, three] = [ofFile('one'), ofFile('two'), ofFile('three')];
    const first = windowOf(memory, new Map());
    await first.results.add(one);
    await first.results.add(two);
    const records = new Map([['two', new ReleaseError('plan-unreadable', 'It was changed by hand')]]);
    const { results } = windowOf(memory, records);
    expect(await results.of(one)).toEqual([]);
    await results.add(three);
    const kept = memory.get('results') as Record<string, readonly { readonly record: string }[]>;
    expect(
      Object.values(kept)
        .flat()
        .map(({ record }) => record),
    ).toEqual(['three']);
  });
});
