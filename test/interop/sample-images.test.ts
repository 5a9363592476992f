import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Depth, type Item, type PlanTarget, planMirror, versioned } from '#jobs';
import type { ResolvedImage } from '#release';
import { type RunningSandbox, type SandboxSwitches, sampleImages, startSandbox } from '#sandbox';
import { targetOfKind } from '../support/image-evidence.ts';
import { sandboxGateways } from '../support/sandbox-gateways.ts';

const hosts = { dockerHub: 'docker.io', vendor: 'registry.camunda.cloud' } as const;
// Of its own: what the Marketplace has already is no matter here.
const prefix = 'sandbox';
const { registry } = targetOfKind('marketplace');
const target: PlanTarget = {
  registry,
  prefix,
  kind: 'marketplace',
  attestationManifests: 'strip',
  platforms: [],
  existing: 'equivalent',
};
const server = 'https://attestations.camunda.cloud';
const note = 'projects/camunda-attestations/notes/release-attestor/occurrences';

let sandbox: RunningSandbox;
let folder: string;
let images: ResolvedImage[];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'samples-'));
  sandbox = await startSandbox();
  writeFileSync(path.join(folder, 'attestor.asc'), sandbox.hostsMap.attestor?.publicKey ?? '');
  images = (await sampleImages()).flatMap(({ registry: at, repository, tag }) =>
    at === 'dockerHub' || at === 'vendor' ? [image(hosts[at], repository, tag)] : [],
  );
  await Promise.all(images.map((one) => sandbox.control.target.addRepository(one.target.repository)));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function image(host: string, repository: string, tag: string): ResolvedImage {
  const name = repository.replace(/^camunda\//, '');
  return {
    source: { registry: host, repository, tag },
    target: { registry, repository: `${prefix}/${name}`, tag },
    paths: [name],
    origins: [{ file: 'images.txt', line: 1, column: 1, endLine: 1, endColumn: 2 }],
  };
}

interface Wish {
  readonly depth?: Depth;
  /** Asks for attestations, at this version of Grafeas. */
  readonly version?: string;
  readonly delivery?: 'eks-add-on';
  /** Absent: the one with everything as it should be. */
  readonly of?: RunningSandbox;
}

async function plan(chosen: readonly ResolvedImage[], { depth = 'layers', version, delivery, of = sandbox }: Wish) {
  const { gateways, close } = sandboxGateways(of.hostsMap);
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const ask = { url: `${server}/${version}/${note}`, key: 'attestor.asc', require: true };
  const rule = { images: '**', ask: { ...ask, token: { registry: hosts.vendor } }, range };
  const trust = {
    attestations: version === undefined ? [] : [rule],
    derive: [],
    grades: [],
    target: targetOfKind('marketplace'),
    folder,
    depth,
    ...(delivery ? { delivery } : {}),
  };
  const input = { images: chosen, ignored: [], target, warnings: [], trust };
  const { items } = await planMirror(input, gateways, { emit: versioned(() => undefined) }).finally(close);
  return new Map(items.map((item, at) => [chosen[at]?.source.repository ?? '', item]));
}

const below = (part: string) => images.filter(({ source }) => source.repository.startsWith(part));
const codes = (item: Item | undefined) => item?.findings?.map(({ rule }) => rule);

describe('the small images of the sandbox', () => {
  /** By name below `samples/`: what is found in the configs, and what the layers add. */
  const expected: Readonly<Record<string, readonly [inConfig: readonly string[], inLayers: readonly string[]]>> = {
    clean: [[], []],
    root: [['non-root'], []],
    'root-by-name': [[], ['non-root']],
    'unknown-user': [[], ['non-root']],
    'secret-env': [['secret-in-environment'], []],
    'history-secret': [['secret-in-history'], []],
    'private-key': [[], ['private-key-in-image']],
    'deleted-key': [[], ['private-key-in-image']],
    password: [[], ['password-in-image']],
    'authorized-keys': [[], ['authorized-keys-in-image']],
    credentials: [[], ['credentials-in-image']],
    'eol-base': [[], ['eol-base']],
    'unsafe-path': [[], ['layer-path-unsafe']],
    unreadable: [[], ['layer-malformed']],
    encrypted: [[], ['layer-compression']],
    'too-large': [[], ['layer-too-large']],
    downloads: [[], ['run-time-downloads']],
    windows: [['image-not-linux'], []],
    s390x: [['architecture-unsupported'], []],
    'one-arch': [[], []],
    'in-toto': [[], []],
    latest: [[], []],
  };

  it.each(['manifests', 'layers'] as const)('break the rules that they are there for, at depth %s', async (depth) => {
    const items = await plan(below('samples/'), { depth });
    const found = [...items].map(([name, item]) => [name.replace('samples/', ''), codes(item) ?? []]);
    const all = Object.entries(expected).map(([name, [inConfig, inLayers]]) => [
      name,
      depth === 'layers' ? [...inConfig, ...inLayers] : inConfig,
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(all));
    expect(['clean', 'root'].map((name) => items.get(`samples/${name}`)?.outcome)).toEqual(['copy', 'failed']);
  });

  it('say it in the way that they are there for, where a rule has several', async () => {
    const items = await plan([...below('samples/root'), ...below('samples/unknown'), ...below('samples/deleted')], {});
    const message = (name: string) => items.get(`samples/${name}`)?.findings?.[0]?.message;
    expect(message('root')).toContain('its config names no user');
    expect(message('root-by-name')).toContain('is user 0 in /etc/passwd');
    expect(message('unknown-user')).toContain('is not in /etc/passwd');
    expect(message('deleted-key')).toContain('layer 3 deletes it');
  });

  it('are stricter judged as those of an EKS add-on', async () => {
    const items = await plan(below('samples/one-arch'), { depth: 'manifests', delivery: 'eks-add-on' });
    expect([...items.values()].map(codes)).toEqual([['architectures-incomplete']]);
  });
});

describe('the attestations of the sandbox', () => {
  it.each(['v1beta1', 'v1'])('prove what they should and nothing else, by Grafeas %s', async (version) => {
    const items = await plan(below('attested/'), { depth: 'manifests', version });
    const states = [...items].map(([name, { attestation }]) => [
      name.replace('attested/', ''),
      attestation?.state === 'unproven' ? attestation.code : attestation?.state,
    ]);
    expect(Object.fromEntries(states)).toEqual({
      none: 'attestation-missing',
      armored: 'verified',
      base64: 'verified',
      older: 'verified',
      binary: 'verified',
      detached: 'verified',
      'other-key': 'attestation-signer-unknown',
      'other-digest': 'attestation-other-digest',
      'other-image': 'attestation-other-image',
      tampered: 'attestation-signature-bad',
      expired: 'attestation-signature-expired',
      many: 'verified',
    });
  });

  it('name the key that the sandbox shows', async () => {
    const [item] = (await plan(below('attested/armored'), { depth: 'manifests', version: 'v1' })).values();
    expect(item?.attestation).toMatchObject({ fingerprint: sandbox.hostsMap.attestor?.fingerprint });
  });
});

describe('a server of attestations', () => {
  it.each<[SandboxSwitches['attestations'], string | undefined]>([
    ['busy', undefined],
    ['denied', 'access-denied'],
    ['web page', 'attestation-answer-malformed'],
    ['endless', 'attestation-pages-endless'],
    ['huge', 'attestation-answer-too-large'],
    ['token expired', 'login-refused'],
  ])('that is switched to "%s" says nothing of an image: %s', async (attestations, code) => {
    const of = await startSandbox({ switches: { attestations } });
    try {
      const chosen = below('attested/armored');
      await Promise.all(chosen.map((one) => of.control.target.addRepository(one.target.repository)));
      writeFileSync(path.join(folder, 'attestor.asc'), of.hostsMap.attestor?.publicKey ?? '');
      const [item] = (await plan(chosen, { depth: 'manifests', version: 'v1beta1', of })).values();
      expect([item?.outcome, item?.code]).toEqual([code ? 'failed' : 'copy', code]);
      expect(item?.attestation?.state).toBe(code ? undefined : 'verified');
    } finally {
      await of.close();
      writeFileSync(path.join(folder, 'attestor.asc'), sandbox.hostsMap.attestor?.publicKey ?? '');
    }
  });
});

describe('the images of the sample release', () => {
  it('break no rule, and are attested', async () => {
    const items = await plan([...below('camunda/'), ...below('grafana/')], { version: 'v1beta1' });
    const said = [...items].map(([name, item]) => [name, item.attestation?.state, codes(item) ?? []]);
    expect(said).toEqual([
      ['camunda/zeebe', 'verified', []],
      ['camunda/operate', 'verified', []],
      ['camunda/tasklist', 'verified', []],
      ['camunda/identity', 'verified', []],
      ['camunda/connectors-bundle', 'verified', []],
      ['camunda/optimize', 'verified', []],
      ['grafana/grafana', 'unproven', ['attestation-missing']],
    ]);
  });
});
