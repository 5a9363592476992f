import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox/index.ts';
import { makeLargeSandbox } from '../support/large-sandbox.ts';
import type { Editor } from './support/editor.ts';
import { Probe } from './support/probe.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder } from './support/workspaces.ts';

const repositories = 5000;
const tags = 10;
let sandbox: RunningSandbox;
let workbench: Workbench;
let editor: Editor;
const probe = new Probe();
/** What AWS and the registry were asked since the test began. */
let asked: string[] = [];

const view = () => editor.tree('Repositories');
const labels = async () => (await view().rows()).map(({ label }) => label);

beforeAll(async () => {
  const dataDir = newFolder('large');
  await makeLargeSandbox(dataDir, { repositories, tags });
  sandbox = await startSandbox({
    dataDir,
    onRequest: ({ operation, path: asking }) => asked.push(operation ?? asking),
  });
  const workspace = newFolder('seller');
  const target = 'target: { registry: 111122223333.dkr.ecr.us-east-1.amazonaws.com, kind: ecr, prefix: large }';
  writeFileSync(path.join(workspace, 'marketplace.yaml'), `version: 1\n${target}\n`);
  const settings = { 'marketplaceRelease.sandbox.folder': dataDir };
  workbench = await openWorkbench({ workspace, settings, extensions: [probe.vsix()] });
  editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  asked = [];
  await editor.runCommand('Marketplace: Start the Sandbox');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});
beforeEach(() => {
  asked = [];
});

/** What was asked beside who we are. */
const lists = () => asked.filter((operation) => !/Identity|AuthorizationToken/.test(operation));

describe(`${repositories} repositories of ${tags} tags`, () => {
  it('come by the hundred, without a request that nobody asked for', async () => {
    await expect.poll(labels).toHaveLength(101);
    expect((await view().rows()).at(-1)).toMatchObject({
      label: 'Load more',
      description: expect.stringMatching(/100/),
    });
    expect(asked.filter((operation) => operation === 'DescribeImages')).toEqual([]);
  });

  it('go on where they ended, from what is there already', async () => {
    await view().click('Load more');
    await expect.poll(labels).toHaveLength(201);
    expect(lists()).toEqual([]);
  });

  it('are asked for their tags when one is opened, once', async () => {
    await view().expand('repository-0007');
    await expect.poll(labels).toHaveLength(201 + tags);
    expect(lists()).toEqual(['DescribeImages']);
    await view().collapse('repository-0007');
    await view().expand('repository-0007');
    await expect.poll(labels).toHaveLength(201 + tags);
    expect(lists()).toEqual(['DescribeImages']);
  });

  it('are found by a filter that looks at all of them', async () => {
    await editor.runCommand('Marketplace: Filter Repositories…');
    await editor.quickInput.type('4321');
    await editor.quickInput.accept();
    await expect.poll(labels).toEqual(['repository-4321']);
    expect(lists().length).toBeLessThanOrEqual(5);
    await editor.runCommand('Marketplace: Clear the Repository Filter');
    await expect.poll(async () => (await labels()).length).toBeGreaterThan(100);
  });

  it('are refreshed one by one', async () => {
    await view().expand('repository-0007');
    await expect.poll(lists).toEqual([]);
    await view().chooseFromMenu('repository-0007', 'Refresh the Repositories');
    await expect.poll(lists).toEqual(['DescribeImages']);
  });

  it('leave the memory of the extension host as it was, page after page', async () => {
    const heap = async () => {
      probe.begin();
      return (await probe.end()).heap;
    };
    await view().collapse('repository-0007');
    const before = await heap();
    const shown = (await labels()).length;
    for (let page = 1; page <= 8; page++) {
      await view().click('Load more');
      await expect.poll(labels).toHaveLength(shown + 100 * page);
    }
    // 800 rows more; a row that held its answer, or a page that was kept twice, would be megabytes.
    expect((await heap()) - before).toBeLessThan(3_000_000);
  });
});
