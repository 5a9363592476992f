import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type InjectionWish, injectChart, packChart, readChart } from '#chart';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { folderInput } from '../support/chart-inputs.ts';
import { KubernetesPrograms } from './support/kubernetes-programs.ts';

/** The chart and the program agree: what the real Helm makes of the chart is run with the program as it is shipped, against the sandbox. */
const program = fileURLToPath(new URL('../../dist/license-check.cjs', import.meta.url));

type Delivery = InjectionWish['delivery'];
type Values = Readonly<Record<string, unknown>>;

const workload = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  selector:
    matchLabels: { app: app }
  template:
    metadata:
      labels: { app: app }
    spec:
      containers:
        - name: app
          image: docker.io/acme/app:1
`;

let sandbox: RunningSandbox;
let programs: KubernetesPrograms;
const places = new Map<Delivery, string>();
beforeAll(async () => {
  sandbox = await startSandbox();
  programs = new KubernetesPrograms();
  for (const delivery of ['helm', 'eks-add-on'] as const) places.set(delivery, await injected(delivery));
});
afterAll(async () => {
  programs.remove();
  await sandbox.close();
});

async function injected(delivery: Delivery): Promise<string> {
  const input = folderInput({
    'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
    'templates/app.yaml': workload,
  });
  const part = {
    kind: 'license-check',
    product: 'prod-c8m5nd4k2x7qa',
    entitlements: [{ name: 'AWS::Marketplace::Usage', unit: 'None' }],
    consumption: 'provisional',
    image: { registry: 'r.example', repository: 'acme/license-check', tag: '1.0.0' },
  } as const;
  const { metadata, files } = injectChart(await readChart(input), {
    delivery,
    parts: [part],
    images: new Map(),
    values: {},
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart(metadata.name, files, input)) pieces.push(piece);
  const place = path.join(programs.home, `${delivery}.tgz`);
  writeFileSync(place, Buffer.concat(pieces));
  return place;
}

interface Container {
  readonly name: string;
  readonly env: readonly Variable[];
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
    };
  };
}

/** Where and how the chart is installed. */
interface Installation {
  readonly namespace?: string;
  readonly values?: Values;
}

function rendering(delivery: Delivery, { namespace = 'shop', values = {} }: Installation) {
  const file = path.join(programs.home, 'values.json');
  writeFileSync(file, JSON.stringify({ awsmp: { licenseCheck: { patienceSeconds: 0, ...values } } }));
  return programs.run('helm', ['template', 'app', places.get(delivery) ?? '', '-n', namespace, '--values', file]);
}

async function rendered(delivery: Delivery, installation: Installation): Promise<Manifest[]> {
  const { status, stdout, stderr } = await rendering(delivery, installation);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return parseAllDocuments(stdout).flatMap((document) => ('contents' in document ? [document.toJS() as Manifest] : []));
}

/** What the kubelet fills in. */
interface Pod {
  readonly job: string;
  readonly pod: string;
}

/** Runs the check as the kubelet would: with the environment that the rendered container has, and nothing else but who it is. */
async function checked(delivery: Delivery, { job, pod }: Pod, installation: Installation = {}) {
  const objects = await rendered(delivery, installation);
  const kind = delivery === 'helm' ? 'Job' : 'Deployment';
  const { initContainers, containers = [] } = objects.find((one) => one.kind === kind)?.spec.template.spec ?? {};
  const container = [...(initContainers ?? []), ...containers].find(({ name }) => name === 'awsmp-license-check');
  const fields: Readonly<Record<string, string>> = {
    "metadata.labels['controller-uid']": job,
    'metadata.uid': pod,
  };
  const given = (container?.env ?? []).map(({ name, value, valueFrom }) => {
    const text = value ?? fields[valueFrom?.fieldRef.fieldPath ?? ''];
    if (typeof text !== 'string') throw new Error(`${name} is given by nothing that is known`);
    return [name, text];
  });
  const { endpoint, accessKeyId, secretAccessKey } = sandbox.hostsMap.aws;
  const identity = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const env = { HOME: programs.home, ...identity, ...Object.fromEntries(given) };
  return new Promise<{ readonly status: number | null; readonly text: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [program], { env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, text }));
  });
}

const seats = (value: unknown) => ({
  product: 'prod-almostusedup0',
  entitlements: [{ name: 'seats', unit: 'Count', value }],
  checkIn: false,
});

describe.each(['helm', 'eks-add-on'] as const)('the check of a chart that is delivered by %s', (delivery) => {
  it.each([
    ['granted', 'prod-c8m5nd4k2x7qa', 0, /is valid/],
    ['expired', 'prod-expired000000', 10, /has expired/],
    ['suspended', 'prod-suspended0000', 11, /is suspended/],
    ['not there', 'prod-nothing000000', 12, /no licence/],
  ])('of a licence that is %s ends as it should', async (_, product, status, words) => {
    const pod = { job: `${product}-job`, pod: `${product}-pod` };
    const end = await checked(delivery, pod, { values: { product } });
    expect(end.text).toMatch(words);
    expect(end.status).toBe(status);
  });

  it.each([1.5, 0, -1, null, '', 'many', true, '1.0'])('refuses to ask for %j', async (value) => {
    const { status, stderr } = await rendering(delivery, { values: seats(value) });
    expect(status).toBe(1);
    expect(stderr).toContain('the value of seats has to be a whole number from 1 on');
  });

  it.each([2, '2', 2_000_000])('asks for %j as it is written', async (value) => {
    const text = JSON.stringify(await rendered(delivery, { values: seats(value) })).replaceAll('\\', '');
    expect(text).toContain(`"value":"${value}"`);
  });
});

describe('what is held', () => {
  it('is held once by the pods of a Job', async () => {
    const installation = { values: seats('1') };
    expect(await checked('helm', { job: 'job-1', pod: 'pod-1' }, installation)).toMatchObject({ status: 0 });
    expect(await checked('helm', { job: 'job-1', pod: 'pod-2' }, installation)).toMatchObject({ status: 0 });
    // The last seat is in use.
    expect(await checked('helm', { job: 'job-2', pod: 'pod-3' }, installation)).toMatchObject({ status: 11 });
  });
});

describe('what is used up', () => {
  const instances = (value: string, more: Values = {}) => ({
    values: {
      consumption: 'perpetual',
      entitlements: [{ name: 'AWS::Marketplace::Drawdown/instances', unit: 'Count', value }],
      ...more,
    },
  });

  it('is so once by a release, however often its installation is tried', async () => {
    // 600 are left.
    const four = instances('400');
    expect(await checked('helm', { job: 'job-1', pod: 'pod-1' }, four)).toMatchObject({ status: 0 });
    expect(await checked('helm', { job: 'job-2', pod: 'pod-2' }, four)).toMatchObject({ status: 0 });
    expect(await checked('helm', { job: 'job-3', pod: 'pod-3' }, { ...four, namespace: 'other' })).toMatchObject({
      status: 11,
    });
    const another = instances('400', { installation: 'cluster-2' });
    expect(await checked('helm', { job: 'job-4', pod: 'pod-4' }, another)).toMatchObject({ status: 11 });
    expect(await checked('helm', { job: 'job-5', pod: 'pod-5' }, instances('200'))).toMatchObject({ status: 0 });
  });

  it('is not used up again by an upgrade, nor by pods of an EKS add-on', async () => {
    const hooks = async (installation: Installation) =>
      (await rendered('helm', installation)).flatMap(({ metadata }) => metadata.annotations?.['helm.sh/hook'] ?? []);
    expect(await hooks(instances('1'))).toEqual(['pre-install', 'pre-install']);
    expect(await hooks({})).toEqual(['pre-install,pre-upgrade', 'pre-install,pre-upgrade']);
    const { status, stderr } = await rendering('eks-add-on', instances('1'));
    expect(status).toBe(1);
    expect(stderr).toContain('each pod of an EKS add-on would use up the quantity again');
  });
});
