import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChartFiles } from '../../../../src/extension/charts/chart-files.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter, Uri, workspace } from '../../../support/vscode.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('a chart that comes by a terminal or git is one for menus, without a watch where nothing is released', async () => {
  const created = new EventEmitter<Uri>();
  const watch = vi.spyOn(workspace, 'createFileSystemWatcher').mockImplementation(() => ({
    onDidCreate: created.event,
    onDidDelete: () => ({ dispose: () => undefined }),
    dispose: () => undefined,
  }));
  const disk: Uri[] = [];
  const find = vi.spyOn(workspace, 'findFiles').mockImplementation(async () => [...disk]);
  const settings: Uri[] = [];
  const changed = new EventEmitter<void>();
  const told: unknown[] = [];
  const files = new ChartFiles({
    settingsFiles: {
      all: async () => settings,
      governing: async () => settings[0],
      onDidChange: changed.event,
    },
    contextState: { set: (_: string, value: unknown) => told.push(value) },
    log: { debug: () => undefined },
  } as unknown as Services);
  await vi.runAllTimersAsync();
  expect([told, watch.mock.calls.length, find.mock.calls.length]).toEqual([[[]], 0, 0]);
  settings.push(Uri.file('/r/marketplace.yaml'));
  changed.fire();
  await vi.runAllTimersAsync();
  expect(watch).toHaveBeenCalledTimes(1);
  disk.push(Uri.file('/r/app/Chart.yaml'), Uri.file('/r/app-1.tgz'));
  // All at once: looked for once.
  created.fire(Uri.file('/r/app/Chart.yaml'));
  created.fire(Uri.file('/r/app-1.tgz'));
  created.fire(Uri.file('/r/node_modules/x/app-1.tgz'));
  await vi.runAllTimersAsync();
  expect(told.at(-1)).toEqual(['/r/app/Chart.yaml', '/r/app', '/r/app-1.tgz']);
  expect(find).toHaveBeenCalledTimes(2);
  files.dispose();
});
