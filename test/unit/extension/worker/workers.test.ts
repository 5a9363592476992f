import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { WorkerStart } from '#worker';
import type { RegistryLogins } from '../../../../src/extension/registries/registry-logins.ts';
import { Workers } from '../../../../src/extension/worker/workers.ts';
import { settings } from '../../../support/vscode.ts';

const started = vi.hoisted((): WorkerStart[] => []);
vi.mock('../../../../src/extension/worker/worker-process.ts', () => ({
  WorkerProcess: class {
    readonly ended = new Promise<void>(() => undefined);

    constructor({ start }: { start: WorkerStart }) {
      started.push(start);
    }

    async ask() {}

    letGo() {}
  },
}));

const folder = { fsPath: '/somewhere' };
const workers = () =>
  new Workers(
    { extensionUri: folder, globalStorageUri: folder, extension: { packageJSON: {} } } as vscode.ExtensionContext,
    {} as vscode.LogOutputChannel,
    { all: async () => [], onDidChange: () => ({ dispose: () => undefined }) } as unknown as RegistryLogins,
  );
const input = { record: 'one', planId: 'one', concurrency: 1 };

beforeEach(() => {
  started.length = 0;
  settings.set('marketplaceRelease.awsEndpoint', '');
  settings.set('marketplaceRelease.sandbox.folder', '/of/settings');
});
afterEach(() => settings.clear());

it('a job is run on the sandbox that it was planned on, whatever the settings say by then', async () => {
  await workers().runJob('sandbox', 'mirror', input, { sandboxFolder: '/of/the/plan' });
  await workers().runJob('sandbox', 'mirror', input);
  settings.set('marketplaceRelease.sandbox.folder', '');
  await workers().runJob('sandbox', 'mirror', input, { sandboxFolder: '/of/the/plan' });
  expect(started.map(({ sandboxFolder }) => sandboxFolder)).toEqual(['/of/the/plan', '/of/settings', '/of/the/plan']);
});
