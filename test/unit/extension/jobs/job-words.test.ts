import { describe, expect, it } from 'vitest';
import type { Item, JobEvent, MirrorPlan, Report } from '#jobs';
import { formatLine, JobNarrator, type Line } from '#text';
import { subjectPlace, subjectTitle } from '../../../../src/extension/jobs/results/job-subject.ts';
import { JobControl } from '../../../../src/extension/jobs/run/job-control.ts';
import { afterwards, fateOf } from '../../../../src/extension/jobs/run/remembered-mirror.ts';
import { mirrorClosing, planClosing, verifyClosing } from '../../../../src/extension/jobs/words/closing-words.ts';
import { progressMessage, progressPercent } from '../../../../src/extension/jobs/words/progress-message.ts';
import { isWholeInDetail, pushButton, pushDetail } from '../../../../src/extension/jobs/words/push-detail.ts';
import { staleWords } from '../../../../src/extension/jobs/words/stale-words.ts';
import { mirrorStart, planStart, verifyStart } from '../../../../src/extension/jobs/words/start-line.ts';
import { writeWords } from '../../../../src/extension/jobs/words/write-words.ts';
import { item, list, planOf, reportOf, settings, sha, target } from '../../../support/job-results.ts';

const said = (line: Line) => formatLine(line, false);

describe('the question before a push', () => {
  const plan = planOf([
    item('zeebe:8.3.4', 'copy', { bytes: 300_000_000 }),
    item('zeebe:8.3.5', 'copy'),
    item('operate:8.3.4', 'copy'),
    item('identity:8.3.4', 'conflict'),
    item('tasklist:8.3.4', 'present'),
  ]);

  const detailOf = (one: MirrorPlan, world: 'aws' | 'sandbox' = 'aws') => pushDetail(one, world, 'the plan');

  it('names every final write, where it goes, as whom, and what is left out', () => {
    expect(detailOf({ ...plan, target: { ...target, profile: 'seller' } }).split('\n')).toEqual([
      'zeebe: 8.3.4, 8.3.5',
      'operate: 8.3.4',
      '',
      'Registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com/camunda/camunda8',
      'Account: 111122223333',
      'Profile: seller',
      'Product: not known',
      'To move: 300 MB',
      'Not pushed: 1 conflict',
    ]);
    expect(pushButton(plan)).toBe('Push 3 tags');
  });

  it('says what speaks against it: warnings, what nobody attests, what was not looked at', () => {
    const warned = item('zeebe:8.3.4', 'copy', {
      findings: [{ rule: 'eol-base', severity: 'warning', message: 'It is old' }],
    });
    const unattested = item('operate:8.3.4', 'copy', {
      attestation: { state: 'unproven', code: 'attestation-missing' },
      findings: [{ rule: 'attestation-missing', severity: 'warning', message: 'Nobody attests it' }],
    });
    const fine = item('tasklist:8.3.4', 'copy', {
      findings: [{ rule: 'eol-base', severity: 'info', message: 'Look' }],
    });
    const there = { ...warned, outcome: 'present' as const };
    const unasked = ['eol-base'] as const;
    const last = (items: readonly Item[], more: Partial<MirrorPlan> = {}) =>
      detailOf(planOf(items, more)).split('\n').slice(-2);
    expect(last([warned, unattested, fine, there], { unasked: [...unasked] })).toEqual([
      'With warnings: 2 images (zeebe:8.3.4, operate:8.3.4), 1 of them not attested.',
      'Layers were not read.',
    ]);
    expect(last([warned, warned, warned, warned]).at(-1)).toBe('With warnings: 4 images.');
    expect(detailOf(planOf([fine, there]))).not.toMatch(/warnings|Layers/);
  });

  it('says where it is the sandbox, and nothing of products where there are none', () => {
    expect(detailOf(plan, 'sandbox')).toMatch(/^This is the sandbox/);
    expect(detailOf({ ...plan, target: { ...target, kind: 'ecr' } })).not.toContain('roduct');
  });

  it('names the product once when all that is written is of it, else on each line', () => {
    const product = { id: 'prod-1', title: 'Camunda 8', repositories: ['camunda/camunda8/zeebe'] };
    const part = detailOf({ ...plan, products: [product] });
    expect(part).toContain('zeebe: 8.3.4, 8.3.5 (Camunda 8)\noperate: 8.3.4 (product not known)');
    expect(part).not.toContain('Product:');
    const whole = { ...product, repositories: [...product.repositories, 'camunda/camunda8/operate'] };
    const all = detailOf({ ...plan, products: [whole] });
    expect(all).toContain('zeebe: 8.3.4, 8.3.5\noperate: 8.3.4\n');
    expect(all).toContain('\nProduct: Camunda 8\n');
  });

  it('has a dozen tags a line', () => {
    const items = Array.from({ length: 25 }, (_, index) => item(`zeebe:${index + 1}`, 'copy'));
    expect(detailOf(planOf(items)).split('\n').slice(0, 3)).toEqual([
      'zeebe: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12',
      'zeebe, continued: 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24',
      'zeebe, continued: 25',
    ]);
  });

  it('counts what it does not show, and says where that stands', () => {
    const many = Array.from({ length: 80 }, (_, index) => item(`image-${index}:1`, 'copy'));
    const lines = detailOf(planOf(many)).split('\n');
    expect(lines.slice(29, 33)).toEqual([
      'image-29: 1',
      '',
      [30, 31, 32, 33, 34].map((index) => `image-${index} 1 more tag`).join(', '),
      [35, 36, 37, 38, 39].map((index) => `image-${index} 1 more tag`).join(', '),
    ]);
    expect(lines).toContain('and 15 more repositories with 15 tags');
    expect(lines).toContain('All 80 tags are listed in the plan.');
    const long = planOf(Array.from({ length: 600 }, (_, index) => item(`zeebe:${index}`, 'copy')));
    expect(detailOf(long)).toContain('zeebe 240 more tags\nAll 600 tags are listed in the plan.');
    expect([isWholeInDetail(long), isWholeInDetail(planOf(many.slice(0, 40)))]).toEqual([false, true]);
    expect(detailOf(planOf(many.slice(0, 40)))).not.toContain('listed in');
  });
});

describe('what a job came to', () => {
  it('is said in one sentence, as grave as it is', () => {
    expect(planClosing(planOf([item('a:1', 'copy', { bytes: 399_000_000 }), item('b:1', 'conflict')]))).toEqual({
      gravity: 'warning',
      text: '2 to do: 1 to copy (399 MB), 1 conflict',
    });
    expect(planClosing(planOf([item('a:1', 'present'), item('b:1', 'equivalent')]))).toEqual({
      gravity: 'information',
      text: 'Nothing left to do: 1 present, 1 equivalent',
    });
  });

  it('of a mirror counts what was pushed, and what was not', () => {
    const copied = [item('a:1', 'copied'), item('b:1', 'copied')];
    expect(mirrorClosing(reportOf(copied))).toEqual({ gravity: 'information', text: '2 images mirrored' });
    expect(mirrorClosing(reportOf([...copied, item('c:1', 'conflict')]))).toEqual({
      gravity: 'warning',
      text: '2 images mirrored, 1 conflict',
    });
    expect(mirrorClosing(reportOf([item('c:1', 'failed'), item('d:1', 'conflict')]))).toEqual({
      gravity: 'error',
      text: '1 conflict, 1 failed',
    });
  });

  it('of a mirror that somebody else was quicker with says what is there', () => {
    expect(mirrorClosing(reportOf([item('a:1', 'present')]))).toEqual({
      gravity: 'information',
      text: 'Nothing to mirror: 1 image present',
    });
  });

  it('of a cancelled mirror says how to go on', () => {
    const items = [item('a:1', 'copied'), ...['b:1', 'c:1', 'd:1'].map((name) => item(name, 'cancelled'))];
    expect(mirrorClosing(reportOf(items))).toEqual({
      gravity: 'warning',
      text: 'Mirror cancelled: 1 of 4 images is there. Run it again to continue.',
    });
  });

  it('names what went wrong beside the images', () => {
    const warnings = [{ code: 'file-not-writable' as const, message: 'The error log could not be written' }];
    expect(mirrorClosing(reportOf([item('a:1', 'copied')], { ok: false, warnings })).text).toBe(
      '1 image mirrored, The error log could not be written',
    );
  });

  it('of a verification counts what is there and what is not, as grave as it is', () => {
    const there = [item('a:1', 'present'), item('b:1', 'equivalent')];
    const missing = item('c:1', 'failed', { code: 'not-released' });
    const verification = (items: readonly Item[], more: Partial<Report> = {}) =>
      verifyClosing(reportOf(items, { job: 'verify', ...more }));
    expect(verification(there)).toEqual({ gravity: 'information', text: 'Verification ended: 2 verified' });
    expect(verification([...there, missing, item('d:1', 'conflict')])).toEqual({
      gravity: 'error',
      text: 'Verification ended: 2 verified, 1 missing, 1 conflict',
    });
    const ended = [{ code: 'login-expired' as const, message: 'The login has ended' }];
    const stopped = item('e:1', 'cancelled', { code: 'login-expired' });
    expect(verification([...there, stopped], { cancelled: false, ok: false, warnings: ended })).toEqual({
      gravity: 'warning',
      text: 'Verification ended: 2 verified, 1 cancelled, The login has ended',
    });
    expect(verification([...there, item('e:1', 'cancelled')])).toEqual({
      gravity: 'warning',
      text: 'Verification cancelled: 2 verified, 1 cancelled',
    });
  });

  it('of a stale plan names what moved, as far as a message has room', () => {
    expect(staleWords({ message: 'The plan no longer fits', details: ['a', 'b', 'b', 'c', 'd', 'e'] })).toBe(
      'The plan no longer fits: a; b; c; and 2 more, see the output',
    );
    const moved = `source x: was sha256:aaaa…aaaa (${sha('a')}), is nothing`;
    expect(staleWords({ message: 'Moved', details: [moved] })).toBe(
      'Moved: source x: was sha256:aaaa…aaaa, is nothing',
    );
  });
});

describe('a plan that writes and copies no image', () => {
  const layout = { ...target, kind: 'oci' as const, registry: 'default.layout', prefix: '', layout: '/repo/out' };
  const now = new Date(2026, 0, 1, 14, 2, 11);
  const counts = { found: 3, copy: 3, copied: 0, present: 0, conflict: 0, failed: 0, skipped: 0, leftOut: 0 };
  const present = item('a:1', 'present');
  const differing = { name: 'camunda/camunda8/a', action: 'update' as const, differences: ['scan on push'] };
  const onlyRepositories = planOf([present], { repositories: [differing] });
  const onlyReferrers = planOf([{ ...present, referrers: { ...counts, list: [], warnings: [] } }], { target: layout });

  it('says what it is about, and where', () => {
    expect(writeWords(onlyRepositories)).toBe('the settings of 1 repository');
    expect(writeWords(onlyReferrers)).toBe('3 referrers');
    expect(said(mirrorStart(onlyReferrers, 'aws', now))).toContain('Mirror of 3 referrers to oci:/repo/out as');
    expect(planClosing(onlyRepositories).text).toBe('Nothing to copy: 1 present, 1 repository to make or change');
    expect(pushDetail(onlyRepositories, 'aws', 'the plan')).not.toContain('To move');
    expect(pushDetail(onlyReferrers, 'aws', 'the plan')).toContain('\nLayout: oci:/repo/out\n');
  });

  it('says what became of it', () => {
    const updated = [{ name: differing.name, outcome: 'updated' as const }];
    expect(mirrorClosing(reportOf([present], { repositories: updated })).text).toBe('1 repository updated');
    const copied = { ...counts, copy: 0, copied: 3, list: [], warnings: [] };
    expect(mirrorClosing(reportOf([{ ...present, referrers: copied }])).text).toBe('3 referrers mirrored');
    expect(mirrorClosing(reportOf([present], { cancelled: true })).text).toBe(
      'Mirror cancelled. Run it again to continue.',
    );
  });
});

describe('the first line of a job', () => {
  const now = new Date(2026, 0, 1, 14, 2, 11);
  it('says what, where and as whom', () => {
    const subject = { world: 'sandbox', place: { settings, target: 'staging' }, files: [] } as const;
    expect(said(planStart(subject, now))).toBe('[14:02:11] Plan of release, target staging, in the sandbox');
    expect(said(verifyStart(subject, now))).toBe('[14:02:11] Verification of release, target staging, in the sandbox');
    expect(said(mirrorStart(planOf([item('a:1', 'copy')]), 'aws', now))).toBe(
      `[14:02:11] Mirror of 1 image to ${target.registry}/${target.prefix} as 111122223333`,
    );
  });

  it('names files that a job is restricted to', () => {
    const subject = { world: 'aws', place: { settings, profile: 'seller' } } as const;
    expect(subjectTitle({ ...subject, files: [list] })).toBe('8.3.4_images.txt');
    expect(subjectTitle({ ...subject, files: [list, list, list] })).toBe('3 files');
    expect(subjectPlace({ ...subject, files: [] })).toBe('profile seller');
  });
});

describe('progress', () => {
  const event = (one: Record<string, unknown>) => ({ schemaVersion: 1, ...one }) as JobEvent;
  it('is told in images while planning, in bytes while copying', () => {
    let now = 0;
    const lines: string[] = [];
    const narrator = new JobNarrator();
    const tell = (one: Record<string, unknown>) => lines.push(...narrator.tell(event(one), now).map(said));
    const message = () => [progressMessage(narrator.progress, now), Math.round(progressPercent(narrator.progress))];

    tell({ type: 'phase', phase: 'gather', total: 0 });
    expect(message()).toEqual(['Reading files', 0]);
    tell({ type: 'phase', phase: 'plan', total: 4 });
    tell({ type: 'item-finished', item: 'a', outcome: 'present', bytes: 0 });
    expect(message()).toEqual(['Asking registries: 1 of 4 images', 25]);
    tell({ type: 'waiting', registry: 'docker.io', delayMs: 12_000, attempt: 1, reason: 'too many requests' });
    expect(message()[0]).toBe('Asking registries: 1 of 4 images · waiting 12 s for docker.io');
    now = 20_000;

    const items = [item('zeebe:8.3.4', 'copy', { bytes: 300_000_000 }), item('op:1', 'copy', { bytes: 99_000_000 })];
    narrator.expect(planOf(items));
    tell({ type: 'phase', phase: 'copy', total: 2 });
    const [zeebe] = items;
    tell({ type: 'item-started', item: zeebe?.target, source: 'x' });
    const blob = { type: 'blob', item: zeebe?.target, digest: 'd', size: 300_000_000 };
    tell({ ...blob, bytes: 0 });
    now += 1000;
    tell({ ...blob, bytes: 60_000_000 });
    expect(message()).toEqual(['0 of 2 · 60 MB of 399 MB · 60 MB/s', 15]);
    tell({ type: 'item-finished', item: zeebe?.target, outcome: 'copied', bytes: 60_000_000 });
    expect(lines).toEqual(['  waiting    docker.io  12 s: too many requests', '  copied     zeebe:8.3.4  60 MB']);
    tell({ type: 'phase', phase: 'close', total: 2 });
    expect(message()).toEqual(['Reading the tags again', 100]);
  });

  it('tells the waits of one registry now and then, not each', () => {
    const lines: string[] = [];
    let now = 0;
    const narrator = new JobNarrator();
    const wait = event({ type: 'waiting', registry: 'docker.io', delayMs: 5000, attempt: 1, reason: 'slow down' });
    for (; now < 25_000; now += 1000) lines.push(...narrator.tell(wait, now).map(said));
    expect(lines).toHaveLength(3);
  });
});

describe('cancelling', () => {
  it('settles first, and stops at once the second time', () => {
    const control = new JobControl('mirror', 'sample');
    control.cancel();
    expect([control.isSettling, control.abort.aborted]).toEqual([true, false]);
    control.cancel();
    expect(control.abort.aborted).toBe(true);
    expect(control.signal.reason).toMatchObject({ code: 'cancelled' });
  });
});

describe('a mirror that nobody watched', () => {
  const report = reportOf([item('a:1', 'copied'), item('b:1', 'copied'), item('c:1', 'cancelled')]);
  const failure = { code: 'plan-stale', message: 'The world has moved', details: [], problems: [] } as const;
  it.each([
    ['ended', { state: 'ended', report }],
    ['failed', { state: 'ended', failure }],
    ['running', { state: 'running' }],
    ['killed', { state: 'lost' }],
    ['planned', { state: 'planned' }],
    ['unknown', undefined],
  ] as const)('is %s', (kind, record) => {
    expect(fateOf(record).kind).toBe(kind);
  });

  it('is told by what is there and what is not', () => {
    expect(afterwards(report)).toBe('2 copied, 1 not');
    expect(afterwards(reportOf([item('a:1', 'copied')]))).toBe('1 copied');
  });
});
