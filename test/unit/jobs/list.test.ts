import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsGateway, type EcrImage, type Gateways, listRepositories, listTags, type PlanTarget } from '#jobs';
import { ReleaseError } from '#problem';
import { mirrorWorld, plainTarget, seed, type World } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const marketplace: PlanTarget = {
  ...plainTarget,
  registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  kind: 'marketplace',
  prefix: 'seller/product',
};

const unasked = async () => {
  throw new Error('not to be asked');
};
const job = { emit: () => undefined };

let world: World;
const image = buildImage({ layers: [noise('a', 10)], seed: 'a' });
beforeAll(async () => {
  world = await mirrorWorld();
  for (const tag of ['8.3.10', '8.3.9', '8.3.10-1', 'rc']) seed(world.target, 'p/a', tag, image);
  world.target.intercept = ({ url }, response) => {
    if (url.startsWith('/v2/_catalog')) return answered(response, { repositories: ['p/b', 'p/a', 'other/c', 'pp/d'] });
    if (url.startsWith('/v2/p/a/tags/list')) return answered(response, { tags: ['8.3.9', 'rc', '8.3.10', '8.3.10-1'] });
    return false;
  };
});
afterAll(() => world.close());

function answered(response: { end(text: string): unknown }, document: object): true {
  response.end(JSON.stringify(document));
  return true;
}

function withAws(aws: Partial<AwsGateway>): Gateways {
  return { ...world.gateways, aws: { ...world.gateways.aws, ...aws } };
}

describe('repositories', () => {
  it('of a registry are those under the prefix', async () => {
    const list = await listRepositories(plainTarget, unasked, world.gateways, job);
    expect(list).toMatchObject({ schemaVersion: 1, list: 'repositories', from: 'registry' });
    expect(list.repositories).toEqual([
      { name: 'a', repository: 'p/a' },
      { name: 'b', repository: 'p/b' },
    ]);
  });

  it('of ECR come page by page, and pages that go in circles end', async () => {
    const asked: unknown[] = [];
    const aws = withAws({
      ecrRepositories: async (scope, query) => {
        asked.push([scope, query]);
        return query.nextToken === undefined
          ? { items: [{ name: 'seller/product/z' }], nextToken: 'more' }
          : { items: [{ name: 'seller/product/a', createdAt: '2026-01-01T00:00:00.000Z' }] };
      },
    });
    const list = await listRepositories({ ...marketplace, kind: 'ecr' }, unasked, aws, job);
    expect(list.repositories.map(({ name }) => name)).toEqual(['a', 'z']);
    expect(asked).toEqual([
      [{ region: 'us-east-1' }, { registryId: '709825985650', pageSize: 1000 }],
      [{ region: 'us-east-1' }, { registryId: '709825985650', pageSize: 1000, nextToken: 'more' }],
    ]);
    const ecr = { ...marketplace, kind: 'ecr' as const };
    const circle = withAws({ ecrRepositories: async () => ({ items: [], nextToken: 'same' }) });
    await expect(listRepositories(ecr, unasked, circle, job)).rejects.toMatchObject({ code: 'aws-error' });
  });

  it('of the Marketplace come from the Catalog, with their products, by name', async () => {
    const url = (name: string) => `${marketplace.registry}/seller/product/${name}`;
    const aws = withAws({
      containerProducts: async () => ({
        items: [
          { id: 'prod-1', title: 'One' },
          { id: 'prod-2', title: 'Two' },
        ],
      }),
      containerProduct: async (_, id) => ({
        id,
        title: id === 'prod-1' ? 'One' : 'Two',
        repositories: id === 'prod-1' ? [url('c'), url('a')] : [url('b')],
      }),
    });
    const { from, repositories, ...rest } = await listRepositories(marketplace, unasked, aws, job);
    expect(rest).not.toHaveProperty('refusal');
    expect(from).toBe('catalog');
    const one = { id: 'prod-1', title: 'One' };
    expect(repositories).toEqual([
      { name: 'a', repository: 'seller/product/a', product: one },
      { name: 'b', repository: 'seller/product/b', product: { id: 'prod-2', title: 'Two' } },
      { name: 'c', repository: 'seller/product/c', product: one },
    ]);
  });

  it('of the Marketplace are those of the release when AWS does not tell', async () => {
    const refuse = async () => {
      throw new ReleaseError('access-denied', 'not you');
    };
    const denied = withAws({ containerProducts: refuse, ecrRepositories: refuse });
    const named = async () => ['seller/product/b', 'seller/product/a', 'seller/product/b'];
    const list = await listRepositories(marketplace, named, denied, job);
    expect(list).toMatchObject({ from: 'files', refusal: { code: 'access-denied' } });
    expect(list.repositories.map(({ name }) => name)).toEqual(['a', 'b']);
    const ecr = listRepositories({ ...marketplace, kind: 'ecr' }, named, denied, job);
    await expect(ecr).rejects.toMatchObject({ code: 'access-denied' });
  });
});

describe('tags', () => {
  it('of a registry come with their digests, the highest version first', async () => {
    for (const name of ['a', 'p/a', 'target.example/p/a']) {
      const { repository, tags } = await listTags(plainTarget, name, world.gateways, job);
      expect(repository).toBe('p/a');
      expect(tags.map(({ tag }) => tag)).toEqual(['rc', '8.3.10-1', '8.3.10', '8.3.9']);
      expect(tags.every(({ digest }) => digest === image.root)).toBe(true);
    }
  });

  it('of ECR come newest push first', async () => {
    const images: EcrImage[] = [
      { digest: 'sha256:1', tags: ['1', 'one'], pushedAt: '2026-01-01T00:00:00.000Z', size: 7 },
      { digest: 'sha256:2', tags: ['0.9'], pushedAt: '2026-02-01T00:00:00.000Z' },
      { digest: 'sha256:3', tags: ['2'] },
    ];
    const aws = withAws({ ecrImages: async () => ({ items: images }) });
    const { tags } = await listTags(marketplace, 'a', aws, job);
    expect(tags.map(({ tag }) => tag)).toEqual(['0.9', 'one', '1', '2']);
    expect(tags[2]).toEqual({ tag: '1', digest: 'sha256:1', pushedAt: '2026-01-01T00:00:00.000Z', size: 7 });
  });

  it('are asked of the registry when AWS does not tell', async () => {
    const denied = withAws({
      ecrImages: async () => {
        throw new ReleaseError('access-denied', 'not you');
      },
    });
    const here = { ...marketplace, prefix: 'p' };
    world.origins[marketplace.registry] = world.target.origin;
    expect((await listTags(here, 'a', denied, job)).tags).toHaveLength(4);
  });

  it.each(['a:1', 'A', '', 'a@sha256:1'])('of %j, which is no repository, are refused', async (name) => {
    await expect(listTags(plainTarget, name, world.gateways, job)).rejects.toMatchObject({ code: 'usage' });
  });

  it('of what AWS cannot list are refused', async () => {
    const odd = { ...marketplace, registry: 'registry.example' };
    await expect(listTags(odd, 'a', world.gateways, job)).rejects.toMatchObject({ code: 'usage' });
  });
});
