import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import type { Editor } from './support/editor.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';
import { newFolder } from './support/workspaces.ts';

/** The vendor's registry lets nobody in without its password of the day; the other takes all. */
let vendor: MemoryRegistry;
let target: MemoryRegistry;
/** AWS Secrets Manager on this machine, which has the password of the day for those whose login has not ended. */
let aws: Awaited<ReturnType<typeof scriptedServer>>;
let password = 'word-of-the-first-day';
let isLoginOver = false;
/** Waited for before content of a repository is given. */
let beforeContent = async (_repository: string): Promise<void> => undefined;
let workbench: Workbench;
let editor: Editor;
const workspace = newFolder('logins');

const messages = async () => (await editor.notifications.shown()).map(({ message }) => message).join('\n');
const stateOf = async (image: string) =>
  (await editor.tree('Release').rows()).find(({ label }) => label === image)?.description ?? 'no such row';
const names = ['first', 'second'];

beforeAll(async () => {
  [vendor, target] = await Promise.all([memoryRegistry(), memoryRegistry()]);
  for (const name of names) seed(vendor, name, '1', buildImage({ layers: [noise(name, 5000)], seed: name }));
  vendor.intercept = async ({ url, method, headers }, response) => {
    const [, repository] = /^\/v2\/(.+)\/blobs\//.exec(url) ?? [];
    if (repository !== undefined && method === 'GET') await beforeContent(repository);
    if (headers.authorization === `Basic ${Buffer.from(`me:${password}`).toString('base64')}`) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="vendor"' }).end();
    return true;
  };
  aws = await scriptedServer(({ headers }, response) => {
    // AWS Secrets Manager API Reference, "Common Errors": ExpiredTokenException.
    const ended = { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' };
    const isSecret = headers['x-amz-target'] === 'secretsmanager.GetSecretValue';
    response
      .writeHead(isLoginOver ? 400 : isSecret ? 200 : 404, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(isLoginOver ? ended : { Name: 'vendor', SecretString: password }));
  });
  writeSettings();
  const list = names.map((name) => `${name}:1 ${vendor.host}/${name}:1\n`).join('');
  writeFileSync(path.join(workspace, 'parts_images.txt'), list);
  workbench = await openWorkbench({
    workspace,
    settings: { 'marketplaceRelease.awsEndpoint': aws.origin },
    environment: { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-central-1' },
  });
  editor = await workbench.openWindow();
  await editor.openView('AWS Marketplace');
  await editor.tree('Release').expand('parts_images.txt');
});
afterAll(async () => {
  await workbench.close();
  await Promise.all([vendor.close(), target.close(), aws.close()]);
});

function writeSettings(more = ''): void {
  const text = `version: 1\ntarget: { registry: "${target.host}", prefix: p }\nfiles: { unpaired: sources }\n${more}`;
  writeFileSync(path.join(workspace, 'marketplace.yaml'), text);
}

/** Whatever the editor and the extension have written: settings, logs, records, histories. */
function written(): string {
  const files = [workbench.dataDir, workbench.home, workspace].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}extensions${path.sep}`))
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1')),
  );
  return files.join('\n');
}

/** One story, told in order: each part begins where the one before ended. */
describe('somebody whose vendor lets nobody in without a login', () => {
  it('has a plan that says so', async () => {
    await editor.runCommand('Marketplace: Plan');
    await expect.poll(() => stateOf('first:1')).toMatch(/^failed/);
    expect(await stateOf('second:1')).toMatch(/^failed/);
  });

  it('signs in, once with the wrong password', async () => {
    await editor.runCommand('Marketplace: Sign In to Registry…');
    await editor.quickInput.choose(vendor.host);
    const type = async (prompt: RegExp, text: string) => {
      await expect.poll(() => editor.quickInput.message()).toMatch(prompt);
      await editor.quickInput.type(text);
      await editor.quickInput.accept();
    };
    await type(/User name/, 'me');
    await type(/Password or token of me/, 'not-the-word');
    await editor.notifications.press(/refused the user me and this password.*Nothing was kept/, 'Try Again');
    await type(/User name/, 'me');
    await type(/Password or token of me/, password);
    await editor.notifications.told(new RegExp(`Signed in to ${vendor.host} as me\\.`));
  });

  it('has a plan that works from then on, and says as whom', async () => {
    await editor.runCommand('Marketplace: Plan');
    await expect.poll(() => editor.textEditor.title()).toMatch(/^Plan /);
    await expect.poll(() => editor.textEditor.text()).toMatch(/2 to copy/);
    expect(await editor.textEditor.text()).toContain('VS Code sign-in');
    expect(await stateOf('first:1')).toMatch(/^to copy/);
  });

  it('signs out, and is let in no more', async () => {
    await editor.runCommand('Marketplace: Sign Out of Registry…');
    await editor.quickInput.choose(vendor.host);
    await editor.notifications.told(new RegExp(`Signed out of ${vendor.host}\\.`));
    await editor.runCommand('Marketplace: Plan');
    await expect.poll(() => stateOf('first:1')).toMatch(/^failed/);
  });

  it('finds the password nowhere', async () => {
    for (const channel of ['Marketplace Jobs', 'Marketplace Release']) {
      const text = await editor.output(channel);
      expect(text).not.toBe('');
      expect(text).not.toMatch(/word-of-the|not-the-word/);
    }
    const text = written();
    // What is looked through has the settings, the log and the records.
    for (const known of ['marketplaceRelease.awsEndpoint', 'Signed', 'VS Code sign-in']) expect(text).toContain(known);
    for (const word of [password, 'not-the-word']) {
      expect(text).not.toContain(word);
      expect(text).not.toContain(Buffer.from(`me:${word}`).toString('base64'));
    }
  });
});

describe('a mirror whose login ends while it runs', () => {
  it('waits for somebody to log in, and goes on from there', async () => {
    const secret = '{ secret: vendor, region: eu-central-1 }';
    writeSettings(`registries: { "${vendor.host}": { username: me, password: ${secret} } }\n`);
    await editor.runCommand('Marketplace: Mirror…');
    await expect.poll(() => editor.dialog.isOpen()).toBe(true);
    const isThere = (name: string) => target.repository(`p/${name}`).tags.has('1');
    beforeContent = async (repository) => {
      if (repository !== 'second' || isLoginOver) return;
      await until('The first image', async () => isThere('first') || undefined);
      // From now on the vendor takes another password, which AWS would tell if the login had not ended.
      password = 'word-of-the-second-day';
      isLoginOver = true;
    };
    await editor.dialog.press('Push 2 tags');
    await expect.poll(messages).toMatch(/The job waits.*expired.*aws sso login/);
    expect(names.map(isThere)).toEqual([true, false]);
    beforeContent = async () => undefined;
    isLoginOver = false;
    await editor.notifications.press(/The job waits/, 'Continue');
    await expect.poll(messages).toMatch(/2 images mirrored/);
    expect(names.map(isThere)).toEqual([true, true]);
    const output = await editor.output('Marketplace Jobs');
    expect(output).toMatch(/copied +first:1.*paused +AWS .*expired.*resumed.*copied +second:1/s);
    expect(written()).not.toContain(password);
  });
});
