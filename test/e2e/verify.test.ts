import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgedImage, layerOf } from '../support/judged-images.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { noise } from '../support/sample-images.ts';
import type { Editor } from './support/editor.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder, sampleWorkspace } from './support/workspaces.ts';

let vendor: MemoryRegistry;
/** Waited for before the vendor says anything. */
let beforeAnswer = async (): Promise<void> => undefined;
let workbench: Workbench;
let editor: Editor;
const workspace = sampleWorkspace();
const list = '8.3.4_images.txt';
const parts = 'parts_images.txt';
const target = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

const release = () => editor.tree('Release');
const stateOf = async (image: string) =>
  (await release().rows()).find(({ label }) => label === image)?.description ?? 'no such row';
const messages = async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n');
/** `3 not-released`: the lines of a file that have an error. */
const errorsOf = async (file: string) =>
  (await editor.problems())
    .filter((problem) => problem.file === file && problem.severity === 'Error')
    .map(({ line, code }) => `${line} ${code.replace(/[()]/g, '')}`)
    .sort();
const writeParts = (...images: readonly string[]) =>
  writeFileSync(path.join(workspace, parts), images.map((name) => `zeebe:${name} ${vendor.host}/${name}:1\n`).join(''));

beforeAll(async () => {
  vendor = await memoryRegistry();
  vendor.intercept = async () => {
    await beforeAnswer();
    return false;
  };
  const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`);
  const key = `${begin}\n${noise('key', 300).toString('base64')}\n${end}\n`;
  seed(vendor, 'plain', '1', judgedImage({}));
  seed(vendor, 'root', '1', judgedImage({ config: { User: 'root' } }));
  seed(vendor, 'key', '1', judgedImage({ layers: [layerOf({ name: 'root/.ssh/id_rsa', content: key })] }));
  writeFileSync(
    path.join(workspace, 'marketplace.yaml'),
    `version: 1
target: { registry: ${target}, prefix: camunda/camunda8, account: "111122223333" }
files: { unpaired: sources }
names:
  - { from: docker.io/camunda/connectors-bundle, to: connectors }
`,
  );
  writeParts('plain', 'key');
  workbench = await openWorkbench({
    workspace,
    settings: {
      'marketplaceRelease.sandbox.folder': newFolder('sandbox'),
      // Else what a terminal says is a picture.
      'terminal.integrated.gpuAcceleration': 'off',
    },
  });
  editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  await release().expand(list);
  await release().expand(parts);
  await editor.runCommand('Marketplace: Start the Sandbox');
  await editor.tree('Repositories').expand('zeebe');
});
afterAll(async () => {
  await workbench.close();
  await vendor.close();
});

/** One story, told in order: each part begins where the one before ended. */
describe('a release is verified', () => {
  it('before it is mirrored: what is missing stands in the report, in the tree and on its lines', async () => {
    await release().pressTitleAction('Verify Release');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Verification .* for .*in the sandbox$/);
    const text = await editor.textEditor.text();
    expect(text).toMatch(/missing +zeebe:8\.3\.4.*not-released/);
    expect(text).toMatch(/2 verified, 5 missing, 1 conflict/);
    await expect.poll(() => stateOf('zeebe:8.3.4')).toBe('missing');
    expect(await stateOf('tasklist:8.3.4')).toMatch(/^verified · sha256:/);
    expect(await stateOf('identity:8.3.4')).toMatch(/^conflict · taken by /);
    expect((await release().rows()).find(({ label }) => label === list)?.description).toMatch(
      /2 verified, 3 missing, 1 conflict/,
    );
    expect(await errorsOf(list)).toEqual(['10 not-released', '3 not-released', '4 not-released', '6 tag-taken']);
  });

  it('after it was mirrored: what was missing is there, and no line says otherwise', async () => {
    await editor.runCommand('Marketplace: Mirror…');
    await expect.poll(() => editor.dialog.isOpen()).toBe(true);
    await editor.dialog.press('Push 5 tags');
    await editor.notifications.told(/5 images mirrored/);
    await expect.poll(() => stateOf('zeebe:8.3.4')).toMatch(/^copied/);
    await editor.runCommand('Marketplace: Verify Release');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Verification /);
    await expect.poll(() => editor.textEditor.text()).toMatch(/7 verified, 1 conflict/);
    await expect.poll(() => stateOf('zeebe:8.3.4')).toMatch(/^verified · sha256:/);
    expect(await errorsOf(list)).toEqual(['6 tag-taken']);
    expect(await errorsOf(parts)).toEqual([]);
  });

  it('and is known after a reload: report, plan and states', async () => {
    await editor.reload();
    await editor.openView('AWS Marketplace');
    // With a plan in front it would be the report on that.
    await editor.textEditor.open(list);
    await editor.runCommand('Marketplace: Show the Last Report');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Verification /);
    await release().expand(list);
    await expect.poll(() => stateOf('zeebe:8.3.4')).toMatch(/^verified/);
    await editor.runCommand('Marketplace: Show the Last Plan');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);
  });

  it('with its layers, from the menu of a file: what nobody saw without them is on its line', async () => {
    await release().chooseFromMenu(parts, 'Verify Release with Its Layers');
    await expect.poll(() => stateOf('zeebe:key')).toMatch(/^failed · private-key-in-image/);
    expect(await stateOf('zeebe:plain')).toMatch(/^verified/);
    await expect.poll(() => errorsOf(parts)).toEqual(['2 private-key-in-image']);
    // The other list is as the verification of the whole left it.
    expect(await stateOf('zeebe:8.3.4')).toMatch(/^verified/);
  });

  it('as a task, which says how it went and puts problems on lines', async () => {
    await until('The list of tasks', async () => {
      await editor.runCommand('Tasks: Run Task');
      await editor.page.getByRole('option', { name: 'marketplace-release' }).first().waitFor({ timeout: 5000 });
      return true;
    });
    await editor.quickInput.choose('marketplace-release');
    await editor.quickInput.choose(/\bverify, sandbox$/);
    await expect.poll(() => errorsOf(parts)).toEqual([]);
    expect(await stateOf('zeebe:key')).toMatch(/^verified/);
    await editor.runCommand('Terminal: Focus Terminal');
    const rows = editor.page.locator('.terminal.xterm .xterm-rows');
    const said = async () => (await rows.allTextContents()).join('\n').replaceAll('\u00a0', ' ');
    await expect.poll(said).toMatch(/7 verified, 1 conflict/);
  });

  it('or is not released at all: what breaks a rule of the Marketplace stops a plan, with a page that says why', async () => {
    writeParts('plain', 'key', 'root');
    await editor.runCommand('Marketplace: Plan');
    await expect.poll(() => stateOf('zeebe:root')).toMatch(/^failed · non-root/);
    expect(await errorsOf(parts)).toEqual(['3 non-root']);
    await editor.page.locator('.markers-panel a', { hasText: 'non-root' }).first().click();
    await expect.poll(() => editor.textEditor.title()).toBe('codes.md');
    await expect.poll(async () => (await editor.textEditor.shownLines()).join('\n')).toMatch(/^## non-root$/m);
  });

  it('until somebody cancels it, and what was known by then is told', async () => {
    writeParts('plain', 'key');
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    beforeAnswer = () => held;
    await editor.runCommand('Marketplace: Verify Release');
    await expect.poll(messages).toMatch(/Verifying.*6 of 8/s);
    await editor.notifications.press(/Verifying/, 'Cancel');
    await editor.notifications.told(/Verification cancelled: 5 verified, 1 conflict, 2 cancelled/);
    answer();
    await expect.poll(() => stateOf('zeebe:plain')).toMatch(/^cancelled/);
    expect(await stateOf('zeebe:8.3.4')).toMatch(/^verified/);
  });
});
