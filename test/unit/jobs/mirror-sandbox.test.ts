import { afterEach, describe, expect, it } from 'vitest';
import { type Gateways, type MirrorPlan, type PlanTarget, planMirror, runMirror, versioned } from '#jobs';
import type { HostsMap } from '#platform';
import type { ResolvedImage } from '#release';
import { otherAccount, type RunningSandbox, type SandboxSwitches, startSandbox } from '#sandbox';
import sample from '../../../media/sample/8.3.4_release.json' with { type: 'json' };
import { sandboxGateways } from '../../support/sandbox-gateways.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const prefix = 'camunda/camunda8';
const target: PlanTarget = {
  registry,
  prefix,
  kind: 'marketplace',
  attestationManifests: 'strip',
  platforms: [],
  existing: 'equivalent',
};
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function gatewaysTo(hosts: HostsMap): Gateways {
  const { gateways, close } = sandboxGateways(hosts);
  cleanups.push(close);
  return gateways;
}

async function sandboxWith(switches: Partial<SandboxSwitches> = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ switches });
  cleanups.push(() => sandbox.close());
  return sandbox;
}

function image(name: string, repository = name, tag = '8.3.4', host = 'docker.io'): ResolvedImage {
  return {
    source: { registry: host, repository: `camunda/${name}`, tag },
    target: { registry, repository: `${prefix}/${repository}`, tag },
    paths: [repository],
    origins: [{ file: '8.3.4_images.txt', line: 1, column: 1, endLine: 1, endColumn: 2 }],
  };
}

const release = [
  image('zeebe'),
  image('operate'),
  image('tasklist'),
  image('identity'),
  image('optimize', 'optimize', '8.3.4', 'registry.camunda.cloud'),
  image('connectors-bundle', 'connectors'),
];
const emit = versioned(() => undefined);

async function plan(gateways: Gateways, images = release, to = target): Promise<MirrorPlan> {
  return planMirror({ images, ignored: [], target: to, warnings: [] }, gateways, { emit });
}

async function mirror(gateways: Gateways, images = release) {
  return runMirror(await plan(gateways, images), gateways, { emit, concurrency: 8 });
}

describe('a release to the Marketplace', () => {
  it.each<[string, Partial<SandboxSwitches>]>([
    ['as expected', {}],
    ['a registry that does not mount', { blobMounting: false }],
    ['a registry that mounts only what a manifest refers to', { mountUnreferenced: false }],
    ['final tags kept by a policy', { finalTagRefusal: 'denied' }],
    ['missing repositories that answer 403', { missingRepository: 'denied' }],
  ])('is planned and mirrored; a second run writes nothing: %s', async (_, switches) => {
    const gateways = gatewaysTo((await sandboxWith(switches)).hostsMap);
    const report = await mirror(gateways);
    expect(report.items.map(({ outcome }) => outcome)).toEqual([
      'copied',
      'copied',
      'present',
      'conflict',
      'equivalent',
      'copied',
    ]);
    expect(report.items[0]).toMatchObject({ strippedAttestations: 2 });
    expect(report.items[4]).toMatchObject({ missingPlatforms: ['linux/arm64'] });
    const again = await mirror(gateways);
    expect(again.summary).toMatchObject({ copied: 0, present: 4, equivalent: 1, conflict: 1, bytes: 0 });
  });

  it.each([
    ['by its name', 'NAME_UNKNOWN', 'repository-missing'],
    ['by refusing it', 'denied', 'access-denied'],
  ] as const)(
    'is told of a repository that is not there before anything is copied: %s',
    async (_, missingRepository, code) => {
      const gateways = gatewaysTo((await sandboxWith({ missingRepository })).hostsMap);
      const [item] = (await plan(gateways, [image('zeebe', 'nobodys')])).items;
      expect(item).toMatchObject({ outcome: 'failed', code, hint: expect.stringContaining('AddRepositories') });
    },
  );
});

describe('guards', () => {
  it('refuses a saved plan under another account, and a target of another account at once', async () => {
    const { hostsMap } = await sandboxWith();
    const made = await plan(gatewaysTo(hostsMap));
    expect(made.target.account).toBe(hostsMap.aws.account);
    const other = gatewaysTo({ ...hostsMap, aws: { ...hostsMap.aws, ...otherAccount } });
    await expect(runMirror(made, other, { emit, concurrency: 2 })).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringMatching(new RegExp(`${hostsMap.aws.account}.*${otherAccount.account}`))],
    });
    await expect(plan(other, release, { ...target, account: hostsMap.aws.account })).rejects.toMatchObject({
      code: 'account-mismatch',
    });
  });

  it('never plans a write to a real host while a sandbox is in play', async () => {
    const { hostsMap } = await sandboxWith();
    const gateways = gatewaysTo(hostsMap);
    await expect(
      plan(gateways, release, { ...target, registry: 'registry.example.com', kind: 'oci' }),
    ).rejects.toMatchObject({ code: 'sandbox-guard' });
  });

  it('gets a new ECR token when the registry calls the old one expired', async () => {
    const sandbox = await sandboxWith();
    const gateways = gatewaysTo(sandbox.hostsMap);
    const made = await plan(gateways);
    sandbox.control.expireTokens();
    const report = await runMirror(made, gateways, { emit, concurrency: 4 });
    expect(report.summary).toMatchObject({ copied: 3, failed: 0 });
  });

  it('refuses a plan whose source tag or target tag moved in the sandbox', async () => {
    const sandbox = await sandboxWith();
    const gateways = gatewaysTo(sandbox.hostsMap);
    const made = await plan(gateways);
    await sandbox.control.upstream.setTag('camunda/zeebe', '8.3.4', '8.3.3');
    await expect(runMirror(made, gateways, { emit, concurrency: 2 })).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining('docker.io/camunda/zeebe:8.3.4')],
    });
    const fresh = await plan(gateways);
    await sandbox.control.target.setTag(
      `${prefix}/tasklist`,
      '8.3.4',
      sample.metadata.images.tasklist.platforms['linux/amd64'],
    );
    await expect(runMirror(fresh, gateways, { emit, concurrency: 2 })).rejects.toMatchObject({
      code: 'plan-stale',
      details: [expect.stringContaining(`target ${registry}/${prefix}/tasklist:8.3.4`)],
    });
  });
});
