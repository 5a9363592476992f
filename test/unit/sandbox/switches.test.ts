import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterEach, expect, test } from 'vitest';
import { type RunningSandbox, type SandboxSwitches, startSandbox } from '#sandbox';
import { call, firstError } from './http-call.ts';
import { digestOf, pushBlob, pushContents, putManifest } from './push-image.ts';
import { clientOptions, ecrLogin, originOf, sellerHost, targetHost } from './sandbox-login.ts';

let sandbox: RunningSandbox;
afterEach(() => sandbox.close());

async function start(switches: Partial<SandboxSwitches>) {
  sandbox = await startSandbox({ empty: true, switches });
  await sandbox.control.target.addRepository('acme/app');
  await sandbox.control.target.addRepository('acme/other');
  return { headers: await ecrLogin(sandbox), registry: `${originOf(sandbox, targetHost)}/v2` };
}

function mount(registry: string, headers: Record<string, string>, digest: string) {
  return call('POST', `${registry}/acme/other/blobs/uploads/?mount=${digest}&from=acme/app`, { headers, body: '' });
}

test('finalTagRefusal: denied says nothing of the tag', async () => {
  const { headers, registry } = await start({ finalTagRefusal: 'denied' });
  const manifest = await pushContents(`${registry}/acme/app`, headers, 'x');
  expect((await putManifest(`${registry}/acme/app`, headers, '1', manifest)).status).toBe(201);
  const refused = await putManifest(`${registry}/acme/app`, headers, '1', manifest);
  expect(refused.status).toBe(403);
  expect(firstError(refused).code).toBe('DENIED');
  expect(firstError(refused).message).toContain('ecr:PutImage');
});

test('missingRepository: denied', async () => {
  const { headers, registry } = await start({ missingRepository: 'denied' });
  const refused = await call('POST', `${registry}/acme/new/blobs/uploads/`, { headers, body: '' });
  expect([refused.status, firstError(refused).code]).toEqual([403, 'DENIED']);
  expect((await call('POST', `${registry}/acme/app/blobs/uploads/`, { headers, body: '' })).status).toBe(202);
  const own = `${originOf(sandbox, sellerHost)}/v2/acme/new/blobs/uploads/`;
  expect((await call('POST', own, { headers, body: '' })).status).toBe(404);
});

test('blobMounting off: a mount is an upload', async () => {
  const { headers, registry } = await start({ blobMounting: false });
  const { digest } = await pushBlob(`${registry}/acme/app`, headers, 'shared', 'application/octet-stream');
  expect((await mount(registry, headers, digest)).status).toBe(202);
});

test('mountUnreferenced off: a blob can be mounted once a manifest refers to it', async () => {
  const { headers, registry } = await start({ mountUnreferenced: false });
  const manifest = await pushContents(`${registry}/acme/app`, headers, 'x');
  expect((await mount(registry, headers, digestOf('layer x'))).status).toBe(202);
  await putManifest(`${registry}/acme/app`, headers, '1', manifest);
  expect((await mount(registry, headers, digestOf('layer x'))).status).toBe(201);
});

test('describeRepositories: allowed', async () => {
  await start({ describeRepositories: 'allowed' });
  const client = new ECRClient(clientOptions(sandbox));
  const { repositories } = await client.send(new DescribeRepositoriesCommand({ registryId: '709825985650' }));
  expect(repositories?.map(({ repositoryName, imageTagMutability }) => [repositoryName, imageTagMutability])).toEqual([
    ['acme/app', 'IMMUTABLE'],
    ['acme/other', 'IMMUTABLE'],
  ]);
});
