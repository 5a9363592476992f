import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import {
  type ChartInput,
  chartValues,
  type InjectionWish,
  imagesInManifests,
  imagesInValues,
  injectChart,
  packChart,
  readChart,
} from '#chart';
import { NodePrograms } from '#platform';
import { formatReference, parseReference } from '#reference';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { chartToggles } from '../../src/jobs/charts/helm/chart-toggles.ts';
import { findHelm } from '../../src/jobs/charts/helm/find-helm.ts';
import { lintChart } from '../../src/jobs/charts/helm/lint-chart.ts';
import { renderChart } from '../../src/jobs/charts/helm/render-chart.ts';
import type { Helm } from '../../src/jobs/charts/helm/run-helm.ts';
import { archiveInput } from '../support/chart-inputs.ts';
import { type KubernetesApi, startKubernetesApi } from './support/kubernetes-api.ts';
import { KubernetesPrograms, kubernetesProgram } from './support/kubernetes-programs.ts';

/** A chart that parts are injected into, and what comes of it, by the word of the real Helm and kubectl. */
interface Case {
  readonly name: string;
  /** Where its archive is, when it is not one of ours: little is known of what is in it. */
  readonly folder?: string;
  /** Values without which it does not render. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** What cannot be on together with the rest. */
  readonly exclusive?: readonly string[];
  /** Kinds of its own definitions. */
  readonly foreign?: readonly string[];
  /** Templates with an image that no value gives. */
  readonly literals?: readonly string[];
  /** What of it cannot be an EKS add-on: its pods cannot be made to check the licence. */
  readonly noAddOn?: string;
}

/** `created` is made by `helm create`; the others are in the sandbox's Helm repository. */
const charts: readonly Case[] = [
  {
    name: 'created',
    foreign: ['gateway.networking.k8s.io/v1 HTTPRoute'],
    literals: ['templates/tests/test-connection.yaml'],
  },
  { name: 'web', literals: ['templates/tests/test-connection.yaml'] },
  { name: 'ledger', noAddOn: 'templates' },
  { name: 'shop', exclusive: ['sharedCache.enabled'], literals: ['templates/shop.yaml'] },
  { name: 'operator', foreign: ['sample.example.com/v1 Cluster'] },
  { name: 'camunda-platform' },
];

/**
 * Further ones, which nobody committed: the archives in a folder.
 * CHARTS=FOLDER npx vitest run --config test/interop/vitest.config.ts test/interop/chart-injection.test.ts
 */
const folder = process.env.CHARTS;
const further: readonly Case[] = folder ? readdirSync(folder).map((name) => ({ name, folder })) : [];

const deliveries: readonly InjectionWish['delivery'][] = ['helm', 'eks-add-on'];

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const own = `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-own
spec:
  containers:
    - name: own
      image: docker.io/acme/own:1.0.0
`;
const parts: InjectionWish['parts'] = [
  {
    kind: 'license-check',
    product: 'prod-abcdefghijklm',
    entitlements: [{ name: 'AWS::Marketplace::Usage', unit: 'None' }],
    consumption: 'provisional',
    image: { registry, repository: 'acme/license-check', tag: '1.0.0' },
  },
  { kind: 'first-user-password', secret: 'first-user', key: 'password', length: 24 },
  { kind: 'manifests', files: [{ path: 'own/pod.yaml', text: own }] },
];

let sandbox: RunningSandbox;
let programs: KubernetesPrograms;
let api: KubernetesApi;
const node = new NodePrograms({
  environment: { PATH: path.dirname(kubernetesProgram('helm')), HOME: '/nonexistent' },
  authority: async () => undefined,
});
let helm: Helm;
beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
  programs = new KubernetesPrograms();
  api = await startKubernetesApi();
  const found = await findHelm(node);
  if (!found) throw new Error('Helm is not found');
  helm = found;
  await programs.helm('create', 'created');
  await programs.helm('package', 'created');
  await programs.helm('repo', 'add', 'samples', sandbox.hostsMap.hosts['helm.camunda.io']?.origin ?? '');
});
afterAll(async () => {
  await api.close();
  programs.remove();
  await sandbox.close();
});

interface Packed {
  readonly place: string;
  readonly input: ChartInput;
}

async function vendorChart({ name, folder: kept }: Case): Promise<Packed> {
  if (kept !== undefined) {
    const place = path.resolve(kept, name);
    return { place, input: archiveInput(readFileSync(place)) };
  }
  const folder = path.join(programs.home, `vendor-${name}`);
  mkdirSync(folder, { recursive: true });
  if (name !== 'created') await programs.helm('pull', `samples/${name}`, '--destination', folder);
  const place =
    name === 'created'
      ? path.join(programs.home, 'created-0.1.0.tgz')
      : path.join(folder, readdirSync(folder)[0] ?? '');
  return { place, input: archiveInput(readFileSync(place)) };
}

/** Injects, packs, and puts the archive down. */
async function injected({ input }: Packed, name: string, delivery: InjectionWish['delivery']) {
  const chart = await readChart(input);
  const images = new Map(
    imagesInValues(chart).map(({ reference }) => [reference, `${registry}/acme/${reference.split('/').at(-1)}`]),
  );
  const wish: InjectionWish = { delivery, parts, images, values: {} };
  const result = injectChart(chart, wish);
  const place = path.join(programs.home, `${name}-${delivery}.tgz`);
  const pieces: Uint8Array[] = [];
  for await (const piece of packChart(result.metadata.name, result.files, input)) pieces.push(piece);
  writeFileSync(place, Buffer.concat(pieces));
  const { changes, findings } = result;
  return { place, input: archiveInput(readFileSync(place)), images, wish, changes, findings };
}

async function rendered({ place, input }: Packed, values: Case['values'] = {}) {
  const toggles = chartToggles(chartValues(await readChart(input)));
  return renderChart(helm, place, node, { values, toggles });
}

async function filesOf({ place }: Packed): Promise<Map<string, string>> {
  const entries = await unpackTar(gunzipSync(readFileSync(place)));
  return new Map(
    entries.map(({ header, data }) => [
      header.name.replace(/^[^/]*\//, ''),
      Buffer.from(data ?? '').toString('base64'),
    ]),
  );
}

/** Objects by what they are, without those of these templates. */
function objectsIn(manifests: string, without: ReadonlySet<string>, change: (key: string, value: unknown) => unknown) {
  const parts = manifests.split(/^---.*$/m).filter((text) => {
    const [, source = ''] = /^# Source: [^/]+\/(.*)$/m.exec(text) ?? [];
    return !without.has(source);
  });
  const objects = parts.flatMap((text) => {
    const value = parseDocument(text).toJS();
    return value ? [JSON.parse(JSON.stringify(value), (key, one) => change(key, one))] : [];
  });
  return new Map(objects.map((one) => [`${one.apiVersion} ${one.kind} ${one.metadata.name}`, one]));
}

describe.each([...charts, ...further])('$name', (one) => {
  const { name, values, exclusive = [], foreign = [], literals = [], noAddOn } = one;
  const isKnown = one.folder === undefined;
  let vendor: Packed;
  let before: Awaited<ReturnType<typeof rendered>>;
  beforeAll(async () => {
    vendor = await vendorChart(one);
    before = await rendered(vendor, values);
  });

  it('renders with everything on, as the vendor made it', () => {
    if (!isKnown) return expect(before.switchedOn.length).toBeGreaterThan(0);
    expect(before.keptOff).toEqual([]);
    expect(before.switchedOn).toHaveLength(1 + exclusive.length);
    for (const toggle of exclusive) {
      expect(before.switchedOn.filter(({ toggles }) => toggles.includes(toggle))).toHaveLength(1);
    }
  });

  describe.each(deliveries)('delivered by %s', (delivery) => {
    let made: Awaited<ReturnType<typeof injected>>;
    let after: Awaited<ReturnType<typeof rendered>>;
    beforeAll(async () => {
      made = await injected(vendor, name, delivery);
      after = await rendered(made, values);
    });

    it('is not changed a second time', async () => {
      expect(injectChart(await readChart(made.input), made.wish).changes).toEqual([]);
    });

    it('tells what stays as it was', () => {
      const stay = made.findings.filter(({ code }) => code === 'chart-image-not-rewritten').map(({ file }) => file);
      if (!isKnown) return expect(stay).toContain('templates/awsmp-manifests/pod.yaml');
      expect(stay).toEqual(['templates/awsmp-manifests/pod.yaml', ...literals]);
      const refused = made.findings.filter(({ severity }) => severity === 'error');
      const file = delivery === 'eks-add-on' ? noAddOn : undefined;
      expect(refused.map((one) => `${one.code} ${one.file}`)).toEqual(
        file === undefined ? [] : [`chart-workload-not-editable ${file}`],
      );
    });

    it('passes lint --strict', async () => {
      expect(await lintChart(helm, made.place, node, values ? { values } : {})).toMatchObject({ ok: true });
      await programs.helm('lint', '--strict', made.place);
    });

    it('keeps the bytes of every file that is not told', async () => {
      const kept = await filesOf(made);
      const told = new Set(made.changes.map((change) => change.path));
      for (const [file, content] of await filesOf(vendor)) {
        if (!told.has(file)) expect(kept.get(file), file).toBe(content);
      }
    });

    it('renders what it did before, but for what was injected and for references of images', () => {
      const added = new Set(made.changes.filter((one) => one.before === undefined).map((one) => one.path));
      const change = (key: string, value: unknown) => {
        if (typeof value === 'string') {
          // Arguments name images too, and templates add to their tags.
          const text = [...made.images].reduce((rest, [source, target]) => rest.replaceAll(target, source), value);
          return key === 'image' ? normal(text) : text;
        }
        // Of an EKS add-on each pod checks the licence before it starts.
        const isOfPod = key === 'initContainers' || key === 'volumes';
        if (!isOfPod || delivery === 'helm' || !Array.isArray(value)) return value;
        const rest = value.filter((one) => !String(one.name).startsWith('awsmp-'));
        return rest.length > 0 ? rest : undefined;
      };
      expect(after.keptOff).toEqual(before.keptOff);
      const pairs = [
        [before.defaults, after.defaults],
        ...before.switchedOn.map(({ manifests }, index) => [manifests, after.switchedOn[index]?.manifests]),
      ];
      for (const [was = '', is = ''] of pairs) {
        const now = objectsIn(is, added, change);
        expect(now.size).toBeGreaterThan(0);
        expect(now).toEqual(objectsIn(was, new Set(), change));
      }
    });

    it('takes the images of its values from the target', () => {
      const { images } = imagesInManifests(after.defaults);
      const left = images.filter(({ reference }) => made.images.has(reference));
      // Literals in templates cannot be replaced by values, and are told elsewhere.
      const literal = new Set(imagesInManifests(before.defaults).images.map(({ source }) => source));
      expect(left.filter(({ source }) => !literal.has(source))).toEqual([]);
      expect(images.some(({ reference }) => reference.startsWith(registry))).toBe(true);
    });

    it('consists of what Kubernetes knows, field by field', async () => {
      const everything = before.switchedOn[0]?.manifests ?? '';
      const refusedBefore = isKnown ? '' : (await api.check(programs, everything)).refused;
      for (const manifests of [after.defaults, ...after.switchedOn.map((one) => one.manifests)]) {
        const checked = await api.check(programs, manifests);
        // What the vendor's own does not keep to with everything on is not ours.
        const own = isKnown ? '' : refusedBefore;
        expect(['', own]).toContain(checked.refused);
        expect(checked.taken.length).toBeGreaterThan(0);
        if (isKnown) expect(checked.foreign.filter((kind) => !foreign.includes(kind))).toEqual([]);
      }
    });
  });
});

/** A reference as it would be pulled. */
function normal(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? formatReference(parsed.reference) : text;
}
