import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Editor } from './support/editor.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let workbench: Workbench;
let editor: Editor;
const workspace = sampleWorkspace();
const sandboxFolder = newFolder('sandbox');
const workspaceFiles = () => readdirSync(workspace, { recursive: true, encoding: 'utf8' }).sort();
const filesBefore = workspaceFiles();
let sandboxSecret = '';

const release = () => editor.tree('Release');
const repositories = () => editor.tree('Repositories');
const stateOf = async (image: string) =>
  (await release().rows()).find(({ label }) => label === image)?.description ?? 'no such row';

beforeAll(async () => {
  const settings = { 'marketplaceRelease.sandbox.folder': sandboxFolder };
  workbench = await openWorkbench({ workspace, settings });
  editor = await workbench.openWindow();
});
afterAll(() => workbench.close());

/** One story, told in order: each part begins where the one before ended. */
describe('a newcomer with the sample release', () => {
  it('sees the files, and is offered the sandbox where no AWS login is', async () => {
    await editor.openView('AWS Marketplace');
    await release().expand('8.3.4_images.txt');
    await expect.poll(() => stateOf('zeebe:8.3.4')).toBe('not planned');
    await expect.poll(() => repositories().welcome()).toMatch(/No AWS credentials/);
  });

  it('starts the sandbox from there, and the tree fills', async () => {
    await repositories().pressWelcome('Start the Sandbox');
    await expect.poll(async () => (await repositories().rows()).map(({ label }) => label)).toContain('identity');
    await repositories().expand('identity');
    await expect.poll(async () => (await repositories().rows()).map(({ label }) => label)).toContain('8.3.4');
    expect((await editor.statusBar.items()).find(({ text }) => /sandbox/.test(text))).toBeDefined();
    const owner = JSON.parse(readFileSync(path.join(sandboxFolder, 'owner.json'), 'utf8'));
    sandboxSecret = owner.hostsMap.aws.secretAccessKey;
  });

  it('plans, and reads the plan with its final tags and its conflict', async () => {
    await release().pressTitleAction('Plan');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);
    const text = await editor.textEditor.text();
    expect(text).toMatch(/ copy +zeebe:8\.3\.4 .* final/);
    expect(text).toMatch(/ conflict +identity:8\.3\.4 .*taken by sha256:/);
    expect(text).toMatch(/3 to copy.*1 present, 1 equivalent, 1 conflict/);
    expect(await stateOf('identity:8.3.4')).toMatch(/^conflict · taken by sha256:/);
    expect(await stateOf('zeebe:8.3.4')).toMatch(/^to copy/);
  });

  it('has the conflict on the line that named the image', async () => {
    const found = await editor.problems();
    expect(found).toContainEqual(
      expect.objectContaining({
        file: '8.3.4_images.txt',
        severity: 'Error',
        code: expect.stringContaining('tag-taken'),
        line: 6,
      }),
    );
    expect(found.find(({ line }) => line === 6)?.message).toMatch(/8\.3\.4-1/);
  });

  it('is asked once, with every final tag, and can say no', async () => {
    await editor.textEditor.pressCodeLens(/^Mirror 3 images/);
    expect(await editor.dialog.message()).toMatch(
      /Push 3 final tags to 709825985650.*camunda\/camunda8 as account 111122223333\?/,
    );
    const detail = await editor.dialog.detail();
    for (const tag of ['zeebe: 8.3.4', 'operate: 8.3.4', 'connectors: 8.3.4']) expect(detail).toContain(tag);
    expect(detail).toContain('Camunda 8');
    expect(await editor.dialog.buttons()).toEqual(expect.arrayContaining(['Push 3 tags', 'Cancel']));
    await editor.dialog.press('Cancel');
    expect(await stateOf('zeebe:8.3.4')).toMatch(/^to copy/);
  });

  it('pushes, and sees the output, the report and the new tags', async () => {
    await editor.textEditor.pressCodeLens(/^Mirror 3 images/);
    await editor.dialog.press('Push 3 tags');
    await editor.notifications.press(/3 images mirrored.*1 conflict/, 'Show Report');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Report /);
    expect(await editor.textEditor.text()).toMatch(/3 copied.*1 present, 1 equivalent, 1 conflict/);
    expect(await editor.output('Marketplace Jobs')).toMatch(/copied +zeebe:8\.3\.4/);
    await expect.poll(() => stateOf('zeebe:8.3.4')).toMatch(/^copied/);
    await repositories().expand('zeebe');
    await expect.poll(async () => (await repositories().rows()).map(({ label }) => label)).toContain('8.3.4');
  });

  it('finds nothing left to do, and is not asked about it', async () => {
    await editor.runCommand('Marketplace: Mirror…');
    await expect
      .poll(async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n'))
      .toMatch(/Nothing to copy.*4 present/);
    expect(await editor.dialog.isOpen()).toBe(false);
  });

  it('asks the doctor, who tells what was tried, and in which world', async () => {
    await editor.runCommand('Marketplace: Doctor');
    await expect.poll(() => editor.textEditor.title()).toBe('doctor.txt');
    const text = await editor.textEditor.text();
    expect(text).toMatch(/^Nothing is wrong in \d+ checks\nIn the sandbox on this machine\n/);
    expect(text).toMatch(/ ok +files\n +6 images take part\n/);
    expect(text).toMatch(/ ok +identity\n +account 111122223333, /);
    expect(text).toMatch(/ ok +right ecr:GetAuthorizationToken\n +granted\n/);
    for (const host of ['709825985650.dkr.ecr.us-east-1.amazonaws.com', 'docker.io', 'registry.camunda.cloud']) {
      expect(text).toMatch(new RegExp(` ok +registry ${host}\\n +http://127\\.0\\.0\\.1:\\d+ answers`));
    }
    expect(text).not.toContain(sandboxSecret);
  });

  it('reads a manifest, and the last report after a reload', async () => {
    await repositories().pressInlineAction(['tasklist', '8.3.4'], 'Open Manifest');
    await expect.poll(() => editor.textEditor.text()).toMatch(/"schemaVersion": 2/);
    await editor.reload();
    await editor.openView('AWS Marketplace');
    await editor.runCommand('Marketplace: Show the Last Report');
    await expect.poll(() => editor.textEditor.text()).toMatch(/3 copied/);
  });

  it('says every state to a screen reader', async () => {
    await release().expand('8.3.4_images.txt');
    for (const row of [...(await release().rows()), ...(await repositories().rows())]) {
      expect(row.ariaLabel, row.label).toContain(row.label);
      const [first = ''] = row.description.split(' · ');
      expect(row.ariaLabel.length, row.label).toBeGreaterThan(first === '' ? 0 : row.label.length + 2);
    }
  });

  it('left nothing in the workspace, and no secret of the sandbox in a log', () => {
    expect(filesBefore).toHaveLength(3);
    expect(workspaceFiles()).toEqual(filesBefore);
    const logs = workbench.logs(Number.POSITIVE_INFINITY);
    // What is looked through has the extension's own log.
    expect(logs).toContain('Marketplace Release');
    expect(sandboxSecret).not.toBe('');
    expect(logs).not.toContain(sandboxSecret);
  });
});
