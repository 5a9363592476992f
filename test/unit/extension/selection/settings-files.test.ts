import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { SettingsFiles } from '../../../../src/extension/selection/settings-files.ts';
import { RelativePattern, Uri, workspace } from '../../../support/vscode.ts';

let release: string;
let folder: string;
let files: SettingsFiles;
/** The folders whose settings are watched, and how each watcher tells that one came. */
let watched: Map<string, () => void>;

beforeEach(async () => {
  release = await mkdtemp(path.join(tmpdir(), 'settings-files-'));
  folder = path.join(release, 'charts', 'app');
  await mkdir(folder, { recursive: true });
  watched = new Map();
  vi.spyOn(workspace, 'createFileSystemWatcher').mockImplementation((glob) => {
    const place = glob instanceof RelativePattern ? glob.baseUri.fsPath : String(glob);
    const never = () => ({ dispose: () => undefined });
    const onDidCreate = (listener: () => void) => {
      watched.set(place, listener);
      return { dispose: () => undefined };
    };
    return { onDidCreate, onDidChange: never, onDidDelete: never, dispose: () => watched.delete(place) };
  });
  vi.spyOn(workspace, 'findFiles').mockResolvedValue([]);
  workspace.workspaceFolders = [{ uri: Uri.file(folder) }];
  files = new SettingsFiles();
});
afterEach(async () => {
  files.dispose();
  vi.restoreAllMocks();
  workspace.workspaceFolders = undefined;
  await rm(release, { recursive: true });
});

const governing = async () =>
  (await files.governing(Uri.file(path.join(folder, '1_images.txt')) as unknown as vscode.Uri))?.fsPath;

describe('a folder that is opened below its marketplace.yaml', () => {
  it('is governed by it', async () => {
    await writeFile(path.join(release, 'marketplace.yaml'), 'version: 1\n');
    expect(await governing()).toBe(path.join(release, 'marketplace.yaml'));
  });

  it('notices when one comes, and watches no longer where it would not count', async () => {
    expect(await governing()).toBeUndefined();
    const charts = path.join(release, 'charts');
    expect([...watched.keys()]).toEqual(expect.arrayContaining([charts, release]));
    const changed = vi.fn();
    files.onDidChange(changed);
    await writeFile(path.join(charts, 'marketplace.yaml'), 'version: 1\n');
    watched.get(charts)?.();
    expect(changed).toHaveBeenCalledOnce();
    expect(await governing()).toBe(path.join(charts, 'marketplace.yaml'));
    expect(watched.has(release)).toBe(false);
    files.dispose();
    expect(watched.size).toBe(0);
  });
});
