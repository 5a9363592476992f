import { describe, expect, it } from 'vitest';
import type { Item, MirrorPlan } from '#jobs';
import { finalWrites, formatLine, planText, pushQuestion, reportText } from '#text';
import { type Referrer, referrersOf } from '../../../src/jobs/referrer-list.ts';
import { item, planOf, reportOf, sha, target } from '../../support/job-results.ts';

const textOf = (plan: MirrorPlan) =>
  planText(plan, 100)
    .map((one) => formatLine(one, false))
    .join('\n');
const reported = (report: Parameters<typeof reportText>[0], brief = false) =>
  reportText(report, { target, log: 'sync-error.log', exitCode: report.ok ? 0 : 1, brief }, 100)
    .map((one) => formatLine(one, false))
    .join('\n');

const signatureTag = `sha256-${'a'.repeat(64)}.sig`;
const referrer = (outcome: Referrer['outcome'], tag?: string): Referrer => ({
  digest: sha(tag === undefined ? 'b' : 'c'),
  subject: sha('a'),
  artifactType: 'application/spdx+json',
  ...(tag === undefined ? {} : { tag }),
  size: 500,
  outcome,
});

function signed(outcome: Item['outcome'], of: Referrer['outcome'], leftOut = 0): Item {
  const warnings =
    leftOut === 0 ? [] : [{ code: 'referrers-unfit' as const, message: '2 that refer to it are left out' }];
  return item('zeebe:8.3.4', outcome, {
    digest: sha('a'),
    referrers: referrersOf([referrer(of), referrer(of, signatureTag)], leftOut, warnings),
  });
}

describe('the shard of a release', () => {
  it('is named in plan and report, with what the whole has', () => {
    const shard = { index: 2, count: 4, images: 50 };
    expect(textOf(planOf([item('a:1', 'copy')], { shard }))).toContain('\nShard 2 of 4: 1 of 50 images.\n');
    expect(reported(reportOf([item('a:1', 'copied')], { shard }))).toContain('\nShard 2 of 4: 1 of 50 images.\n');
    expect(textOf(planOf([], { shard }))).toContain('Nothing to do: no image takes part');
    expect(textOf(planOf([item('a:1', 'copy')]))).not.toContain('Shard');
  });

  it('that is missing is why a merged report fails', () => {
    const run = { planId: sha('1'), startedAt: '', finishedAt: '', ok: true };
    const merged = reportOf([item('a:1', 'copied'), item('b:1', 'cancelled')], {
      ok: false,
      cancelled: true,
      runs: [run, run],
      warnings: [
        { code: 'run-unfinished', message: 'shard-3.log: the run did not come to its end' },
        { code: 'shard-missing', message: 'The report of shard 3/4 is missing' },
      ],
    });
    const text = reported(merged);
    expect(text).toContain('\nMerged from 2 reports.\n');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Exit status 1: 1 cancelled; shard-3.log: the run did not come to its end; The report of shard 3/4 is missing',
    );
  });

  it('is nothing that cuts a report short', () => {
    const items = Array.from({ length: 600 }, (_, at) => item(`image-${at}:1`, 'failed', { message: `no. ${at}.` }));
    const text = reported(reportOf(items));
    for (let at = 0; at < 600; at++) expect(text).toContain(`no. ${at}.`);
  });
});

describe('what refers to an image', () => {
  const plan = planOf([signed('copy', 'copy')]);

  it('is counted in its row, and each tag that becomes final is named', () => {
    const text = textOf(plan);
    expect(text).toContain('final, referrers: 2 to copy');
    expect(text).toContain(`final tag ${signatureTag}`);
    expect(text).toContain('2 referrers (2 to copy)');
  });

  it('is part of what is confirmed', () => {
    expect(finalWrites(plan)).toEqual([{ repository: 'zeebe', tags: ['8.3.4', signatureTag] }]);
    expect(pushQuestion(plan)).toMatch(/^Push 2 final tags and 1 referrer to /);
  });

  it('is confirmed too where the image itself is there', () => {
    const there = planOf([signed('present', 'copy')]);
    expect(finalWrites(there)).toEqual([{ repository: 'zeebe', tags: [signatureTag] }]);
    expect(pushQuestion(there)).toMatch(/^Push 1 final tag and 1 referrer to /);
    const text = textOf(there);
    expect(text).toContain('never be replaced');
    expect(text).toContain(`final tag ${signatureTag}`);
    expect(text).toContain('1 to do: 1 present, 2 referrers (2 to copy)');
  });

  it('that several images have in common is one tag', () => {
    const both = planOf([
      signed('copy', 'copy'),
      { ...signed('copy', 'copy'), target: `${target.registry}/${target.prefix}/zeebe:8` },
    ]);
    expect(finalWrites(both)).toEqual([{ repository: 'zeebe', tags: ['8.3.4', signatureTag, '8'] }]);
  });

  it('is said to be left out, once, with the image and the reason', () => {
    const text = textOf(planOf([signed('copy', 'copy', 2)]));
    expect(text.match(/referrers-unfit/g)).toHaveLength(1);
    expect(text).toContain('warning: referrers-unfit zeebe:8.3.4: 2 that refer to it are left out');
  });

  it('is in the report, and a warning about it fails nothing', () => {
    const done = signed('copied', 'copied', 2);
    const warnings = (done.referrers?.warnings ?? []).map((one) => ({ ...one, item: done.target }));
    const text = reported(reportOf([done], { warnings }));
    expect(text).toContain('referrers: 2 copied, 2 left out');
    expect(text).toContain('4 referrers (2 copied, 2 left out)');
    expect(text.match(/referrers-unfit/g)).toHaveLength(1);
    expect(text).toContain('Exit status 0: every image is where it belongs');
  });
});
