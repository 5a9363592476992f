import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { exitStatuses } from '../../src/license-check/exit-statuses.ts';
import { programWish } from '../../src/license-check/program-environment.ts';
import { programVariables } from '../../src/license-check/program-variables.ts';
import { check, manifests } from '../unit/chart/inject/injecting.ts';
import { injectedFolder } from './support/injected-folder.ts';
import { type KubernetesApi, startKubernetesApi } from './support/kubernetes-api.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';

/** What the check of the licence is once the real Helm has rendered it: what the cluster is told, and the program. */
interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  // biome-ignore lint/suspicious/noExplicitAny: an object of Kubernetes, whose fields are what is looked at
  readonly spec: any;
  readonly automountServiceAccountToken?: boolean;
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: app
          image: docker.io/acme/app:1
`;
const own = {
  'own/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: own\nspec:\n  containers:\n    - image: acme/own:1\n',
};

let programs: KubernetesPrograms;
let api: KubernetesApi;
const charts = { hook: '', perpetual: '', addOn: '', own: '' };
beforeAll(async () => {
  programs = new KubernetesPrograms();
  api = await startKubernetesApi();
  const made = (name: keyof typeof charts, wish: Parameters<typeof injectedFolder>[1]) =>
    injectedFolder(path.join(programs.home, name), wish, { 'templates/app.yaml': deployment });
  charts.hook = await made('hook', { parts: [check] });
  charts.perpetual = await made('perpetual', { parts: [{ ...check, consumption: 'perpetual' } as typeof check] });
  charts.addOn = await made('addOn', { delivery: 'eks-add-on', parts: [check] });
  charts.own = await made('own', { parts: [manifests(own)] });
});
afterAll(async () => {
  await api.close();
  programs.remove();
});

/** Options that set values of the check. */
function set(...values: string[]): string[] {
  return values.flatMap((value) => ['--set', `awsmp.licenseCheck.${value}`]);
}

async function rendered(
  chart: keyof typeof charts,
  options: readonly string[] = [],
  release = 'shop',
): Promise<Rendered[]> {
  const text = await programs.helm('template', release, charts[chart], ...options);
  // Helm reads YAML of before 1.2, in which 0440 is octal.
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => document.toJS() ?? []);
}

/** The hook's objects in the order in which Helm makes them, and the Job's only container. */
async function hook(options: readonly string[] = [], release?: string) {
  const objects = (await rendered('hook', options, release)).filter(({ kind }) => kind !== 'Deployment');
  const weight = ({ metadata }: Rendered) => Number(metadata.annotations['helm.sh/hook-weight']);
  const inOrder = objects.sort((one, other) => weight(one) - weight(other));
  const job = objects.find(({ kind }) => kind === 'Job');
  const account = objects.find(({ kind }) => kind === 'ServiceAccount');
  if (!job) throw new Error('there is no Job');
  const pod = job.spec.template.spec;
  const [container, ...others] = pod.containers;
  expect(others).toEqual([]);
  return { inOrder, weights: inOrder.map(weight), job, account, pod, container };
}

function nameOf({ metadata }: Rendered): string {
  return metadata.name;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** What the program is given; what the cluster fills in stands for itself. */
function environmentOf({ env }: { readonly env: readonly Variable[] }): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value }) => [name, value ?? 'filled-in']));
}

/** Kubernetes documentation, "Pod Security Standards", Restricted; and besides, nothing is written to the container's own files. */
function expectRestricted(pod: Rendered['spec'], container: Rendered['spec'], isOurPod: boolean): void {
  const { securityContext: own } = container;
  expect(own).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(own.capabilities.add).toBeUndefined();
  expect(own.runAsUser).toBeGreaterThan(0);
  expect(container.ports).toBeUndefined();
  if (!isOurPod) return;
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
  for (const shared of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod).not.toHaveProperty(shared);
  for (const { name, ...source } of pod.volumes ?? []) expect([name, Object.keys(source)]).toEqual([name, ['secret']]);
}

describe('the hook', () => {
  it('makes the account before the Job, both before what a chart has, and takes both away', async () => {
    const { inOrder, weights } = await hook();
    expect(inOrder.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Job']);
    const [first = 0, second = 0] = weights;
    expect(first).toBeLessThan(second);
    expect(second).toBeLessThan(-99);
    for (const { metadata } of inOrder) {
      const { annotations } = metadata;
      expect(annotations['helm.sh/hook']).toBe('pre-install,pre-upgrade');
      expect(annotations['helm.sh/hook-delete-policy']?.split(',').sort()).toEqual([
        'before-hook-creation',
        'hook-succeeded',
      ]);
    }
  });

  it('uses up at the installation only', async () => {
    const hooks = (await rendered('perpetual')).flatMap(({ metadata }) => metadata.annotations?.['helm.sh/hook'] ?? []);
    expect(hooks).toEqual(['pre-install', 'pre-install']);
  });

  it('ends at once with what asking again does not change', async () => {
    const { job, container, pod } = await hook(['--kube-version', '1.26.0']);
    const [fails, ignores] = job.spec.podFailurePolicy.rules;
    const final = exitStatuses.filter(({ status, mayPass }) => status !== 0 && !mayPass).map(({ status }) => status);
    expect(fails).toEqual({
      action: 'FailJob',
      onExitCodes: { containerName: container.name, operator: 'In', values: final },
    });
    expect(ignores).toEqual({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] });
    expect(job.spec.backoffLimit).toBeGreaterThan(0);
    // The API takes the policy only with it.
    expect(pod.restartPolicy).toBe('Never');
    expect(job.spec.activeDeadlineSeconds).toBeLessThan(300);
  });

  it('has one try where Kubernetes does not know the policy', async () => {
    const { job } = await hook(['--kube-version', '1.25.9']);
    expect(job.spec).not.toHaveProperty('podFailurePolicy');
    expect(job.spec.backoffLimit).toBe(0);
  });

  it('gives the pod no more of the cluster than it needs', async () => {
    const { pod, container, account } = await hook(set('licenseSecret=mine'));
    expectRestricted(pod, container, true);
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    expect(account?.automountServiceAccountToken).toBe(false);
  });

  it('reads the licence token where AWS has it', async () => {
    const { pod, container } = await hook(set('licenseSecret=mine'));
    const token = '/var/run/secrets/product-license/license_token';
    expect(environmentOf(container).AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE).toBe(token);
    const [mount] = container.volumeMounts;
    expect(mount).toMatchObject({ mountPath: path.dirname(token), readOnly: true });
    expect(pod.volumes).toEqual([{ name: mount.name, secret: { secretName: 'mine', defaultMode: 0o440 } }]);
    // The group that may read it is the program's.
    expect(pod.securityContext.fsGroup).toBe(container.securityContext.runAsGroup);
    expect(container.env).toContainEqual({
      name: 'AWS_ROLE_ARN',
      valueFrom: { secretKeyRef: { name: 'mine', key: 'iam_role' } },
    });
    const without = await hook();
    expect(without.pod).not.toHaveProperty('volumes');
    expect(Object.keys(environmentOf(without.container)).filter((name) => /ROLE|TOKEN_FILE/.test(name))).toEqual([]);
  });

  it('asks with the same token for each pod of a Job', async () => {
    const { container } = await hook();
    expect(container.env).toContainEqual({
      name: 'LICENSE_CLIENT_TOKEN',
      valueFrom: { fieldRef: { fieldPath: "metadata.labels['controller-uid']" } },
    });
  });

  it('takes the account that is named, and makes none', async () => {
    const made = await hook();
    expect(made.pod.serviceAccountName).toBe(made.account?.metadata.name);
    const named = await hook(set('serviceAccount.name=mine'));
    expect(named.account).toBeUndefined();
    expect(named.pod.serviceAccountName).toBe('mine');
  });
});

describe('its name', () => {
  const long = 'a'.repeat(40);

  it.each([
    ['of two that begin alike', `${long}-one`, `${long}-two`],
    ['of one that ends where the other is cut', long, `${long}-b`],
    ['with points in it', 'web.shop', 'web-shop'],
    ['that is as long as Helm allows', `${'b-'.repeat(26)}b`, `${'b-'.repeat(26)}c`],
  ])('is its own for a release %s', async (_, ...releases) => {
    const names: string[] = [];
    for (const release of releases) {
      const { job, account } = await hook([], release);
      expect(nameOf(job)).toMatch(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(account?.metadata.name).toBe(nameOf(job));
      names.push(nameOf(job));
    }
    expect(new Set(names).size).toBe(releases.length);
  });

  it('is the plain one where that is short enough', async () => {
    expect(nameOf((await hook([], long)).job)).toBe(`${long}-awsmp-license-check`);
  });
});

describe('the program', () => {
  const known = new Set(programVariables.map(({ name }) => name));
  const needed = programVariables.flatMap(({ name, isNeeded }) => (isNeeded ? [name] : []));

  it('is told by the hook in words that it knows, and takes the values for what they are', async () => {
    const values = ['failOpen=false', 'checkIn=true', 'patienceSeconds=7', 'region=eu-west-1', 'licenseSecret=mine'];
    const given = environmentOf((await hook(set(...values))).container);
    expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(given)).toEqual(expect.arrayContaining(needed));
    expect(programWish(given)).toMatchObject({
      wish: { product: 'prod-1', consumption: 'provisional', entitlements: [{ name: 'Gold', unit: 'None' }] },
      region: 'eu-west-1',
      failOpen: false,
      checkIn: true,
      patienceMs: 7000,
    });
    const usual = programWish(environmentOf((await hook()).container));
    expect(usual).toMatchObject({ failOpen: true, checkIn: false, region: 'us-east-1' });
  });

  it('is the first in the pods of an EKS add-on, and told the same there', async () => {
    const [workload] = await rendered('addOn', set('checkIn=true'));
    const pod = workload?.spec.template.spec;
    const [container] = pod.initContainers;
    expectRestricted(pod, container, false);
    const given = environmentOf(container);
    expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
    expect(programWish(given)).toMatchObject({ failOpen: true, checkIn: true, wish: { consumption: 'provisional' } });
    expect(container.env).toContainEqual({
      name: 'LICENSE_CLIENT_TOKEN',
      valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } },
    });
    const [off] = await rendered('addOn', set('enabled=false'));
    expect(off?.spec.template.spec).not.toHaveProperty('initContainers');
  });
});

describe('values that are missing', () => {
  const told = (value: string) => `values of awsmp are missing: awsmp.${value}; upgrade with --reset-then-reuse-values`;

  it.each([
    ['hook', 'licenseCheck', 'licenseCheck.enabled'],
    ['hook', 'licenseCheck.enabled', 'licenseCheck.enabled'],
    ['hook', 'licenseCheck.image', 'licenseCheck.image.registry'],
    ['hook', 'licenseCheck.image.tag', 'licenseCheck.image.tag'],
    ['hook', 'licenseCheck.serviceAccount', 'licenseCheck.serviceAccount.create'],
    ['hook', 'licenseCheck.entitlements', 'licenseCheck.entitlements'],
    ['addOn', 'licenseCheck', 'licenseCheck.enabled'],
    ['addOn', 'licenseCheck.image', 'licenseCheck.image.registry'],
    ['own', 'images', 'images.own'],
    ['own', 'images.own', 'images.own'],
  ] as const)('end the rendering of %s: awsmp.%s', async (chart, missing, value) => {
    await expect(rendered(chart, ['--set', `awsmp.${missing}=null`])).rejects.toThrow(told(value));
  });

  it('are told of when a release that had none is upgraded with its old values', async () => {
    const secrets = '/api/v1/namespaces/default/secrets';
    api.objects.set(secrets, { apiVersion: 'v1', kind: 'SecretList', metadata: {}, items: [release()] });
    const upgrade = (...wanted: string[]) => {
      const options = [...wanted, '--dry-run=server', '--namespace', 'default', '--kube-apiserver', api.origin];
      return programs.helm('upgrade', 'shop', charts.hook, ...options);
    };
    await expect(upgrade('--reuse-values')).rejects.toThrow(told('licenseCheck.enabled'));
    // Where the old values know nothing of it, Helm keeps a null.
    await expect(upgrade('--reuse-values', ...set('enabled=null'))).rejects.toThrow(told('licenseCheck.enabled'));
    expect(await upgrade('--reset-then-reuse-values')).toContain('LICENSE_PRODUCT');
  });
});

/** A release of the chart without any part, as Helm keeps it in the cluster. */
function release(): unknown {
  const labels = { name: 'shop', owner: 'helm', status: 'deployed', version: '1' };
  const when = '2026-01-01T00:00:00Z';
  const kept = {
    name: 'shop',
    namespace: 'default',
    version: 1,
    info: { status: 'deployed', first_deployed: when, last_deployed: when },
    chart: { metadata: { apiVersion: 'v2', name: 'app', version: '0.9.0' }, values: { replicas: 1 }, templates: [] },
    config: {},
    manifest: '',
  };
  const packed = gzipSync(JSON.stringify(kept)).toString('base64');
  const metadata = { name: 'sh.helm.release.v1.shop.v1', namespace: 'default', labels };
  const data = { release: Buffer.from(packed).toString('base64') };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'helm.sh/release.v1', data };
}
