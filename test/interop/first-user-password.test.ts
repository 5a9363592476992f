import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { password } from '../unit/chart/inject/injecting.ts';
import { injectedFolder } from './support/injected-folder.ts';
import { type KubernetesApi, startKubernetesApi } from './support/kubernetes-api.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';

/** The Secret that the chart makes, by the real Helm against a cluster that has one of that name, or has none. */
const address = '/api/v1/namespaces/default/secrets/first-user';

let programs: KubernetesPrograms;
let api: KubernetesApi;
let chart: string;
beforeAll(async () => {
  programs = new KubernetesPrograms();
  api = await startKubernetesApi();
  chart = await injectedFolder(path.join(programs.home, 'app'), { parts: [password] });
});
afterAll(async () => {
  await api.close();
  programs.remove();
});
beforeEach(() => api.objects.clear());

interface Secret {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

async function rendered(...options: string[]): Promise<Secret[]> {
  const text = await programs.helm('template', 'shop', chart, ...options);
  return parseAllDocuments(text).flatMap((document) => document.toJS() ?? []);
}

function inCluster(...options: string[]): Promise<Secret[]> {
  return rendered('--dry-run=server', '--kube-apiserver', api.origin, ...options);
}

function plain(text = ''): string {
  return Buffer.from(text, 'base64').toString();
}

/** One that is there, of a release of Helm. */
function thereIs(release: string, data: Record<string, string>): void {
  const annotations = { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': 'default' };
  const labels = { 'app.kubernetes.io/managed-by': 'Helm' };
  const metadata = { name: 'first-user', namespace: 'default', annotations, labels };
  api.objects.set(address, { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data });
}

describe("the first user's password", () => {
  it('is made where there is none, and stays when the release goes', async () => {
    const [secret, ...others] = await inCluster();
    expect(others).toEqual([]);
    expect(secret).toMatchObject({ kind: 'Secret', metadata: { name: 'first-user', namespace: 'default' } });
    expect(secret?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
    expect(Object.keys(secret?.data ?? {})).toEqual(['password']);
    expect(plain(secret?.data.password)).toMatch(/^[A-Za-z0-9]{24}$/);
  });

  it('is kept once it is there', async () => {
    thereIs('shop', { password: Buffer.from('made at first').toString('base64') });
    const [secret] = await inCluster();
    expect(plain(secret?.data.password)).toBe('made at first');
    expect(secret?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('is added to a Secret of the release that has none yet', async () => {
    thereIs('shop', { other: 'eA==' });
    const [secret] = await inCluster();
    expect(plain(secret?.data.password)).toMatch(/^[A-Za-z0-9]{24}$/);
  });

  it.each([
    ['another release', () => thereIs('other', { password: 'eA==' })],
    [
      'somebody',
      () => api.objects.set(address, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'first-user' }, data: {} }),
    ],
  ])('is left alone where the Secret is of %s', async (_, make) => {
    make();
    expect(await inCluster()).toEqual([]);
  });

  it.each(['enabled=false', 'existingSecret=mine'])('is not made with %s', async (value) => {
    expect(await inCluster('--set', `awsmp.firstUserPassword.${value}`)).toEqual([]);
  });

  it('is another one each time the chart is rendered without a cluster', async () => {
    const passwords = [await rendered(), await rendered()].map(([secret]) => secret?.data.password);
    expect(new Set(passwords).size).toBe(2);
  });

  it.each([
    ['firstUserPassword', 'enabled'],
    ['firstUserPassword.enabled', 'enabled'],
    ['firstUserPassword.secretName', 'secretName'],
    ['firstUserPassword.key', 'key'],
    ['firstUserPassword.length', 'length'],
  ])('is not left out without a word where awsmp.%s is missing', async (missing, told) => {
    await expect(rendered('--set', `awsmp.${missing}=null`)).rejects.toThrow(
      `values of awsmp are missing: awsmp.firstUserPassword.${told};`,
    );
  });
});
