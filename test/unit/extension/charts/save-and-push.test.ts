import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReleaseError } from '#problem';
import type { KnownChart } from '#worker';
import type { ChartJobs } from '../../../../src/extension/charts/chart-jobs.ts';
import { ChartProblemLines } from '../../../../src/extension/charts/chart-problem-lines.ts';
import { injectChart } from '../../../../src/extension/charts/inject-chart.ts';
import { pushKnownChart } from '../../../../src/extension/charts/push-chart.ts';
import { resumePush } from '../../../../src/extension/charts/resume-push.ts';
import { saveKnownChart } from '../../../../src/extension/charts/save-chart.ts';
import { RunningJobs } from '../../../../src/extension/jobs/run/running-jobs.ts';
import { type Offer, showClosing } from '../../../../src/extension/jobs/words/show-closing.ts';
import { Uri, window, workspace } from '../../../support/vscode.ts';

vi.mock('../../../../src/extension/release/settings-hash.ts', () => ({ settingsHash: async () => 'hash' }));
vi.mock('../../../../src/extension/jobs/words/show-closing.ts', () => ({
  showClosing: vi.fn(),
  showProblems: () => ({ label: 'Show Problems' }),
}));

type Plan = KnownChart['plan'];

const reference = '709825985650.dkr.ecr.us-east-1.amazonaws.com/acme/app:1.2.3';
const place = { settings: '/r/marketplace.yaml' };
const plan = (more: object = {}) =>
  ({
    planId: 'sha256:1',
    ok: true,
    result: { name: 'app', version: '1.2.3' },
    target: { kind: 'marketplace' },
    archive: { digest: 'sha256:2', size: 3 },
    push: { reference, state: 'absent', manifestDigest: 'sha256:4' },
    changes: [],
    images: [],
    problems: [],
    ...more,
  }) as unknown as Plan;
const known = (more: object = {}, wish: object = {}) =>
  ({ record: 'one', world: 'aws', place, wish: { chart: 'app', push: true, ...wish }, plan: plan(more) }) as KnownChart;
const error = { file: '/r/app/values.yaml', rule: 'chart-name-invalid', severity: 'error', message: 'no' };
const missing = { ...error, rule: 'not-released' };
const pushed = { chart: { name: 'app', version: '1.2.3' }, ok: true, push: { reference, outcome: 'pushed' } };
const written = {
  chart: { name: 'app', version: '1.2.3' },
  ok: true,
  output: { file: '/r/a.tgz', outcome: 'written' },
};

let asked: unknown[];
let opened: string[];
let touched: unknown[];
let answers: { plan: () => unknown; run: () => Promise<unknown> };
let hasNewTags: boolean;
let memory: Map<string, unknown>;
let kept: object | undefined;
let charts: ChartJobs;

beforeEach(() => {
  [asked, opened, touched, hasNewTags, kept] = [[], [], [], false, undefined];
  memory = new Map();
  answers = { plan: () => plan({ push: undefined }), run: async () => pushed };
  const services = {
    workers: {
      ask: async () => ({ text: '', charts: [] }),
      runJob: async (_: string, operation: string, { record: __, ...input }: { record: string }) => {
        asked.push([operation, input]);
        return operation === 'planChart' ? { plan: answers.plan() } : { report: await answers.run() };
      },
    },
    jobs: { appendLine: () => undefined, show: () => undefined },
    log: { warn: () => undefined },
    charts: { add: async () => undefined, find: async () => kept },
    tagsChanged: { changed: (references: unknown) => touched.push(references) },
    problems: { replace: () => undefined },
    results: { of: async () => (hasNewTags ? [{ plan: { items: [{ wanted: 'acme/web:8' }] } }] : []) },
    selection: { whereabouts: async () => ({ world: 'aws', place }) },
    settingsFiles: { governing: async () => Uri.file(place.settings) },
    context: {
      workspaceState: {
        get: (key: string) => memory.get(key),
        update: async (key: string, value: unknown) => void memory.set(key, value),
      },
    },
  };
  charts = {
    jobs: { services, running: new RunningJobs({ set: () => undefined }) },
    documents: {
      open: async (_: unknown, part: string) => opened.push(part),
      openChanges: async () => opened.push('changes'),
    },
    problems: new ChartProblemLines(services.problems),
  } as unknown as ChartJobs;
  vi.spyOn(window, 'showWarningMessage').mockImplementation(async (_, ...more) => more.at(-1) as string);
  Object.assign(window, { showSaveDialog: async () => Uri.file('/r/a.tgz') });
  vi.mocked(showClosing).mockClear();
});
afterEach(() => {
  workspace.isTrusted = true;
  vi.restoreAllMocks();
});

/** What was told in the end, and what was offered. */
function told() {
  const [, closing, ...offers] = vi.mocked(showClosing).mock.calls.at(-1) ?? [];
  return { text: closing?.text ?? '', offers: (offers as Offer[]).map(({ label }) => label) };
}

describe('a chart that is pushed', () => {
  it('is asked for, run as it was shown, and its tag is looked at again', async () => {
    await pushKnownChart(charts, known());
    expect(asked).toEqual([['injectChart', { planId: 'sha256:1' }]]);
    expect(opened).toEqual(['report']);
    expect(touched).toEqual([[reference]]);
    expect(told()).toEqual({ text: `app 1.2.3: pushed to ${reference}`, offers: ['Show Report'] });
  });

  it('is not without a yes, or in a workspace that is not trusted', async () => {
    vi.spyOn(window, 'showWarningMessage').mockResolvedValue(undefined);
    await pushKnownChart(charts, known());
    workspace.isTrusted = false;
    await pushKnownChart(charts, known());
    expect([asked, touched]).toEqual([[], []]);
  });

  it.each([
    [{ problems: [error] }, ['Show Plan', 'Show Problems']],
    [{ problems: [missing] }, ['Show Plan', 'Show Problems']],
    [{ images: [{ state: 'taken' }] }, ['Show Plan']],
    [{ push: { reference, state: 'conflict', message: 'The tag is taken' } }, ['Show Plan']],
  ])('is not while something stands in its way, and that is shown: %j', async (more, offers) => {
    await pushKnownChart(charts, known({ ok: false, ...more }));
    expect([asked, told().offers]).toEqual([[], offers]);
  });

  it('has its tag looked at also when it was cancelled', async () => {
    answers.run = async () => {
      throw new ReleaseError('cancelled', 'Stopped');
    };
    await expect(pushKnownChart(charts, known())).rejects.toMatchObject({ code: 'cancelled' });
    expect([touched, opened]).toEqual([[[reference]], []]);
  });
});

describe('a push whose window was closed', () => {
  const stop = new AbortController();
  const close = async () => {
    answers.run = async () => {
      charts.jobs.running.isClosing = true;
      throw new ReleaseError('internal', 'Its window is gone');
    };
    await expect(pushKnownChart(charts, known())).rejects.toMatchObject({ code: 'internal' });
    vi.mocked(showClosing).mockClear();
  };

  it('is told of by the next one, from what the worker has written down', async () => {
    await close();
    kept = { ...known(), report: pushed };
    await resumePush(charts, stop.signal);
    expect(told()).toEqual({
      text: `The push of a chart that was running when the window was closed: app 1.2.3: pushed to ${reference}`,
      offers: ['Show Report'],
    });
    vi.mocked(showClosing).mockClear();
    await resumePush(charts, stop.signal);
    expect(showClosing).not.toHaveBeenCalled();
  });

  it('is told of when nothing is known of it any more', async () => {
    await close();
    await resumePush(charts, stop.signal);
    expect(told().text).toMatch(/has left no report\. Inject the chart again/);
  });

  it('is forgotten when it has ended before', async () => {
    await pushKnownChart(charts, known());
    vi.mocked(showClosing).mockClear();
    await resumePush(charts, stop.signal);
    expect(showClosing).not.toHaveBeenCalled();
  });
});

describe('a chart that is saved', () => {
  it('is planned again for its file, with the same new tags, and written as it was shown', async () => {
    answers.run = async () => written;
    await saveKnownChart(charts, known({}, { newTags: true }));
    expect(asked).toEqual([
      ['planChart', { place, chart: 'app', output: '/r/a.tgz', push: false, newTags: true }],
      ['injectChart', { planId: 'sha256:1' }],
    ]);
    expect(told()).toEqual({ text: 'app 1.2.3: written to /r/a.tgz', offers: ['Reveal', 'Push Chart…'] });
  });

  it('is shown instead when it is another one by now', async () => {
    answers.plan = () => plan({ push: undefined, archive: { digest: 'sha256:other', size: 3 }, changes: [{}] });
    await saveKnownChart(charts, known());
    expect(asked).toHaveLength(1);
    expect(told().text).toBe('The chart app is another one by now. Nothing was written: this is how it is.');
    expect(opened).toEqual(['plan', 'changes']);
  });

  it('can be while its images are still to be mirrored, and not with an error or a taken image', async () => {
    answers.run = async () => written;
    await saveKnownChart(charts, known({ ok: false, problems: [missing] }));
    expect(told().offers).toEqual(['Reveal']);
    asked = [];
    await saveKnownChart(charts, known({ ok: false, problems: [error] }));
    await saveKnownChart(charts, known({ ok: false, images: [{ state: 'taken' }] }));
    answers.plan = () => plan({ ok: false, push: undefined, problems: [error] });
    await saveKnownChart(charts, known());
    expect(asked.map((one) => (one as string[])[0])).toEqual(['planChart']);
    expect(told().offers).toEqual(['Show Plan', 'Show Problems']);
  });
});

describe('a chart that is planned', () => {
  it('offers what can be done with it', async () => {
    answers.plan = () => plan();
    await injectChart(charts, [Uri.file('/r/app')]);
    expect(told().offers).toEqual(['Save Chart…', 'Push Chart…', 'Show Plan']);
    answers.plan = () => plan({ ok: false, problems: [error] });
    await injectChart(charts, [Uri.file('/r/app')]);
    expect(told().offers).toEqual(['Show Plan', 'Show Problems']);
  });

  it('goes with the new tags of the release, and offers them where there are none yet', async () => {
    answers.plan = () => plan({ ok: false, images: [{ state: 'taken' }] });
    await injectChart(charts, [Uri.file('/r/app')]);
    expect(told().offers).toEqual(['Plan with New Tags', 'Show Plan', 'Show Problems']);
    hasNewTags = true;
    await injectChart(charts, [Uri.file('/r/app')]);
    expect(asked.map((one) => (one as [string, { newTags?: true }])[1].newTags)).toEqual([undefined, true]);
    expect(told().offers).toEqual(['Show Plan', 'Show Problems']);
  });
});
