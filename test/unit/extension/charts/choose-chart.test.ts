import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseChart } from '../../../../src/extension/charts/choose-chart.ts';
import type { ChartRow } from '../../../../src/extension/release/release-rows.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { Uri, window } from '../../../support/vscode.ts';

const settings = '/r/marketplace.yaml';
const where = { world: 'sandbox', place: { settings } };
let charts: { name: string; source: string }[];
let all: Uri[];

const services = {
  workers: { ask: async () => ({ charts }) },
  selection: { whereabouts: async () => where },
  settingsFiles: {
    all: async () => all,
    governing: async ({ fsPath }: Uri) => (fsPath.startsWith('/r/') ? all[0] : undefined),
  },
} as unknown as Services;

afterEach(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  charts = [
    { name: 'app', source: 'charts/app' },
    { name: 'other', source: 'charts/other' },
  ];
  all = [Uri.file(settings)];
});

describe('the chart that a command is about', () => {
  it('is that of a row', async () => {
    const row = { kind: 'chart', settings, chart: { name: 'app' } } as unknown as ChartRow;
    expect(await chooseChart([row], services)).toEqual({ ...where, chart: 'app' });
  });

  it.each([
    ['/r/charts/app', '/r/charts/app'],
    ['/r/charts/app/Chart.yaml', '/r/charts/app'],
    ['/r/app-1.2.3.tgz', '/r/app-1.2.3.tgz'],
  ])('is that of a folder, its Chart.yaml or an archive: %s', async (given, chart) => {
    expect(await chooseChart([Uri.file(given)], services)).toEqual({ ...where, chart });
  });

  it('is asked for where settings have several, and not where they have one', async () => {
    const pick = vi.spyOn(window, 'showQuickPick').mockImplementation(async (items) => items[1]);
    expect(await chooseChart([Uri.file(settings)], services)).toEqual({ ...where, chart: 'other' });
    expect(pick).toHaveBeenCalledTimes(1);
    charts.pop();
    expect(await chooseChart([], services)).toEqual({ ...where, chart: 'app' });
    expect(pick).toHaveBeenCalledTimes(1);
  });

  it('is none when nobody chooses', async () => {
    expect(await chooseChart([], services)).toBeUndefined();
  });

  it('is released nowhere without settings', async () => {
    all = [];
    await expect(chooseChart([Uri.file('/x/app.tgz')], services)).rejects.toMatchObject({ code: 'settings-missing' });
  });

  it('is not released by settings that do not govern it', async () => {
    await expect(chooseChart([Uri.file('/x/app.tgz')], services)).rejects.toMatchObject({ code: 'settings-missing' });
  });

  it('is the one whose lens was clicked', async () => {
    const pick = vi.spyOn(window, 'showQuickPick');
    expect(await chooseChart([Uri.file(settings), 'other'], services)).toEqual({ ...where, chart: 'other' });
    expect(pick).not.toHaveBeenCalled();
  });

  it.each([
    ['A folder…', { canSelectFiles: false, canSelectFolders: true }],
    ['An archive…', { filters: { 'Chart archives': ['tgz'] } }],
  ])('is chosen on this disk: %s', async (label, wanted) => {
    charts = [];
    vi.spyOn(window, 'showQuickPick').mockImplementation(async (items) =>
      (items as { label: string }[]).find((item) => item.label === label),
    );
    const opened: object[] = [];
    Object.assign(window, {
      showOpenDialog: async (options: object) => {
        opened.push(options);
        return [Uri.file('/elsewhere/app')];
      },
    });
    expect(await chooseChart([Uri.file(settings)], services)).toEqual({ ...where, chart: '/elsewhere/app' });
    expect(opened).toEqual([expect.objectContaining(wanted)]);
  });
});
