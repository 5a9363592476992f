import { afterEach, expect, it, vi } from 'vitest';
import type { ReleaseModel } from '../../../../src/extension/release/release-model.ts';
import { watchReleases } from '../../../../src/extension/release/release-watcher.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter } from '../../../support/vscode.ts';

const editor = vi.hoisted(() => ({ watching: 0, change: (_: { fsPath: string }): void => undefined }));
vi.mock('vscode', async (original) => {
  const real = await original<typeof import('../../../support/vscode.ts')>();
  const none = () => ({ dispose: () => undefined });
  const createFileSystemWatcher = () => {
    editor.watching++;
    const onDidChange = (listener: typeof editor.change) => {
      editor.change = listener;
      return none();
    };
    return { onDidChange, onDidCreate: none, onDidDelete: none, dispose: () => editor.watching-- };
  };
  return { ...real, workspace: { ...real.workspace, createFileSystemWatcher } };
});
afterEach(() => {
  vi.useRealTimers();
});

it('watches files from the first reading on, once, and logs what fails', async () => {
  vi.useFakeTimers();
  const reading = new EventEmitter<void>();
  const refresh = vi.fn(() => Promise.reject(new Error('gone')));
  const model = { onWillRead: reading.event, isOfRelease: () => false, refresh } as unknown as ReleaseModel;
  const debug = vi.fn();
  const quiet = { onDidChange: () => ({ dispose: () => undefined }) };
  const services = { selection: quiet, settingsFiles: quiet, log: { debug } };
  const all = watchReleases(services as unknown as Services, model);
  expect(editor.watching).toBe(0);
  reading.fire();
  reading.fire();
  expect(editor.watching).toBe(1);
  editor.change({ fsPath: '/release/8.3.4_images.txt' });
  await vi.runAllTimersAsync();
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(debug).toHaveBeenCalledWith(expect.stringContaining('gone'));
  all.dispose();
  expect(editor.watching).toBe(0);
});
