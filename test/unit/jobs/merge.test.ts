import { describe, expect, it } from 'vitest';
import { errorLog, type Item, mergeInput, mergeReports, namedFiles, type Report, reportProblems } from '#jobs';
import { summarise } from '../../../src/jobs/item.ts';
import { reportSchema } from '../../../src/jobs/report.ts';
import { at, item, list, planOf, reportOf, sha } from '../../support/job-results.ts';
import { memoryFiles } from '../../support/memory-files.ts';

const bytes = (document: unknown) =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));
const input = (file: string, document: unknown) => mergeInput(file, bytes(document));

const lines = ['zeebe:1', 'operate:1', 'tasklist:1', 'identity:1'].map((name, place) =>
  item(name, 'copied', { origins: [at(list, place + 1)], bytes: 10 * (place + 1) }),
);

function shard(index: number, items: readonly Item[], more: Partial<Report> = {}, count = 4): Report {
  return reportOf(items, {
    planId: sha(String(index)),
    shard: { index, count, images: lines.length },
    startedAt: `2026-01-01T00:00:0${index}.000Z`,
    finishedAt: `2026-01-01T00:01:0${index}.000Z`,
    ...more,
  });
}

/** One image each, the last first. */
const shards = [...lines].reverse().map((one, place) => shard(place + 1, [one]));
const inputs = shards.map((report, place) => input(`shard-${place + 1}.json`, report));

function without(index: number) {
  return inputs.filter((_, place) => place !== index - 1);
}

describe('merged reports', () => {
  it('are a report of the whole: all images in the order of the files, the sums, the times', () => {
    const { report, failures } = mergeReports([...inputs].reverse());
    expect(report).toMatchObject({
      ok: true,
      cancelled: false,
      startedAt: '2026-01-01T00:00:01.000Z',
      finishedAt: '2026-01-01T00:01:04.000Z',
      warnings: [],
    });
    expect(report.items).toEqual(lines);
    expect(report.summary).toEqual(summarise(lines, 100, 0));
    expect(report.runs?.map(({ planId }) => planId)).toEqual([sha('1'), sha('2'), sha('3'), sha('4')]);
    expect(report.shard).toBeUndefined();
    expect(report.planId).toBeUndefined();
    expect(errorLog(report.items, failures)).toBe('');
    expect(reportSchema.parse(report)).toEqual(report);
  });

  it('are the same in whatever order they are given', () => {
    expect(mergeReports([...inputs].reverse())).toEqual(mergeReports(inputs));
  });

  it('fail when an image failed, and the log has its line', () => {
    const failed = item('broken:1', 'failed', { code: 'unreachable', message: 'the source\nis away' });
    const { report, failures } = mergeReports([...without(2), input('shard-2.json', shard(2, [failed]))]);
    expect(report).toMatchObject({ ok: false, summary: { failed: 1, copied: 3 } });
    expect(errorLog(report.items, failures)).toBe(`ERROR: ${failed.target}: the source is away\n`);
  });

  it('fail when a shard is missing, and name it', () => {
    const { report, failures } = mergeReports(without(3));
    expect(report.ok).toBe(false);
    expect(report.warnings).toEqual([{ code: 'shard-missing', message: 'The report of shard 3/4 is missing' }]);
    expect(errorLog(report.items, failures)).toBe('ERROR: The report of shard 3/4 is missing\n');
    const one = mergeReports(inputs.slice(0, 1));
    expect(one.failures).toEqual(['The reports of shards 2/4, 3/4, 4/4 are missing']);
  });

  it('fail when a log says that its run never came to its end, and name the file', () => {
    const { report, failures } = mergeReports([...inputs, input('shard-3.log', 'ERROR: run unfinished\n')]);
    expect(report.ok).toBe(false);
    expect(report.warnings).toEqual([
      { code: 'run-unfinished', message: 'shard-3.log: the run did not come to its end' },
    ]);
    expect(errorLog(report.items, failures)).toContain('ERROR: shard-3.log: the run did not come to its end');
  });

  it('fail when the shell made the file of a report that was never written', () => {
    const { failures } = mergeReports([...without(1), input('shard-1.json', '')]);
    expect(failures).toEqual([
      'shard-1.json: the run did not come to its end, and left no report',
      'The report of shard 1/4 is missing',
    ]);
  });

  it('fail when a run could not begin, in its own words', () => {
    const error = { schemaVersion: 1, ok: false, error: { code: 'login-expired', message: 'The AWS login ended' } };
    const { report } = mergeReports([...without(1), input('shard-1.json', error)]);
    expect(report.warnings[0]).toEqual({ code: 'login-expired', message: 'shard-1.json: The AWS login ended' });
  });

  it('fail when a run was not well although its images are', () => {
    const warnings = [{ code: 'file-not-writable' as const, message: 'x.log cannot be written' }];
    const { report, failures } = mergeReports([
      ...without(4),
      input('shard-4.json', shard(4, lines.slice(0, 1), { ok: false, warnings })),
    ]);
    expect(report).toMatchObject({ ok: false, warnings });
    expect(failures).toEqual(['x.log cannot be written']);
  });

  it('tell the end of a login once, with the images of all shards that it stopped', () => {
    const message = 'The login has ended';
    const warnings = [{ code: 'login-expired', message }] as const;
    const stopped = { code: 'login-expired', message } as const;
    const reports = [1, 2, 3, 4].map((index) => {
      const one = item(`zeebe:${index}`, 'cancelled', stopped);
      return input(`${index}.json`, shard(index, [one], { cancelled: false, warnings, job: 'verify' }));
    });
    const { report, failures } = mergeReports(reports);
    expect(report.warnings).toEqual(warnings);
    expect(errorLog(report.items, failures, 'verified')).toBe(`ERROR: ${message}; 4 images were not verified\n`);
    const other = item('operate:1', 'cancelled', { ...stopped, message: 'Another has ended' });
    expect(errorLog([...report.items, other])).toMatch(
      /4 images were not released\n.*Another has ended; 1 image was not/,
    );
  });

  it('say that a shard was cancelled after its images', () => {
    const message = "Cancelled before AWS's own assessments were given";
    const warnings = [{ code: 'cancelled', message }] as const;
    const late = { ok: false, cancelled: true, warnings };
    const reports = shards.map((one, place) =>
      input(`${place}.json`, { ...one, job: 'verify', ...(place === 0 ? late : {}) }),
    );
    const { report, failures } = mergeReports(reports);
    expect(report).toMatchObject(late);
    expect(errorLog(report.items, failures, 'verified')).toBe(`ERROR: ${message}\n`);
    expect(reportProblems(report).notices).toEqual([{ severity: 'error', message }]);
  });

  it('tell once what all shards say in the same words', () => {
    const { file, ...range } = at(list, 7);
    const fileWarnings = [{ file, ...range, rule: 'tag-latest', message: 'It moves' }] as const;
    const warnings = [{ code: 'file-not-writable', message: 'all.log cannot be written' }] as const;
    const reports = shards.map((one, place) => input(`${place}.json`, { ...one, ok: false, warnings, fileWarnings }));
    const { report, failures } = mergeReports(reports);
    expect([report.warnings, report.fileWarnings]).toEqual([warnings, fileWarnings]);
    expect(failures).toEqual(['all.log cannot be written']);
  });

  it('know no more of all than of the shard that was looked into least', () => {
    const looked = (index: number, more: Partial<Report>) => input(`${index}.json`, shard(index, [], more, 2));
    const deep = { depth: 'layers' } as const;
    expect(mergeReports([looked(1, deep), looked(2, deep)]).report.depth).toBe('layers');
    expect(mergeReports([looked(1, deep), looked(2, {})]).report).not.toHaveProperty('depth');
  });

  it('keep warnings that change nothing', () => {
    const warnings = [{ code: 'referrers-refused' as const, message: 'no', item: lines[0]?.target ?? '' }];
    const { report, failures } = mergeReports([
      ...without(4),
      input('shard-4.json', shard(4, lines.slice(0, 1), { warnings })),
    ]);
    expect(report).toMatchObject({ ok: true, warnings });
    expect(failures).toEqual([]);
  });

  it('take the logs of runs that ended beside their reports', () => {
    const logs = [input('1.log', ''), input('2.log', 'ERROR: a: b\nERROR: c: d\n')];
    expect(mergeReports([...inputs, ...logs])).toEqual(mergeReports(inputs));
  });

  it('take the report of a whole release, and one that was merged', () => {
    const whole = mergeReports([input('whole.json', reportOf(lines))]).report;
    expect(whole).toMatchObject({ ok: true, runs: [{ planId: sha('0') }] });
    const again = mergeReports([input('merged.json', mergeReports(inputs).report)]).report;
    expect(again.runs).toHaveLength(4);
    expect(again.items).toEqual(lines);
  });

  it.each<readonly [string, readonly [string, unknown][], RegExp]>([
    [
      'twice the same shard',
      [
        ['a.json', shards[0]],
        ['b.json', shards[0]],
      ],
      /a\.json and b\.json are both reports of shard 1\/4/,
    ],
    [
      'twice the whole',
      [
        ['a.json', reportOf(lines)],
        ['b.json', reportOf(lines)],
      ],
      /both reports of the whole release/,
    ],
    [
      'another release',
      [
        ['a.json', shards[0]],
        ['b.json', shard(2, [], { release: sha('e') })],
      ],
      /different releases/,
    ],
    [
      'another split',
      [
        ['a.json', shards[0]],
        ['b.json', shard(2, [], {}, 5)],
      ],
      /shard 1\/4, b\.json is shard 2\/5/,
    ],
    [
      'a shard beside the whole',
      [
        ['a.json', shards[1]],
        ['b.json', reportOf(lines)],
      ],
      /split in two ways/,
    ],
  ])('are refused: %s', (_, documents, message) => {
    const merge = () => mergeReports(documents.map(([file, document]) => input(file, document)));
    expect(merge).toThrow(message);
    expect(merge).toThrow(expect.objectContaining({ code: 'report-mismatch' }));
  });

  it('need a report at least', () => {
    expect(() => mergeReports([input('1.log', 'ERROR: run unfinished\n')])).toThrow(
      expect.objectContaining({ code: 'run-unfinished', details: ['1.log: the run did not come to its end'] }),
    );
    expect(() => mergeReports([input('1.log', '')])).toThrow(expect.objectContaining({ code: 'report-unreadable' }));
  });
});

describe('a file that is no report', () => {
  it.each([
    ['a plan', planOf(lines)],
    ['other JSON', { hello: 'world' }],
    ['text', 'nothing to see'],
    ['half a report', JSON.stringify(shards[0]).slice(0, 500)],
    ['a report of another version', { ...shards[0], schemaVersion: 2 }],
    ['deep JSON', '['.repeat(5000)],
    ['a list', []],
    ['an item without a target', { ...shards[0], items: [{ outcome: 'copied' }] }],
  ])('is refused by name: %s', (_, document) => {
    expect(() => input('x.json', document)).toThrow(/^x\.json is no report that can be merged/);
    expect(() => input('x.json', document)).toThrow(expect.objectContaining({ code: 'report-unreadable' }));
  });
});

describe('names of files', () => {
  const files = memoryFiles({ 'a.json': '', 'b.json': '', 'out/1.json': '', 'out/2.json': '', 'out/2.log': '' });

  it('stand for themselves, patterns for what fits, and each file comes once', async () => {
    expect(await namedFiles(['b.json', '*.json'], files)).toEqual(['b.json', 'a.json']);
    expect(await namedFiles(['out/*.json'], files)).toEqual(['out/1.json', 'out/2.json']);
    expect(await namedFiles(['**/*.json'], files)).toEqual(['a.json', 'b.json', 'out/1.json', 'out/2.json']);
  });

  it('must stand for something', async () => {
    await expect(namedFiles(['c.json'], files)).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(namedFiles(['*.xml'], files)).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(namedFiles(['out'], files)).rejects.toMatchObject({ code: 'usage' });
  });
});
