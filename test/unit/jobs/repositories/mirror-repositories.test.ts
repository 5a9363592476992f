import { describe, expect, it } from 'vitest';
import { parsePlan, planMirror, type RepositoryConfiguration, runMirror, shardOfPlan } from '#jobs';
import { ReleaseError } from '#problem';
import { ManifestCache } from '#registry';
import { type MemoryRepository, memoryRepositories } from '../../../support/memory-repositories.ts';
import { openWorld, plainTarget, seed, wanted } from '../../../support/mirror-world.ts';
import { buildImage, noise } from '../../../support/sample-images.ts';
import { testClock } from '../../../support/test-clock.ts';

const configuration: RepositoryConfiguration = {
  tagMutability: { immutable: true, except: ['latest*'] },
  scanOnPush: true,
  policy: '{"Statement":[{"Action":"ecr:BatchGetImage"}]}',
  lifecycle: '{"rules":[{"rulePriority":1}]}',
  tags: { team: 'platform' },
  throttleMs: 250,
};
const target = { ...plainTarget, kind: 'ecr' as const };
interface Options {
  readonly fault?: (call: string, repository: string) => void;
  readonly create?: boolean;
  readonly update?: boolean;
  readonly wish?: RepositoryConfiguration;
}

/** Images `p/a:1`, `p/b:1` and `p/b:2` on their way to an ECR that makes no repository on a push. */
async function ecrWorld({ fault, create = true, update = false, wish = configuration }: Options = {}) {
  const clock = testClock();
  const world = await openWorld({ clock });
  const ecr = memoryRepositories(fault);
  world.target.intercept = ({ url }, response) => {
    const [, name = ''] = /^\/v2\/(.+)\/(?:manifests|blobs)\//.exec(url) ?? [];
    if (name === '' || ecr.repositories.has(name)) return false;
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"errors":[{"code":"NAME_UNKNOWN","message":"no"}]}');
    return true;
  };
  const gateways = { ...world.gateways, aws: { ...world.gateways.aws, repositories: ecr.gateway } };
  const images = ['a:1', 'b:1', 'b:2'].map((name) => {
    seed(world.source, name.slice(0, 1), name.slice(2), buildImage({ layers: [noise('layer', 1000)], seed: name }));
    return wanted(name, name);
  });
  const repositories = { create, update, configuration: wish };
  const { emit } = world;
  const plan = () => planMirror({ images, ignored: [], target, repositories, warnings: [] }, gateways, { emit });
  type Plan = Awaited<ReturnType<typeof plan>>;
  const run = (made: Plan, signal?: AbortSignal) =>
    // What a plan has read is not at hand when it was saved.
    runMirror(
      made,
      { ...gateways, manifests: new ManifestCache() },
      { emit, concurrency: 4, log: 'log', ...(signal ? { signal } : {}) },
    );
  return { ...world, ecr, clock, plan, run };
}

const outcomes = (items: readonly { target: string; outcome: string }[]) =>
  items.map(({ target: name, outcome }) => `${name.slice('target.example/p/'.length)} ${outcome}`);

describe('repositories that are missing', () => {
  it('are planned, made once each before anything is copied, and leave nothing to plan afterwards', async () => {
    const world = await ecrWorld();
    const made = await world.plan();
    expect(made.ok).toBe(true);
    expect(made.repositories).toEqual([
      { name: 'p/a', action: 'create', differences: [] },
      { name: 'p/b', action: 'create', differences: [] },
    ]);
    expect(made.repositoryConfiguration).toEqual(configuration);
    expect(world.ecr.calls).toEqual([]);
    expect(parsePlan(new TextEncoder().encode(JSON.stringify(made)))).toEqual(made);

    const report = await world.run(made);
    expect(world.ecr.calls).toEqual([
      'create p/a',
      'setPolicy p/a',
      'setLifecycle p/a',
      'create p/b',
      'setPolicy p/b',
      'setLifecycle p/b',
    ]);
    expect(world.clock.waits).toEqual([250]);
    expect(outcomes(report.items)).toEqual(['a:1 copied', 'b:1 copied', 'b:2 copied']);
    expect(report.repositories).toEqual([
      { name: 'p/a', outcome: 'created' },
      { name: 'p/b', outcome: 'created' },
    ]);
    expect(report).toMatchObject({ ok: true, warnings: [] });
    expect(world.written.get('log')).toBe('');
    const told = world.events.map(({ type }) => type);
    expect(told.filter((type) => type === 'created')).toHaveLength(2);
    const copying = world.events.findIndex((event) => event.type === 'phase' && event.phase === 'copy');
    expect(told.lastIndexOf('created')).toBeLessThan(copying);

    const again = await world.plan();
    expect(again.repositories).toBeUndefined();
    expect(outcomes(again.items)).toEqual(['a:1 present', 'b:1 present', 'b:2 present']);
  });

  it('are told by the shards of a plan whose they are, and how they are made by no other', async () => {
    const world = await ecrWorld();
    const made = await world.plan();
    const parts = [1, 2, 3].map((index) => shardOfPlan(made, { index, count: 3 }));
    const told = parts.map(({ repositories, repositoryConfiguration }) => ({ repositories, repositoryConfiguration }));
    expect(told.flatMap(({ repositories = [] }) => repositories.map(({ name }) => name)).sort()).toEqual([
      'p/a',
      'p/b',
    ]);
    expect(told).toContainEqual({});
    for (const one of told) {
      expect(one.repositoryConfiguration).toEqual(one.repositories && configuration);
      expect(one.repositories).not.toEqual([]);
    }
    for (const part of parts) expect(parsePlan(new TextEncoder().encode(JSON.stringify(part)))).toEqual(part);
  });

  it('stay a failure that names the cure where nobody asked for them', async () => {
    const world = await ecrWorld({ create: false });
    const made = await world.plan();
    expect(made.items.map(({ code }) => code)).toEqual(Array(3).fill('repository-missing'));
    expect(made.items[0]?.hint).toContain('repositories: { create: true }');
    expect(made.repositories).toBeUndefined();
  });

  it('fail their images, and no others, when they cannot be made', async () => {
    const fault = (call: string, repository: string) => {
      if (call === 'create' && repository === 'p/b') throw new ReleaseError('access-denied', 'ecr:CreateRepository');
    };
    const world = await ecrWorld({ fault });
    const report = await world.run(await world.plan());
    expect(outcomes(report.items)).toEqual(['a:1 copied', 'b:1 failed', 'b:2 failed']);
    expect(report.items[1]).toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('p/b could not be created'),
    });
    expect(report.repositories?.[1]).toMatchObject({ name: 'p/b', outcome: 'failed', code: 'access-denied' });
    expect(report.ok).toBe(false);
    expect(world.written.get('log')?.trimEnd().split('\n')).toHaveLength(2);
  });

  it('are not tried one after the other once the login has ended', async () => {
    const fault = (call: string) => {
      if (call === 'create') throw new ReleaseError('login-expired', 'The SSO session has expired');
    };
    const world = await ecrWorld({ fault });
    const report = await world.run(await world.plan());
    expect(world.ecr.calls).toEqual(['create p/a']);
    expect(report.items.map(({ code }) => code)).toEqual(Array(3).fill('login-expired'));
  });

  it('that are there by now are no failure, and get what an interrupted run left out', async () => {
    const world = await ecrWorld();
    const made = await world.plan();
    await world.ecr.gateway.create({ region: 'us-east-1' }, { registryId: '1', repository: 'p/a' }, configuration);
    await world.ecr.gateway.create({ region: 'us-east-1' }, { registryId: '1', repository: 'p/b' }, configuration);
    const theirs = world.ecr.repositories.get('p/b');
    Object.assign(theirs ?? {}, { policy: '{"theirs":1}', lifecycle: '{"theirs":2}' });
    const report = await world.run(made);
    expect(report.repositories).toEqual([
      { name: 'p/a', outcome: 'updated' },
      { name: 'p/b', outcome: 'left' },
    ]);
    expect(world.ecr.repositories.get('p/a')?.policy).toBe(configuration.policy);
    expect(theirs).toMatchObject({ policy: '{"theirs":1}', lifecycle: '{"theirs":2}' });
    expect(report.ok).toBe(true);
  });

  it('that are there by now and cannot be read are a warning that fails the run', async () => {
    const fault = (call: string) => {
      if (call === 'policy') throw new ReleaseError('access-denied', 'ecr:GetRepositoryPolicy');
    };
    const world = await ecrWorld({ fault });
    const made = await world.plan();
    for (const repository of ['p/a', 'p/b'])
      await world.ecr.gateway.create({ region: 'us-east-1' }, { registryId: '1', repository }, configuration);
    const report = await world.run(made);
    const message = expect.stringMatching(/p\/a is not as the settings say: ecr:GetRepositoryPolicy/);
    expect(report.repositories?.[0]).toEqual({ name: 'p/a', outcome: 'updated', code: 'access-denied', message });
    expect(world.ecr.repositories.get('p/a')).toMatchObject({ lifecycle: configuration.lifecycle });
    expect(world.ecr.repositories.get('p/a')?.policy).toBeUndefined();
    expect(outcomes(report.items)).toEqual(['a:1 copied', 'b:1 copied', 'b:2 copied']);
    expect(report.ok).toBe(false);
    expect(world.written.get('log')).toMatch(/^ERROR: The repository p\/a .*\nERROR: The repository p\/b .*\n$/);
  });

  it('are told after a cancel, although images that are there were about to be looked at', async () => {
    const stop = new AbortController();
    const world = await ecrWorld({
      fault: (call) => {
        if (call === 'setPolicy') stop.abort(new ReleaseError('cancelled', 'cancelled'));
      },
    });
    const [registryId, repository] = ['1', 'p/b'];
    await world.ecr.gateway.create({ region: 'us-east-1' }, { registryId, repository }, configuration);
    const { policy, lifecycle } = configuration;
    Object.assign(world.ecr.repositories.get('p/b') ?? {}, { policy, lifecycle });
    for (const tag of ['1', '2']) {
      seed(world.target, 'p/b', tag, buildImage({ layers: [noise('layer', 1000)], seed: `b:${tag}` }));
    }
    const made = await world.plan();
    const report = await world.run(made, stop.signal);
    expect(report.repositories).toEqual([{ name: 'p/a', outcome: 'created' }]);
    expect(outcomes(report.items)).toEqual(['a:1 cancelled', 'b:1 present', 'b:2 present']);
    expect(report.cancelled).toBe(true);
    expect(world.written.get('log')).toMatch(/^ERROR: target\.example\/p\/a:1: The job was cancelled.*\n$/);
  });

  it('stop being made at a cancel; what was made is told', async () => {
    const stop = new AbortController();
    const world = await ecrWorld({
      fault: (call) => {
        if (call === 'setPolicy') stop.abort(new ReleaseError('cancelled', 'cancelled'));
      },
    });
    const report = await world.run(await world.plan(), stop.signal);
    expect(world.ecr.calls).toEqual(['create p/a', 'setPolicy p/a', 'setLifecycle p/a']);
    expect(report.repositories).toEqual([{ name: 'p/a', outcome: 'created' }]);
    expect(outcomes(report.items)).toEqual(['a:1 cancelled', 'b:1 cancelled', 'b:2 cancelled']);
  });

  it('without the policy that they should have are a warning that fails the run, and a difference of the next plan', async () => {
    let denies = true;
    const fault = (call: string) => {
      if (call === 'setPolicy' && denies) throw new ReleaseError('aws-error', 'Principal not found');
    };
    const world = await ecrWorld({ fault });
    const report = await world.run(await world.plan());
    expect(outcomes(report.items)).toEqual(['a:1 copied', 'b:1 copied', 'b:2 copied']);
    expect(report.ok).toBe(false);
    expect(report.warnings).toHaveLength(2);
    expect(report.warnings[0]?.message).toMatch(/p\/a is not as the settings say: Principal not found.*update: true/);
    expect(world.written.get('log')).toMatch(/^ERROR: The repository p\/a .*\nERROR: The repository p\/b .*\n$/);
    expect(world.ecr.repositories.get('p/a')?.lifecycle).toBe(configuration.lifecycle);
    denies = false;
    const again = await world.plan();
    expect(again.repositories?.[0]).toEqual({
      name: 'p/a',
      action: 'leave',
      differences: ['it has no policy; the settings have one'],
    });
  });
});

describe('repositories that are there', () => {
  const differing = async (options: Options = {}) => {
    const world = await ecrWorld(options);
    for (const repository of ['p/a', 'p/b']) {
      await world.ecr.gateway.create(
        { region: 'x' },
        { registryId: '1', repository },
        { throttleMs: 0, tags: { team: 'other' } },
      );
    }
    world.ecr.calls.length = 0;
    return world;
  };

  it('are left alone unless asked, with what differs in the plan', async () => {
    const world = await differing();
    const made = await world.plan();
    expect(made.repositories?.[0]).toEqual({
      name: 'p/a',
      action: 'leave',
      differences: [
        'tags are mutable; the settings say immutable except latest*',
        'scan on push is off; the settings say on',
        'it has no policy; the settings have one',
        'it has no lifecycle policy; the settings have one',
        'the tag team is other; the settings say platform',
      ],
    });
    world.ecr.calls.length = 0;
    const report = await world.run(made);
    expect(world.ecr.calls).toEqual([]);
    expect(report.repositories).toBeUndefined();
    expect(report.ok).toBe(true);
  });

  it('are brought to the settings when asked, also when no image is copied', async () => {
    const world = await differing({ update: true });
    await world.run(await world.plan());
    expect((await world.plan()).repositories).toBeUndefined();
    Object.assign(world.ecr.repositories.get('p/b') ?? {}, { policy: '{}' });
    const again = await world.plan();
    expect(again.repositories).toEqual([
      {
        name: 'p/b',
        action: 'update',
        differences: ['its policy is another; the settings have one'],
        parts: ['policy'],
        held: { policy: expect.stringMatching(/^sha256:/) },
      },
    ]);
    world.ecr.calls.length = 0;
    const report = await world.run(again);
    expect(world.ecr.calls).toEqual(['policy p/b', 'setPolicy p/b']);
    expect(report.repositories).toEqual([{ name: 'p/b', outcome: 'updated' }]);
  });

  it.each<[string, (held: MemoryRepository) => unknown, string]>([
    ['policy', (held) => Object.assign(held, { policy: '{"tightened":1}' }), 'its policy changed'],
    ['lifecycle policy', (held) => Object.assign(held, { lifecycle: '{"mine":1}' }), 'its lifecycle policy changed'],
    ['tag', (held) => Object.assign(held.tags, { team: 'yet another' }), 'what its tags hold changed'],
    [
      'mutability',
      (held) => Object.assign(held, { held: { ...held.held, tagMutability: { immutable: true, except: ['mine*'] } } }),
      'the mutability of its tags changed',
    ],
  ])('are not written over when their %s has changed since the plan', async (_, change, words) => {
    const world = await differing({ update: true });
    const made = await world.plan();
    const theirs = world.ecr.repositories.get('p/a');
    if (theirs) change(theirs);
    const before = JSON.stringify(theirs);
    await expect(world.run(parsePlan(new TextEncoder().encode(JSON.stringify(made))))).rejects.toMatchObject({
      code: 'plan-stale',
      details: [`repository p/a: ${words} since the plan`],
    });
    expect(JSON.stringify(theirs)).toBe(before);
  });

  it('are changed all the same when somebody wrote the same, changed what nobody writes, or AWS tells it in another order', async () => {
    const world = await differing({ update: true });
    Object.assign(world.ecr.repositories.get('p/b') ?? {}, { policy: '{"a":1,"b":[2,3]}' });
    const made = await world.plan();
    const [a, b] = ['p/a', 'p/b'].map((name) => world.ecr.repositories.get(name));
    Object.assign(a ?? {}, { policy: configuration.policy });
    Object.assign(b ?? {}, { policy: '{"b":[3,2],"a":1}' });
    Object.assign(b?.tags ?? {}, { mine: 'x' });
    const report = await world.run(made);
    expect(report.repositories?.map(({ outcome }) => outcome)).toEqual(['updated', 'updated']);
    expect(b).toMatchObject({ policy: configuration.policy, tags: { team: 'platform', mine: 'x' } });
  });

  it('are not written over when they cannot be read again', async () => {
    let isDenied = false;
    const fault = (call: string) => {
      if (call === 'policy' && isDenied) throw new ReleaseError('access-denied', 'ecr:GetRepositoryPolicy');
    };
    const world = await differing({ update: true, fault });
    const made = await world.plan();
    isDenied = true;
    await expect(world.run(made)).rejects.toMatchObject({
      code: 'plan-stale',
      details: ['p/a', 'p/b'].map(
        (name) => `repository ${name}: its policy could not be read again: ecr:GetRepositoryPolicy`,
      ),
    });
  });

  it('that a cancel leaves unchanged are told, although every image is where it belongs', async () => {
    const stop = new AbortController();
    let isRun = false;
    const world = await differing({
      update: true,
      wish: { policy: configuration.policy, throttleMs: 0 } as RepositoryConfiguration,
      fault: (call) => {
        if (call === 'setPolicy' && isRun) stop.abort(new ReleaseError('cancelled', 'cancelled'));
      },
    });
    await world.run(await world.plan());
    for (const held of world.ecr.repositories.values()) Object.assign(held, { policy: '{}' });
    isRun = true;
    const report = await world.run(await world.plan(), stop.signal);
    expect(outcomes(report.items)).toEqual(['a:1 present', 'b:1 present', 'b:2 present']);
    expect(report.repositories).toMatchObject([
      { name: 'p/a', outcome: 'updated' },
      { name: 'p/b', outcome: 'failed', code: 'cancelled' },
    ]);
    expect(report).toMatchObject({ ok: false, cancelled: true });
    expect(world.written.get('log')).toMatch(/^ERROR: The repository p\/b was not changed: .*\n$/);
  });

  it('cannot be encrypted otherwise: that is said, and nothing tried', async () => {
    const kmsKey = 'alias/ecr';
    const world = await differing({ update: true, wish: { kmsKey, throttleMs: 0 } });
    const made = await world.plan();
    expect(made.repositories?.[0]).toEqual({
      name: 'p/a',
      action: 'leave',
      differences: ["it is encrypted by AES256, which can't be changed any more; the settings say alias/ecr"],
    });
    const report = await world.run(made);
    expect(report.repositories).toBeUndefined();
  });

  it('are not read when the settings say nothing of them', async () => {
    const world = await differing({ wish: { throttleMs: 0 } });
    expect((await world.plan()).repositories).toBeUndefined();
    expect(world.ecr.calls).toEqual([]);
  });

  it('that may not be read are a warning, told once, and the rest is compared', async () => {
    const fault = (call: string) => {
      if (call === 'policy') throw new ReleaseError('access-denied', 'ecr:GetRepositoryPolicy');
    };
    const world = await differing({ fault });
    const made = await world.plan();
    expect(made.ok).toBe(true);
    expect(made.repositories?.[0]?.differences).toHaveLength(4);
    const warnings = world.events.filter(({ type }) => type === 'warning');
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'access-denied',
        message: 'ecr:GetRepositoryPolicy, and so for 1 more: not compared',
      }),
    ]);
  });
});
