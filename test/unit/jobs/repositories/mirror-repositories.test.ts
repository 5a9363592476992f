import { afterEach, describe, expect, it } from 'vitest';
import { parsePlan, planMirror, type RepositoryConfiguration, runMirror } from '#jobs';
import { ReleaseError } from '#problem';
import { memoryRepositories } from '../../../support/memory-repositories.ts';
import { mirrorWorld, plainTarget, seed, wanted } from '../../../support/mirror-world.ts';
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
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Options {
  readonly fault?: (call: string, repository: string) => void;
  readonly create?: boolean;
  readonly update?: boolean;
  readonly wish?: RepositoryConfiguration;
}

/** Images `p/a:1`, `p/b:1` and `p/b:2` on their way to an ECR that makes no repository on a push. */
async function ecrWorld({ fault, create = true, update = false, wish = configuration }: Options = {}) {
  const clock = testClock();
  const world = await mirrorWorld({ clock });
  closing.push(world.close);
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
    runMirror(made, gateways, { emit, concurrency: 4, log: 'log', ...(signal ? { signal } : {}) });
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
      },
    ]);
    world.ecr.calls.length = 0;
    const report = await world.run(again);
    expect(world.ecr.calls).toEqual(['setPolicy p/b']);
    expect(report.repositories).toEqual([{ name: 'p/b', outcome: 'updated' }]);
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
