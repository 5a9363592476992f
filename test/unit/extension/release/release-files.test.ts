import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { ReleaseFiles } from '../../../../src/extension/release/release-files.ts';
import type { LoadedRelease } from '../../../../src/extension/release/release-model.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter, Uri, workspace } from '../../../support/vscode.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A workspace with these settings, in which files of usual names are found. */
function made(settings: readonly string[]) {
  const names = ['/w/release/1_images.txt', '/w/release/a.loadform.txt', '/w/theirs/release.json'];
  vi.spyOn(workspace, 'findFiles').mockResolvedValue(names.map((name) => Uri.file(name)));
  const changed = new EventEmitter<void>();
  const read = new EventEmitter<LoadedRelease>();
  const told: unknown[] = [];
  const settingsFiles = {
    onDidChange: changed.event,
    all: async () => settings.map((file) => Uri.file(file)),
    governing: async ({ fsPath }: Uri) => settings.find((file) => fsPath.startsWith(file.replace(/[^/]*$/, ''))),
  };
  const services = { settingsFiles, contextState: { set: (_key: string, value: unknown) => told.push(value) } };
  const files = new ReleaseFiles(services as unknown as Services, read.event as vscode.Event<LoadedRelease>);
  return { files, read, told, last: () => told.at(-1) };
}

it("menus are for files that a marketplace.yaml governs, not for a stranger's", async () => {
  const { files, last } = made(['/w/release/marketplace.yaml']);
  await vi.runAllTimersAsync();
  expect(last()).toEqual(['/w/release/marketplace.yaml', '/w/release/1_images.txt', '/w/release/a.loadform.txt']);
  files.dispose();
});

it('menus are for files that the settings call otherwise, once they were read', async () => {
  const { files, read, last } = made(['/w/release/marketplace.yaml']);
  const outline = { files: [{ file: '/w/release/parts.list' }], forms: [] };
  read.fire({ settings: '/w/release/marketplace.yaml', outline } as unknown as LoadedRelease);
  await vi.runAllTimersAsync();
  expect(last()).toContain('/w/release/parts.list');
  files.dispose();
});

it('nothing is looked for where there are no settings', async () => {
  const { files, last } = made([]);
  await vi.runAllTimersAsync();
  expect(last()).toEqual([]);
  expect(workspace.findFiles).not.toHaveBeenCalled();
  files.dispose();
});
