import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { Operation, Operations, Place, WorkerWorld } from '#worker';
import type { RegistryLogins } from '../../../../src/extension/registries/registry-logins.ts';
import { reaches } from '../../../../src/extension/worker/trust-guard.ts';
import { Workers } from '../../../../src/extension/worker/workers.ts';
import { settings, workspace } from '../../../support/vscode.ts';

const asked = vi.hoisted((): string[] => []);
vi.mock('../../../../src/extension/worker/worker-process.ts', () => ({
  WorkerProcess: class {
    readonly hasSpoken = true;
    readonly ended = new Promise<void>(() => undefined);
    readonly #world: string;

    constructor({ start }: { start: { world: string } }) {
      this.#world = start.world;
    }

    async ask(operation: string) {
      asked.push(`${this.#world} ${operation}`);
    }

    retire() {}

    letGo() {}
  },
}));

const folder = { fsPath: '/somewhere' };
const context = { extensionUri: folder, globalStorageUri: folder, extension: { packageJSON: { version: '1.2.3' } } };
const logins = { all: async () => [], onDidChange: () => ({ dispose: () => undefined }) };
const workers = () =>
  new Workers(
    context as unknown as vscode.ExtensionContext,
    {} as unknown as vscode.LogOutputChannel,
    logins as unknown as RegistryLogins,
  );

const ofWorkspace: Place = { settings: '/workspace/marketplace.yaml' };
const worlds: readonly WorkerWorld[] = ['aws', 'sandbox'];
const operations = Object.keys(reaches) as Operation[];
const that = (reach: string) => operations.filter((operation) => reaches[operation] === reach);
/** Whether it was refused for want of trust; anything but that and an answer is a defect. */
async function isRefused(world: WorkerWorld, operation: Operation, place: Place | undefined): Promise<boolean> {
  asked.length = 0;
  const input = (place ? { place } : {}) as Operations[Operation]['input'];
  const failure = await workers()
    .ask(world, operation, input)
    .then(
      () => undefined,
      (error) => error,
    );
  expect(failure?.code).toBe(failure && 'workspace-untrusted');
  expect(asked).toEqual(failure ? [] : [`${world} ${operation}`]);
  return failure !== undefined;
}

beforeEach(() => {
  workspace.isTrusted = false;
  for (const name of ['awsEndpoint', 'sandbox.folder']) settings.set(`marketplaceRelease.${name}`, '');
});
afterEach(() => {
  workspace.isTrusted = true;
  settings.clear();
});

describe('in a workspace that is not trusted', () => {
  it('there is something of each kind', () => {
    expect(that('network')).toEqual([
      'target',
      'identity',
      'tryLogin',
      'doctor',
      'repositories',
      'tags',
      'tag',
      'image',
      'chartVersions',
      'licenses',
      'licenseUse',
      'grants',
    ]);
    expect(that('job')).toEqual([
      'checkLicense',
      'planChart',
      'injectChart',
      'chartImages',
      'plan',
      'verify',
      'mirror',
    ]);
  });

  it.each(that('network'))('%s asks nobody that the workspace names, and AWS never', async (operation) => {
    expect(await isRefused('aws', operation, ofWorkspace)).toBe(true);
    expect(await isRefused('aws', operation, {})).toBe(true);
    expect(await isRefused('sandbox', operation, ofWorkspace)).toBe(true);
    expect(await isRefused('sandbox', operation, { settings: '' })).toBe(true);
    expect(await isRefused('sandbox', operation, undefined)).toBe(true);
    // The sandbox's own registry.
    expect(await isRefused('sandbox', operation, {})).toBe(false);
  });

  it.each(['tags', 'image'] as const)('%s of a registry that is not the sandbox own asks nobody', async (operation) => {
    const input = { place: {}, registry: 'docker.io', repository: 'a/b', reference: '1' };
    asked.length = 0;
    const asking = workers().ask('sandbox', operation, input);
    await expect(asking).rejects.toMatchObject({ code: 'workspace-untrusted' });
    expect(asked).toEqual([]);
  });

  it.each(that('local'))('%s is answered', async (operation) => {
    for (const world of worlds) expect(await isRefused(world, operation, ofWorkspace)).toBe(false);
  });

  it.each(['plan', 'verify', 'mirror', 'planChart', 'injectChart'] as const)(
    'no %s runs, in a process of its own or not',
    async (job) => {
      for (const world of worlds) {
        for (const place of [ofWorkspace, {}, undefined]) expect(await isRefused(world, job, place)).toBe(true);
        const chart = { chart: 'app', push: true };
        const input = { place: ofWorkspace, files: [], record: 'one', planId: 'one', concurrency: 1, ...chart };
        await expect(workers().runJob(world, job, input)).rejects.toMatchObject({
          code: 'workspace-untrusted',
          message: 'No job runs in a workspace that is not trusted',
        });
        expect(asked).toEqual([]);
      }
    },
  );
});

describe('in a trusted workspace', () => {
  it.each(operations)('%s is answered', async (operation) => {
    workspace.isTrusted = true;
    for (const world of worlds) expect(await isRefused(world, operation, ofWorkspace)).toBe(false);
  });
});
