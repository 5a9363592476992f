import { beforeEach, describe, expect, it } from 'vitest';
import { type AwsGateway, type MirrorPlan, type PlanTarget, parsePlan, planMirror } from '#jobs';
import { ReleaseError } from '#problem';
import { digestOf } from '#registry';
import type { ResolvedImage } from '#release';
import { planId } from '../../../src/jobs/mirror/mirror-plan.ts';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const marketplace: PlanTarget = { ...plainTarget, registry, kind: 'marketplace', profile: 'seller' };

let world: World;
let log: string[];
beforeEach(async () => {
  world = await openWorld();
  world.origins[registry] = world.target.origin;
  log = [];
  for (const tag of ['1', '2']) seed(world.source, 'x', tag, buildImage({ layers: [noise('x', 10)], seed: tag }));
});

function image(repository: string, tag = '1'): ResolvedImage {
  const { target, ...rest } = wanted(`x:${tag}`, `${repository}:${tag}`);
  return { ...rest, target: { ...target, registry } };
}

/** Products by id, whose repositories are below `p/`. */
function catalog(products: Readonly<Record<string, readonly string[]>>): Partial<AwsGateway> {
  return {
    containerProducts: async (scope) => {
      expect(scope).toEqual({ region: 'us-east-1', profile: 'seller' });
      log.push('list');
      return { items: Object.keys(products).map((id) => ({ id, title: `Title of ${id}` })) };
    },
    containerProduct: async (_, id) => {
      log.push(id);
      const repositories = (products[id] ?? []).map((name) => `${registry}/p/${name}`);
      return { id, title: `Title of ${id}`, visibility: 'Public', repositories };
    },
  };
}

async function plan(images: ResolvedImage[], aws: Partial<AwsGateway>, target = marketplace): Promise<MirrorPlan> {
  const gateways = { ...world.gateways, aws: { ...world.gateways.aws, ...aws } };
  return planMirror({ images, ignored: [], target, warnings: [] }, gateways, { emit: world.emit });
}

describe('a plan for the Marketplace', () => {
  it('names the products that it writes to, with the repositories that it writes to', async () => {
    const products = { one: ['b', 'other', 'a'], two: ['c'], three: ['d'] };
    const made = await plan([image('a'), image('a', '2'), image('b'), image('c')], catalog(products));
    expect(made.products).toEqual([
      { id: 'one', title: 'Title of one', repositories: ['p/a', 'p/b'] },
      { id: 'two', title: 'Title of two', repositories: ['p/c'] },
    ]);
    expect(world.events.some(({ type }) => type === 'warning')).toBe(false);
  });

  it('describes products one, then two, then a few at a time, and no more once all is found', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `n${at}`);
    const products = Object.fromEntries(names.map((name) => [`prod-${name}`, [name]]));
    await plan([image('n0')], catalog(products));
    expect(log).toEqual(['list', 'prod-n0']);
    log = [];
    await plan([image('n1')], catalog(products));
    expect(log).toHaveLength(1 + 3);
    log = [];
    await plan([image('n4')], catalog(products));
    expect(log).toHaveLength(1 + 6);
  });

  it('asks nothing when it writes nothing, and nothing for other targets', async () => {
    const there = buildImage({ layers: [noise('x', 10)], seed: '1' });
    seed(world.target, 'p/a', '1', there);
    const made = await plan([image('a')], catalog({ one: ['a'] }));
    expect(made.items[0]?.outcome).toBe('present');
    expect(made).not.toHaveProperty('products');
    const ecr = await plan([image('b')], catalog({ one: ['b'] }), { ...marketplace, kind: 'ecr' });
    expect(ecr.items[0]?.outcome).toBe('copy');
    expect(ecr).not.toHaveProperty('products');
    expect(log).toEqual([]);
  });

  it('has none when the repositories are of no product that the account has', async () => {
    expect((await plan([image('a')], catalog({ one: ['b'] }))).products).toEqual([]);
  });

  it('is made all the same when the Catalog does not tell; that is a warning', async () => {
    const denied = async () => {
      throw new ReleaseError('access-denied', 'not you');
    };
    for (const aws of [{ containerProducts: denied }, { ...catalog({ one: ['a'] }), containerProduct: denied }]) {
      world.events.length = 0;
      const made = await plan([image('a')], aws);
      expect(made).toMatchObject({ ok: true, items: [{ outcome: 'copy' }] });
      expect(made).not.toHaveProperty('products');
      expect(world.events.filter(({ type }) => type === 'warning')).toEqual([
        { schemaVersion: 1, type: 'warning', code: 'access-denied', message: expect.stringContaining('not you') },
      ]);
    }
  });

  it('keeps the other products when one cannot be described, or the Catalog stops telling', async () => {
    const told = catalog({ one: ['a'], two: ['b'], three: ['c'] });
    const describe = told.containerProduct as AwsGateway['containerProduct'];
    for (const odd of ['one', 'two', 'three']) {
      world.events.length = 0;
      const made = await plan([image('a'), image('b'), image('c')], {
        ...told,
        containerProduct: async (scope, id, signal) => {
          if (id === odd) throw new ReleaseError('aws-error', 'deleted');
          return await describe(scope, id, signal);
        },
      });
      expect(made.products?.map(({ id }) => id)).toEqual(['one', 'two', 'three'].filter((id) => id !== odd));
      expect(world.events.filter(({ type }) => type === 'warning')).toMatchObject([
        { code: 'aws-error', message: `The product ${odd} is left out: deleted` },
      ]);
    }
    const made = await plan([image('a'), image('b')], {
      ...told,
      containerProducts: async (_, { nextToken }) => {
        if (nextToken !== undefined) throw new ReleaseError('unreachable', 'away');
        return { items: [{ id: 'one', title: 'One' }], nextToken: '1' };
      },
    });
    expect(made.products?.map(({ id }) => id)).toEqual(['one']);
    expect(world.events.at(-1)).toMatchObject({ type: 'warning', message: 'Not all products are known: away' });
  });

  it('can be cancelled while it asks', async () => {
    const controller = new AbortController();
    const gateways = {
      ...world.gateways,
      aws: {
        ...world.gateways.aws,
        containerProducts: async () => {
          controller.abort(new ReleaseError('cancelled', 'stop'));
          throw controller.signal.reason;
        },
      },
    };
    const input = { images: [image('a')], ignored: [], target: marketplace, warnings: [] };
    const made = planMirror(input, gateways, { emit: world.emit, signal: controller.signal });
    await expect(made).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a saved plan', () => {
  const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));

  it('holds its products under its hash', async () => {
    const made = await plan([image('a')], catalog({ one: ['a'] }));
    expect(parsePlan(bytes(made))).toEqual(made);
    const renamed = { ...made, products: [{ ...made.products?.[0], title: 'Another' }] };
    expect(() => parsePlan(bytes(renamed))).toThrow(expect.objectContaining({ code: 'plan-unreadable' }));
    const { products: _, ...without } = made;
    expect(() => parsePlan(bytes(without))).toThrow(expect.objectContaining({ code: 'plan-unreadable' }));
  });

  it('writes to no registry but its own, whatever its id says', async () => {
    const { planId: _, ...made } = await plan([image('a')], catalog({ one: ['a'] }));
    const items = made.items.map((item) => ({ ...item, target: item.target.replace(/^[^/]+/, 'elsewhere.example') }));
    const moved = { ...made, items };
    expect(() => parsePlan(bytes({ ...moved, planId: planId(moved) }))).toThrow(/elsewhere.* is at another registry/);
  });

  it('of a version that knew none is still read, under the id that it had', async () => {
    const made = await plan([image('a')], catalog({}), { ...marketplace, kind: 'ecr' });
    const { planId, ...rest } = parsePlan(bytes(made));
    expect(rest).not.toHaveProperty('products');
    expect(planId).toBe(digestOf(bytes(rest)));
  });
});
