import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AwsGateway,
  findTag,
  type Gateways,
  type PageChoice,
  type PlanTarget,
  repositoryPage,
  tagPage,
} from '#jobs';
import { ReleaseError } from '#problem';
import { mirrorWorld, plainTarget, seed, type World } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const marketplace: PlanTarget = { ...plainTarget, registry, kind: 'marketplace', prefix: 's/p', profile: 'seller' };
const ecr: PlanTarget = { ...marketplace, kind: 'ecr' };
const job = { emit: () => undefined };
let warnings: string[] = [];
const warned: Parameters<typeof repositoryPage>[4] = {
  emit: (event) => void (event.type === 'warning' && warnings.push(`${event.code}: ${event.message}`)),
};
const unasked = async () => {
  throw new Error('not to be asked');
};
const denied = async () => {
  throw new ReleaseError('access-denied', 'not you');
};

let world: World;
let log: string[] = [];
beforeAll(async () => {
  world = await mirrorWorld();
});
beforeEach(() => {
  log = [];
  warnings = [];
  world.target.intercept = undefined;
});
afterAll(() => world.close());

function withAws(aws: Partial<AwsGateway>): Gateways {
  return { ...world.gateways, aws: { ...world.gateways.aws, ...aws } };
}

/** A Catalog whose pages hold so many products; a product is named as its repositories are: `a: ['s/p/a1', …]`. */
function catalog(products: Readonly<Record<string, readonly string[]>>, perPage = 50): Partial<AwsGateway> {
  const ids = Object.keys(products);
  return {
    containerProducts: async (scope, { nextToken }) => {
      expect(scope).toEqual({ region: 'us-east-1', profile: 'seller' });
      log.push(`list ${nextToken ?? ''}`.trim());
      const start = Number(nextToken ?? 0);
      const items = ids.slice(start, start + perPage).map((id) => ({ id, title: id.toUpperCase() }));
      return start + perPage < ids.length ? { items, nextToken: `${start + perPage}` } : { items };
    },
    containerProduct: async (scope, id) => {
      expect(scope).toEqual({ region: 'us-east-1', profile: 'seller' });
      log.push(`describe ${id}`);
      const repositories = (products[id] ?? []).map((name) => (name.includes('.') ? name : `${registry}/${name}`));
      return { id, title: id.toUpperCase(), repositories };
    },
  };
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `s/p/${prefix}${at}`);
}

/** All pages, by the names on them; a stop after 50, so that a loop is a failure and no hang. */
async function allPages(
  target: PlanTarget,
  pageSize: number,
  gateways: Gateways,
  options = warned,
): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined; pages.length < 50; ) {
    // As through a worker.
    const choice = structuredClone({ pageSize, ...(cursor === undefined ? {} : { cursor }) });
    const page = await repositoryPage(target, choice, unasked, gateways, options);
    pages.push(page.repositories.map(({ name }) => name));
    cursor = page.next;
    if (cursor === undefined) return pages;
  }
  throw new Error('The pages do not end');
}

describe('pages of the Catalog', () => {
  it('hold several products, each of which is described when it is needed, a few at a time', async () => {
    const products = Object.fromEntries([...'abcdef'].map((id) => [id, names(id, 40)]));
    const gateways = withAws(catalog(products));
    const first = await repositoryPage(marketplace, { pageSize: 100 }, unasked, gateways, job);
    expect(first.from).toBe('catalog');
    expect(first.repositories).toHaveLength(100);
    expect(first.repositories[99]).toEqual({
      name: 'c19',
      repository: 's/p/c19',
      product: { id: 'c', title: 'C' },
    });
    expect(log).toEqual(['list', 'describe a', 'describe b', 'describe c']);
    log = [];
    const second = await repositoryPage(marketplace, { pageSize: 100, cursor: first.next }, unasked, gateways, job);
    expect(second.repositories.map(({ name }) => name)).toEqual(
      [...names('c', 40).slice(20), ...names('d', 40), ...names('e', 40)].map((name) => name.slice(4)),
    );
    expect(log).toEqual(['describe c', 'describe d', 'describe e']);
    log = [];
    const third = await repositoryPage(marketplace, { pageSize: 100, cursor: second.next }, unasked, gateways, job);
    expect(third.repositories).toHaveLength(40);
    expect(third.next).toBeUndefined();
    expect(log).toEqual(['describe f']);
  });

  it('may end in any of the products that were described together', async () => {
    const gateways = withAws(catalog({ a: names('a', 60), b: names('b', 60) }));
    const pages = await allPages(marketplace, 100, gateways);
    expect(pages.map(({ length }) => length)).toEqual([100, 20]);
    expect(pages.flat()).toEqual([...names('a', 60), ...names('b', 60)].map((name) => name.slice(4)));
    expect(log).toEqual(['list', 'describe a', 'describe b', 'describe b']);
  });

  it('are asked for in the only region that has a Catalog, whatever the region of the target', async () => {
    const target = { ...marketplace, region: 'eu-central-1' };
    expect(await allPages(target, 5, withAws(catalog({ a: names('a', 1) })))).toEqual([['a0']]);
  });

  it('may end where a product ends, or in the middle of it, more than once', async () => {
    const gateways = withAws(catalog({ a: names('a', 3), b: names('b', 7), c: names('c', 2) }));
    expect(await allPages(marketplace, 3, gateways)).toEqual([
      ['a0', 'a1', 'a2'],
      ['b0', 'b1', 'b2'],
      ['b3', 'b4', 'b5'],
      ['b6', 'c0', 'c1'],
    ]);
    expect(log).toEqual(['list', 'describe a', 'describe b', 'describe b', 'describe b', 'describe c']);
  });

  it.each([1, 2, 3])('go on over the pages of the Catalog, which hold %i', async (perPage) => {
    const products = { a: names('a', 2), b: [], c: names('c', 3), d: names('d', 1), e: [] };
    const gateways = withAws(catalog(products, perPage));
    const pages = await allPages(marketplace, 2, gateways);
    expect(pages.flat()).toEqual(['a0', 'a1', 'c0', 'c1', 'c2', 'd0']);
    expect(pages.slice(0, 3).map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(log.filter((line) => line.startsWith('list'))).toHaveLength(Math.ceil(5 / perPage));
  });

  it("show only what is at the target's registry and under its prefix", async () => {
    const other = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
    const products = {
      a: ['s/p/mine', 's/pp/not', 's/p', 'other', `${other}/s/p/elsewhere`, 's/p/deep/er'],
      b: [`${registry.toUpperCase()}/s/p/loud`],
    };
    expect(await allPages(marketplace, 1000, withAws(catalog(products)))).toEqual([['mine', 'deep/er', 'loud']]);
    const whole = await allPages({ ...marketplace, prefix: '' }, 1000, withAws(catalog(products)));
    expect(whole[0]).toContain('s/pp/not');
    expect(whole[0]).not.toContain('s/p/elsewhere');
  });

  it('are empty when there is no product', async () => {
    expect(await repositoryPage(marketplace, {}, unasked, withAws(catalog({})), job)).toEqual({
      from: 'catalog',
      repositories: [],
    });
  });

  it('that go in circles are an error', async () => {
    const same = withAws({ ...catalog({}), containerProducts: async () => ({ items: [], nextToken: 'same' }) });
    await expect(repositoryPage(marketplace, {}, unasked, same, job)).rejects.toMatchObject({ code: 'aws-error' });
    const products = { ...catalog({ a: names('a', 2) }) };
    const repeating = withAws({
      ...products,
      containerProducts: async () => ({ items: [{ id: 'a', title: 'A' }], nextToken: 'same' }),
    });
    await expect(allPages(marketplace, 2, repeating)).rejects.toMatchObject({ code: 'aws-error' });
    await expect(allPages(marketplace, 1000, repeating)).rejects.toMatchObject({ code: 'aws-error' });
  });

  it('are left for ECR when the Catalog denies every product, and are not when it is out of reach', async () => {
    const half = { ...catalog({ a: names('a', 2), b: names('b', 2) }), containerProduct: denied };
    const aws = withAws({ ...half, ecrRepositories: async () => ({ items: [{ name: 's/p/x' }] }) });
    const page = await repositoryPage(marketplace, {}, unasked, aws, warned);
    expect(page).toMatchObject({ from: 'aws', refusal: { code: 'access-denied', message: 'not you' } });
    expect(warnings).toEqual([]);
    const away = withAws({
      containerProducts: async () => {
        throw new ReleaseError('unreachable', 'no such host');
      },
    });
    await expect(repositoryPage(marketplace, {}, unasked, away, job)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('ask no more than a few products before the Catalog is left', async () => {
    const products = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`p${at}`, names('a', 1)]));
    let asked = 0;
    const containerProduct = () => {
      asked++;
      return denied();
    };
    const aws = withAws({ ...catalog(products), containerProduct, ecrRepositories: async () => ({ items: [] }) });
    expect(await repositoryPage(marketplace, {}, unasked, aws, job)).toMatchObject({ from: 'aws' });
    expect(asked).toBe(9);
  });

  it.each([
    ['aws-error', 'gone'],
    ['access-denied', 'not this one'],
  ] as const)('leave out a product that cannot be described, with a warning: %s', async (code, message) => {
    for (const odd of ['a', 'b', 'c']) {
      warnings = [];
      log = [];
      const told = catalog({ a: names('a', 2), b: names('b', 2), c: names('c', 2) });
      const containerProduct: AwsGateway['containerProduct'] = async (scope, id, signal) => {
        if (id === odd) throw new ReleaseError(code, message);
        return await (told.containerProduct as AwsGateway['containerProduct'])(scope, id, signal);
      };
      for (const pageSize of [1, 3, 1000]) {
        warnings = [];
        const pages = await allPages(marketplace, pageSize, withAws({ ...told, containerProduct }), warned);
        const others = ['a', 'b', 'c'].filter((id) => id !== odd);
        expect(pages.flat()).toEqual(others.flatMap((id) => [`${id}0`, `${id}1`]));
        expect(warnings).toEqual([`${code}: The product ${odd} is left out: ${message}`]);
      }
    }
  });

  it('end with what is out of reach, and not with the product that it was', async () => {
    const told = catalog({ a: names('a', 2), b: names('b', 2) });
    const containerProduct: AwsGateway['containerProduct'] = async (scope, id, signal) => {
      if (id === 'b') throw new ReleaseError('login-expired', 'over');
      return await (told.containerProduct as AwsGateway['containerProduct'])(scope, id, signal);
    };
    const page = repositoryPage(marketplace, {}, unasked, withAws({ ...told, containerProduct }), warned);
    await expect(page).rejects.toMatchObject({ code: 'login-expired' });
  });

  it('are an error when no product can be described', async () => {
    const broken = async () => {
      throw new ReleaseError('aws-error', 'broken');
    };
    const aws = withAws({ ...catalog({ a: names('a', 2) }), containerProduct: broken, ecrRepositories: unasked });
    await expect(repositoryPage(marketplace, {}, unasked, aws, job)).rejects.toMatchObject({ message: 'broken' });
  });

  it('are not mixed with others once they have begun', async () => {
    const products = catalog({ a: names('a', 2), b: names('b', 2) }, 1);
    const { next } = await repositoryPage(marketplace, { pageSize: 2 }, unasked, withAws(products), job);
    const gone = withAws({ ...products, containerProducts: denied, ecrRepositories: unasked });
    const second = repositoryPage(marketplace, { cursor: next }, unasked, gone, job);
    await expect(second).rejects.toMatchObject({ code: 'access-denied' });
  });
});

describe('pages of ECR', () => {
  /** ECR with pages of what is asked for, at most `most`. */
  function pagedEcr(all: readonly string[], most = 1000): Partial<AwsGateway> {
    return {
      ecrRepositories: async (_, { nextToken, pageSize = 1000 }) => {
        log.push(`${nextToken ?? ''}+${pageSize}`);
        const start = Number(nextToken ?? 0);
        const end = start + Math.min(pageSize, most);
        const items = all.slice(start, end).map((name) => ({ name }));
        return end < all.length ? { items, nextToken: `${end}` } : { items };
      },
    };
  }

  it('are as large as asked for, with one request each', async () => {
    expect(await allPages(ecr, 2, withAws(pagedEcr(names('a', 5))))).toEqual([['a0', 'a1'], ['a2', 'a3'], ['a4']]);
    expect(log).toEqual(['+2', '2+2', '4+2']);
  });

  it('are empty only at the end, whatever is not under the prefix', async () => {
    const all = ['x/1', 'x/2', 's/p/a', 'x/3', 'x/4', 'x/5', 's/p/b', 'x/6', 'x/7', 'x/8'];
    expect(await allPages(ecr, 2, withAws(pagedEcr(all)))).toEqual([['a'], ['b'], []]);
    expect(log).toEqual(['+2', '2+2', '4+2', '6+2', '8+2']);
  });

  it('stand in for the Catalog, then the names of the files do, page by page', async () => {
    const fromEcr = withAws({ containerProducts: denied, ...pagedEcr(names('a', 3)) });
    const first = await repositoryPage(marketplace, { pageSize: 2 }, unasked, fromEcr, job);
    expect(first).toMatchObject({ from: 'aws', refusal: { code: 'access-denied' } });
    const second = await repositoryPage(marketplace, { pageSize: 2, cursor: first.next }, unasked, fromEcr, job);
    expect(second).toEqual({ from: 'aws', repositories: [{ name: 'a2', repository: 's/p/a2' }] });

    const files = async () => ['s/p/c', 's/p/a', 's/p/b', 's/p/a', 'other/d'];
    const none = withAws({ containerProducts: denied, ecrRepositories: denied });
    const one = await repositoryPage(marketplace, { pageSize: 2 }, files, none, job);
    expect(one).toMatchObject({ from: 'files', refusal: { code: 'access-denied' } });
    const two = await repositoryPage(marketplace, { pageSize: 2, cursor: one.next }, files, none, job);
    expect([one, two].map(({ repositories }) => repositories.map(({ name }) => name))).toEqual([['a', 'b'], ['c']]);
    expect(two.next).toBeUndefined();
    await expect(repositoryPage(ecr, {}, files, none, job)).rejects.toMatchObject({ code: 'access-denied' });
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
    [7, 0],
    [1, 5],
    [3, 4],
    [4, 3],
  ])('that go in a circle of %i, after %i others, are an error before long', async (length, others) => {
    let asked = 0;
    const circle = withAws({
      ecrRepositories: async (_, { nextToken }) => {
        asked++;
        const at = Number(nextToken ?? 0) + 1;
        const token = at === others + length ? others : at;
        return { items: [{ name: `s/p/${at}` }], nextToken: `${token}` };
      },
    });
    await expect(allPages(ecr, 1, circle)).rejects.toMatchObject({ code: 'aws-error' });
    expect(asked).toBeLessThan(5 * (length + others) + 5);
  });
});

describe('a cursor', () => {
  it('of another list, or that is none, is refused', async () => {
    const gateways = withAws(catalog({ a: names('a', 3) }));
    const { next } = await repositoryPage(marketplace, { pageSize: 2 }, unasked, gateways, job);
    const page = (cursor: string | undefined, target = marketplace) =>
      repositoryPage(target, { cursor }, unasked, gateways, job);
    await expect(page(next, { ...marketplace, prefix: 's' })).rejects.toMatchObject({ code: 'usage' });
    await expect(tagPage(marketplace, 'a', { cursor: next }, gateways, job)).rejects.toMatchObject({ code: 'usage' });
    for (const text of ['', 'x', '{}', '[]', '{"list":1}', '"'.repeat(100_000)])
      await expect(page(text)).rejects.toMatchObject({ code: 'usage', hint: expect.any(String) });
    // Of a target whose kind was changed since.
    await expect(page(next, ecr)).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'and a page of %d entries is none',
    async (pageSize) => {
      const page = repositoryPage(marketplace, { pageSize }, unasked, withAws(catalog({})), job);
      await expect(page).rejects.toMatchObject({ code: 'usage' });
    },
  );
});

describe('pages of a registry', () => {
  function paged(path: string, key: string, all: readonly string[], ignoresSize = false) {
    world.target.intercept = ({ url }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://x');
      if (pathname !== path) return false;
      log.push(url);
      const size = ignoresSize ? all.length : Number(searchParams.get('n'));
      const start = all.indexOf(searchParams.get('last') ?? '') + 1;
      const page = all.slice(start, start + size);
      const link = `<${path}?n=${size}&last=${page.at(-1)}>; rel="next"`;
      response.writeHead(200, start + size < all.length ? { link } : {}).end(JSON.stringify({ [key]: page }));
      return true;
    };
  }

  it('follow its Link headers, one request each', async () => {
    paged('/v2/_catalog', 'repositories', ['p/a', 'p/b', 'p/c']);
    expect(await allPages(plainTarget, 2, world.gateways)).toEqual([['a', 'b'], ['c']]);
    expect(log).toEqual(['/v2/_catalog?n=2', '/v2/_catalog?n=2&last=p/b']);
  });

  it('are no larger than asked for when it sends all it has', async () => {
    paged('/v2/_catalog', 'repositories', ['p/a', 'p/b', 'p/c', 'other', 'p/d', 'p/e'], true);
    expect(await allPages(plainTarget, 2, world.gateways)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('that go in circles, or leave it, are no more than an error and an end', async () => {
    world.target.intercept = (_, response) => {
      response.writeHead(200, { link: '</v2/_catalog?n=1&last=x>; rel="next"' }).end('{"repositories":["p/x"]}');
      return true;
    };
    await expect(allPages(plainTarget, 1, world.gateways)).rejects.toMatchObject({ code: 'registry-error' });
    const elsewhere = ['http://elsewhere.example/v2/_catalog', '//elsewhere.example/x'];
    for (const link of [...elsewhere, `${world.target.origin}//elsewhere.example/x`]) {
      world.target.intercept = (_, response) => {
        response.writeHead(200, { link: `<${link}>; rel="next"` }).end('{"repositories":["p/x"]}');
        return true;
      };
      expect(await allPages(plainTarget, 1, world.gateways)).toEqual([['x']]);
    }
  });

  it.each(['"text"', '{"repositories":{}}', '<html>'])('that read %s are broken', async (body) => {
    world.target.intercept = (_, response) => {
      response.end(body);
      return true;
    };
    await expect(allPages(plainTarget, 1, world.gateways)).rejects.toMatchObject({ code: 'registry-error' });
  });

  it('of tags know no digests and ask for none, also where AWS may not tell', async () => {
    paged('/v2/p/a/tags/list', 'tags', ['1', '10', '2', 'not a tag']);
    const expected = [{ tag: '10' }, { tag: '1' }];
    const first = await tagPage(plainTarget, 'a', { pageSize: 2 }, world.gateways, job);
    expect(first).toEqual({ repository: 'p/a', tags: expected, next: expect.any(String) });
    const second = await tagPage(plainTarget, 'a', { pageSize: 2, cursor: first.next }, world.gateways, job);
    expect(second).toEqual({ repository: 'p/a', tags: [{ tag: '2' }] });
    world.origins[registry] = world.target.origin;
    const refused = withAws({ ecrImages: denied });
    const target = { ...marketplace, prefix: 'p' };
    expect((await tagPage(target, 'a', { pageSize: 2 }, refused, job)).tags).toEqual(expected);
    expect(log).toHaveLength(3);
  });
});

describe('pages of tags', () => {
  const image = (digest: string, tags: readonly string[], pushedAt?: string) => ({
    digest,
    tags,
    ...(pushedAt === undefined ? {} : { pushedAt }),
  });

  it('come from ECR, the newest push first, and are cut where an image has more tags than fit', async () => {
    const aws = withAws({
      ecrImages: async (_, { nextToken, pageSize, ...query }) => {
        expect(query).toEqual({ registryId: '709825985650', repository: 's/p/a' });
        log.push(`${nextToken ?? ''}+${pageSize}`);
        if (nextToken === 'b') return { items: [image('sha256:3', ['0'])] };
        const items = [image('sha256:1', ['1', 'one', 'eins'], '2026-01-01'), image('sha256:2', ['2'], '2026-02-01')];
        return { items, nextToken: 'b' };
      },
    });
    const read = async (choice: PageChoice) => {
      const { tags, next } = await tagPage(marketplace, 'a', { pageSize: 2, ...choice }, aws, job);
      return { tags: tags.map(({ tag }) => tag), next };
    };
    const first = await read({});
    const second = await read({ cursor: first.next });
    const third = await read({ cursor: second.next });
    expect([first.tags, second.tags, third.tags]).toEqual([['2', 'one'], ['eins', '1'], ['0']]);
    expect(third.next).toBeUndefined();
    expect(log).toEqual(['+2', '+2', 'b+2']);
  });
});

describe('one tag', () => {
  it('is asked for by itself, at AWS', async () => {
    const asked: unknown[] = [];
    const aws = withAws({
      ecrImages: async (scope, query) => {
        asked.push([scope, query]);
        return { items: query.tag === '1' ? [{ digest: 'sha256:1', tags: ['1', 'one'], size: 5 }] : [] };
      },
    });
    expect(await findTag(marketplace, `${registry}/s/p/a`, '1', aws, job)).toEqual({
      tag: '1',
      digest: 'sha256:1',
      size: 5,
    });
    expect(await findTag(marketplace, 'a', '2', aws, job)).toBeUndefined();
    const query = { registryId: '709825985650', repository: 's/p/a' };
    const scope = { region: 'us-east-1', profile: 'seller' };
    expect(asked).toEqual([
      [scope, { ...query, tag: '1' }],
      [scope, { ...query, tag: '2' }],
    ]);
  });

  it('is asked for at a registry, and there when AWS may not tell', async () => {
    const built = buildImage({ layers: [noise('a', 10)] });
    seed(world.target, 'p/a', '1', built);
    const before = world.target.requests.length;
    expect(await findTag(plainTarget, 'a', '1', world.gateways, job)).toEqual({ tag: '1', digest: built.root });
    expect(world.target.requests.length - before).toBe(1);
    expect(await findTag(plainTarget, 'a', '2', world.gateways, job)).toBeUndefined();
    world.origins[registry] = world.target.origin;
    const refused = withAws({ ecrImages: denied });
    const target = { ...marketplace, prefix: 'p' };
    expect(await findTag(target, 'a', '1', refused, job)).toEqual({ tag: '1', digest: built.root });
  });

  it.each([
    ['a', 'no tag'],
    ['A', '1'],
  ])('%s:%s is none', async (repository, tag) => {
    await expect(findTag(plainTarget, repository, tag, world.gateways, job)).rejects.toMatchObject({ code: 'usage' });
  });
});
