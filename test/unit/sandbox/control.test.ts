import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { call } from './http-call.ts';
import { ecrLogin, originOf, targetHost } from './sandbox-login.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

async function hubDigest(repository: string, tag: string) {
  const hub = originOf(sandbox, 'docker.io');
  const { text } = await call('GET', `${hub}/token?scope=repository:${repository}:pull`);
  const headers = { authorization: `Bearer ${JSON.parse(text).token}` };
  return (await call('HEAD', `${hub}/v2/${repository}/manifests/${tag}`, { headers })).headers['docker-content-digest'];
}

async function targetDigest(name: string, tag: string) {
  const url = `${originOf(sandbox, targetHost)}/v2/camunda/camunda8/${name}/manifests/${tag}`;
  return (await call('HEAD', url, { headers: await ecrLogin(sandbox) })).headers['docker-content-digest'];
}

test('upstream releases a tag again', async () => {
  const before = await hubDigest('camunda/zeebe', '8.3.4');
  const other = await hubDigest('camunda/zeebe', '8.3.3');
  await sandbox.control.upstream.setTag('camunda/zeebe', '8.3.4', '8.3.3');
  expect(await hubDigest('camunda/zeebe', '8.3.4')).toBe(other);
  await sandbox.control.upstream.setTag('camunda/zeebe', '8.3.4', `${before}`);
  expect(await hubDigest('camunda/zeebe', '8.3.4')).toBe(before);
});

test('somebody else takes a tag in the target', async () => {
  expect(await targetDigest('identity', '8.3.5')).toBeUndefined();
  await sandbox.control.target.setTag('camunda/camunda8/identity', '8.3.5', '8.3.3');
  expect(await targetDigest('identity', '8.3.5')).toBe(await targetDigest('identity', '8.3.3'));
  await sandbox.control.target.setTag('camunda/camunda8/identity', '8.3.5', '8.3.4');
  expect(await targetDigest('identity', '8.3.5')).toBe(await targetDigest('identity', '8.3.4'));
});

test('what is not there cannot be tagged', async () => {
  const { upstream, target } = sandbox.control;
  await expect(upstream.setTag('camunda/zeebe', 'x', `sha256:${'0'.repeat(64)}`)).rejects.toThrow('holds no image');
  await expect(target.setTag('camunda/nothing', 'x', '8.3.4')).rejects.toThrow('holds no image');
});

test('adding a repository that exists changes nothing', async () => {
  await sandbox.control.target.addRepository('camunda/camunda8/tasklist');
  expect(await targetDigest('tasklist', '8.3.4')).toMatch(/^sha256:/);
});
