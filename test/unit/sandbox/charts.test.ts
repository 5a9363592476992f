import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { call } from './http-call.ts';

let sandbox: RunningSandbox;
let origin: string;

beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
  origin = sandbox.hostsMap.hosts['helm.camunda.io']?.origin ?? '';
});
afterAll(() => sandbox.close());

test('the Helm repository has an index, and the archives that it names', async () => {
  const index = await call('GET', `${origin}/index.yaml`);
  expect(index.status).toBe(200);
  const { apiVersion, entries } = parse(index.text);
  expect(apiVersion).toBe('v1');
  expect(Object.keys(entries)).toEqual(['camunda-platform', 'ledger', 'operator', 'shop', 'web']);
  const charts = entries['camunda-platform'];
  const shown = charts.map(({ version, deprecated }: Record<string, unknown>) => [version, deprecated ?? false]);
  expect(shown).toEqual([
    ['8.4.0-alpha1', false],
    ['8.3.6', true],
    ['8.3.5', false],
    ['8.3.4', false],
  ]);
  for (const { digest, urls } of Object.values<{ digest: string; urls: string[] }[]>(entries).flat()) {
    const archive = await fetch(`${origin}/${urls[0]}`);
    expect(
      createHash('sha256')
        .update(new Uint8Array(await archive.arrayBuffer()))
        .digest('hex'),
    ).toBe(digest);
  }
  for (const { version, urls, deprecated } of charts) {
    const bytes = new Uint8Array(await (await fetch(`${origin}/${urls[0]}`)).arrayBuffer());
    const files = await unpackTar(gunzipSync(bytes));
    const text = (name: string) =>
      new TextDecoder().decode(files.find(({ header }) => header.name === `camunda-platform/${name}`)?.data);
    expect(parse(text('Chart.yaml'))).toMatchObject({ name: 'camunda-platform', version, apiVersion: 'v2' });
    expect(parse(text('Chart.yaml')).deprecated ?? false).toBe(deprecated ?? false);
    expect(parse(text('values.yaml')).components.zeebe.image.repository).toBe('camunda/zeebe');
  }
});

test('the Helm repository has nothing else, and takes nothing', async () => {
  expect((await call('GET', `${origin}/charts/camunda-platform-9.9.9.tgz`)).status).toBe(404);
  expect((await call('PUT', `${origin}/index.yaml`)).status).toBe(405);
  expect((await call('GET', `${origin}/charts.yaml`)).status).toBe(403);
});
