import { beforeEach, describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import type { KnownChart } from '#worker';
import { chartLenses } from '../../../../src/extension/charts/chart-lenses.ts';
import { chartState } from '../../../../src/extension/charts/chart-state.ts';
import { ChartStates } from '../../../../src/extension/charts/chart-states.ts';
import { chartPlanClosing, chartReportClosing } from '../../../../src/extension/charts/words/chart-closing.ts';
import { chartStateWords } from '../../../../src/extension/charts/words/chart-words.ts';
import { pushChartQuestion } from '../../../../src/extension/charts/words/push-chart-question.ts';

type Plan = KnownChart['plan'];
type Report = NonNullable<KnownChart['report']>;

const reference = '709825985650.dkr.ecr.us-east-1.amazonaws.com/acme/app:1.2.3';
const image = (state: Plan['images'][number]['state']): Plan['images'][number] => ({
  source: `docker.io/acme/${state}:1`,
  target: `acme/${state}:1`,
  state,
  isDefault: true,
  places: [],
});
const plan = (more: Partial<Plan> = {}): Plan => ({
  schemaVersion: 1,
  job: 'chart',
  planId: 'sha256:1',
  createdAt: '2024-01-11T00:00:00Z',
  ok: true,
  chart: { name: 'app', version: '1.2.3', source: 'charts/app' },
  result: { name: 'app', version: '1.2.3' },
  delivery: 'helm',
  target: {
    registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
    prefix: 'acme',
    kind: 'marketplace',
    account: '111122223333',
    attestationManifests: 'strip',
    platforms: [],
    existing: 'equivalent',
  },
  archive: { digest: 'sha256:2', size: 3 },
  push: { reference, state: 'absent', manifestDigest: 'sha256:4' },
  changes: [
    { path: 'values.yaml', what: 'changed' },
    { path: 'templates/awsmp-hook.yaml', what: 'added' },
  ],
  rewrites: [],
  images: [image('present'), image('missing')],
  problems: [],
  checked: { by: 'static', why: 'no helm program was found' },
  endpoints: [],
  fileWarnings: [],
  ...more,
});
const report = (more: Partial<Report>): Report => ({
  schemaVersion: 1,
  job: 'chart',
  planId: 'sha256:1',
  target: plan().target,
  startedAt: '',
  finishedAt: '',
  ok: true,
  cancelled: false,
  chart: { name: 'app', version: '1.2.3' },
  archive: plan().archive,
  warnings: [],
  ...more,
});
const known = (more: Partial<KnownChart> = {}): KnownChart => ({
  schemaVersion: 1,
  record: 'one',
  world: 'aws',
  place: { settings: '/r/marketplace.yaml' },
  wish: { chart: 'app', push: true },
  plan: plan(),
  ...more,
});
const pushed = report({ push: { reference, outcome: 'pushed', digest: 'sha256:4', bytes: 1 } });
const written = report({ output: { file: '/r/app-1.2.3.tgz', outcome: 'written' } });
const words = (chart: Partial<KnownChart>) => chartStateWords(chartState(known(chart), 'hash')).join(' · ');

describe('how a chart stands, in words', () => {
  it.each([
    [{}, 'planned · 1.2.3 · 2 files to change · 1 of 2 images missing'],
    [
      { plan: plan({ images: [image('taken'), image('unknown')] }) },
      'planned · 1.2.3 · 2 files to change · 2 of 2 images not right',
    ],
    [{ plan: plan({ push: { reference, state: 'present', manifestDigest: '' }, images: [] }) }, 'present · 1.2.3'],
    [{ plan: plan({ push: { reference, state: 'conflict', manifestDigest: '' }, images: [] }) }, 'conflict · 1.2.3'],
    [{ report: pushed, plan: plan({ images: [] }) }, 'pushed · 1.2.3'],
    [{ report: written, plan: plan({ images: [] }) }, 'written · 1.2.3'],
    [{ report: report({ cancelled: true, ok: false }), plan: plan({ images: [] }) }, 'cancelled · 1.2.3'],
  ])('%#', (chart, expected) => {
    expect(words(chart)).toBe(expected);
  });

  it('is not planned before anybody has asked', () => {
    expect(chartStateWords(undefined)).toEqual(['not planned']);
  });
});

describe('what is remembered of charts', () => {
  let memory: Map<string, unknown>;
  let states: ChartStates;
  const where = { world: 'aws', place: { settings: '/r/marketplace.yaml' } } as const;

  beforeEach(() => {
    memory = new Map();
    const memento = {
      get: (key: string) => memory.get(key),
      // As VS Code keeps it: over a reload only what can be cloned is there.
      update: async (key: string, value: unknown) => void memory.set(key, structuredClone(value)),
    } as unknown as vscode.Memento;
    states = new ChartStates(memento, { ask: async () => undefined as never });
  });

  it('is of one chart, target and world', async () => {
    await states.add(known(), 'hash');
    expect(states.of(where, 'app')).toMatchObject({ record: 'one', stage: 'planned', settingsHash: 'hash' });
    expect(states.of(where, 'other')).toBeUndefined();
    expect(states.of({ ...where, world: 'sandbox' }, 'app')).toBeUndefined();
    expect(states.of({ ...where, place: { ...where.place, target: 'staging' } }, 'app')).toBeUndefined();
  });

  it('keeps that it was pushed when the same version is written to a file afterwards', async () => {
    await states.add(known({ report: pushed }), 'hash');
    await states.add(known({ record: 'two', report: written }), 'hash');
    expect(states.of(where, 'app')).toMatchObject({ record: 'two', stage: 'pushed' });
    const next = plan({ result: { name: 'app', version: '1.2.4' } });
    await states.add(known({ record: 'three', plan: next, report: written }), 'hash');
    expect(states.of(where, 'app')).toMatchObject({ stage: 'written', version: '1.2.4' });
  });

  it('does not know how images stand once some that it lacks were pushed, under whatever tag', async () => {
    const host = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
    const lacking = { ...image('taken'), target: `${host}/acme/web:1` };
    await states.add(known({ plan: plan({ images: [image('present'), lacking] }) }), 'hash');
    const said = () => chartStateWords(states.of(where, 'app')).join(' · ');
    await states.pushed([`${host}/acme/other:1`, reference]);
    expect(said()).toBe('planned · 1.2.3 · 2 files to change · 1 of 2 images not right');
    await states.pushed([`${host}/acme/web:1-1`]);
    expect(said()).toBe('planned · 1.2.3 · 2 files to change · images changed since');
  });

  it('is bounded, and tells when it changes', async () => {
    let changes = 0;
    states.onDidChange(() => changes++);
    for (let at = 0; at < 65; at++) await states.add(known({ wish: { chart: `app${at}`, push: false } }), 'hash');
    expect(states.of(where, 'app0')).toBeUndefined();
    expect(states.of(where, 'app64')).toBeDefined();
    expect(changes).toBe(65);
  });
});

describe('what can be done with a plan', () => {
  const titles = (more: Partial<Plan>, part: 'plan' | 'report' = 'plan') =>
    chartLenses(plan(more), part, { world: 'aws', record: 'one' }).map(({ command }) => command?.title);

  it('is to look at it, to save it, and to push it where the tag is free and nothing speaks against it', () => {
    expect(titles({})).toEqual(['Show changes', 'Save chart…', 'Push chart…']);
    expect(titles({ changes: [] })).toEqual(['Save chart…', 'Push chart…']);
    expect(titles({ push: { reference, state: 'conflict', manifestDigest: '' } })).toEqual([
      'Show changes',
      'Save chart…',
    ]);
    const error = { file: 'Chart.yaml', rule: 'chart-name-invalid', severity: 'error', message: 'no' } as const;
    expect(titles({ ok: false, problems: [error as unknown as Plan['problems'][number]] })).toEqual(['Show changes']);
    const missing = { ...error, rule: 'not-released' } as unknown as Plan['problems'][number];
    expect(titles({ ok: false, problems: [missing] })).toEqual(['Show changes', 'Save chart…']);
    // Nothing of its problems, but an image whose tag is taken.
    expect(titles({ ok: false, images: [image('taken')] })).toEqual(['Show changes']);
    expect(titles({}, 'report')).toEqual(['Show changes']);
  });

  it('asks before a final tag, with its whole name and what is missing', () => {
    const { question, detail } = pushChartQuestion(plan(), 'sandbox');
    expect(question).toBe('Push the chart app 1.2.3 under a final tag?');
    expect(detail.split('\n')).toEqual([
      reference,
      'The tag can be neither replaced nor deleted.',
      '1 of its 2 images are missing at the target: mirror them too.',
      'As account 111122223333.',
      'In the sandbox on this machine.',
    ]);
    const ecr = pushChartQuestion(plan({ target: { ...plan().target, kind: 'ecr' }, images: [] }), 'aws');
    expect([ecr.question, ecr.detail]).toEqual(['Push the chart app 1.2.3?', `${reference}\nAs account 111122223333.`]);
  });
});

describe('how it ends, in one sentence', () => {
  it('says of a plan what would change, and why it cannot be pushed', () => {
    expect(chartPlanClosing(plan())).toEqual({
      gravity: 'warning',
      text: 'app 1.2.3: 2 files to change, 2 images, 1 of them missing at the target',
    });
    const taken = {
      reference,
      state: 'conflict',
      manifestDigest: '',
      message: 'The tag is taken',
      hint: 'Use 1.2.4.',
    } as const;
    expect(chartPlanClosing(plan({ ok: false, push: taken, images: [], changes: [] })).text).toBe(
      'app 1.2.3: nothing to change, 0 images, The tag is taken. Use 1.2.4.',
    );
  });

  it('says of a run what was written and pushed, or why not', () => {
    expect(chartReportClosing(written)).toEqual({
      gravity: 'information',
      text: 'app 1.2.3: written to /r/app-1.2.3.tgz',
    });
    expect(chartReportClosing(pushed).text).toBe(`app 1.2.3: pushed to ${reference}`);
    const push = { reference, outcome: 'failed', bytes: 0, message: 'The registry is away' } as const;
    expect(chartReportClosing(report({ ok: false, push }))).toEqual({
      gravity: 'error',
      text: 'app 1.2.3: not pushed: The registry is away',
    });
  });
});
