import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findTag, type Gateways, listRepositories, type PlanTarget, repositoryPage, tagPage } from '#jobs';
import { type RequestLogEntry, type SandboxOptions, startSandbox } from '#sandbox';
import { type LargeSandbox, makeLargeSandbox } from '../support/large-sandbox.ts';
import { plainTarget } from '../support/mirror-world.ts';
import { sandboxGateways } from '../support/sandbox-gateways.ts';

const job = { emit: () => undefined };
const marketplace: PlanTarget = {
  ...plainTarget,
  registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  kind: 'marketplace',
  prefix: 'large',
};
const ecr: PlanTarget = { ...marketplace, registry: '111122223333.dkr.ecr.us-east-1.amazonaws.com', kind: 'ecr' };
const unasked = async () => {
  throw new Error('not to be asked');
};

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A sandbox, its gateways, and how often each operation was asked since one last looked. */
async function sandboxWith(options: SandboxOptions, large?: LargeSandbox) {
  const folder = mkdtempSync(path.join(tmpdir(), 'list-sandbox-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = path.join(folder, 'data');
  if (large) await makeLargeSandbox(dataDir, large);
  const log: RequestLogEntry[] = [];
  const sandbox = await startSandbox({
    ...options,
    ...(large ? { dataDir } : {}),
    onRequest: (entry) => log.push(entry),
  });
  const { gateways, close } = sandboxGateways(sandbox.hostsMap);
  cleanups.push(() => sandbox.close(), close);
  const asked = () => {
    const names = log.splice(0).map(({ operation, path: at }) => operation ?? at.split('?')[0] ?? '');
    return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
  };
  return { sandbox, gateways, asked };
}

/** All pages of a list, and what each took. */
async function pages(target: PlanTarget, pageSize: number, gateways: Gateways, asked: () => object) {
  const all: { names: string[]; products: number; took: object }[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await repositoryPage(target, { cursor, pageSize }, unasked, gateways, job);
    const names = page.repositories.map(({ name }) => name);
    const products = new Set(page.repositories.map(({ product }) => product?.id)).size;
    all.push({ names, products, took: asked() });
    cursor = page.next;
    if (cursor === undefined) return all;
  }
}

describe('a large sandbox', () => {
  it('gives a page of 5,000 repositories and a page of tags with one request each', async () => {
    const { gateways, asked } = await sandboxWith({}, {});
    const first = await repositoryPage(ecr, { pageSize: 500 }, unasked, gateways, job);
    expect(asked()).toEqual({ DescribeRepositories: 1 });
    expect(first).toMatchObject({ from: 'aws' });
    expect(first.repositories).toHaveLength(500);
    expect(first.repositories[0]).toMatchObject({ name: 'repository-0000', createdAt: expect.any(String) });
    const all = await pages(ecr, 1000, gateways, asked);
    expect(all.map(({ names, took }) => [names.length, took])).toEqual(
      Array.from({ length: 5 }, () => [1000, { DescribeRepositories: 1 }]),
    );
    expect(new Set(all.flatMap(({ names }) => names)).size).toBe(5000);
    const tags = await tagPage(ecr, 'repository-4999', {}, gateways, job);
    expect(asked()).toEqual({ DescribeImages: 1 });
    expect(tags.tags.map(({ tag }) => tag)).toEqual(Array.from({ length: 10 }, (_, at) => `1.0.${9 - at}`));
    const found = await findTag(ecr, 'repository-0000', '1.0.3', gateways, job);
    expect(asked()).toEqual({ DescribeImages: 1 });
    expect(found).toEqual(tags.tags[6]);
    expect(await findTag(ecr, 'repository-0000', 'nothing', gateways, job)).toBeUndefined();
  });

  it('spreads them over products: a page describes no more of them than it shows', async () => {
    const { gateways, asked } = await sandboxWith({}, { registry: 'target', repositories: 5000, tags: 1 });
    const all = await pages(marketplace, 1000, gateways, asked);
    // The Catalog has 50 products a page, which are more than three pages of ours.
    expect(all.map(({ names, took }) => [names.length, took])).toEqual(
      all.map(({ products }, at) => [
        1000,
        { ...(at === 0 || at === 3 ? { '/ListEntities': 1 } : {}), '/DescribeEntity': products },
      ]),
    );
    expect(new Set(all.flatMap(({ names }) => names)).size).toBe(5000);
    await repositoryPage(marketplace, { pageSize: 20 }, unasked, gateways, job);
    expect(asked()).toEqual({ '/ListEntities': 1, '/DescribeEntity': 1 });
    const other = await repositoryPage({ ...marketplace, prefix: 'other' }, {}, unasked, gateways, job);
    expect(other).toEqual({ from: 'catalog', repositories: [] });
  });
});

describe('the sample product', () => {
  const target = { ...marketplace, prefix: 'camunda/camunda8' };

  it('names the repositories; one that is added is there at once', async () => {
    const { gateways, sandbox } = await sandboxWith({});
    const before = await listRepositories(target, unasked, gateways, job);
    expect(before).toMatchObject({ from: 'catalog' });
    expect(before).not.toHaveProperty('refusal');
    expect(before.repositories.map(({ name }) => name)).toEqual([
      'camunda-platform',
      'connectors',
      'identity',
      'license-check',
      'operate',
      'optimize',
      'tasklist',
      'zeebe',
    ]);
    const product = { id: expect.stringMatching(/^prod-[a-z0-9]{13}$/), title: 'Camunda 8' };
    expect(before.repositories.map((repository) => repository.product)).toEqual(Array(8).fill(product));
    await sandbox.control.target.addRepository('camunda/camunda8/web-modeler');
    const after = await listRepositories(target, unasked, gateways, job);
    expect(after.repositories.map(({ name }) => name)).toContain('web-modeler');
  });

  it.each([
    ['ECR', { catalog: 'denied', describeRepositories: 'allowed' } as const, 'aws'],
    ['the files of the release', { catalog: 'denied', describeRepositories: 'denied' } as const, 'files'],
  ])('is replaced by %s when the Catalog is denied', async (_, switches, from) => {
    const { gateways } = await sandboxWith({ switches });
    const named = async () => ['camunda/camunda8/zeebe'];
    const list = await listRepositories(target, named, gateways, job);
    expect(list).toMatchObject({
      from,
      refusal: { code: 'access-denied', message: expect.stringContaining('aws-marketplace:ListEntities') },
    });
    expect(list.repositories).toHaveLength(from === 'aws' ? 8 : 1);
  });

  it('is not replaced when the Catalog is only busy', async () => {
    const { gateways } = await sandboxWith({ switches: { catalog: 'throttled' } });
    await expect(listRepositories(target, unasked, gateways, job)).rejects.toMatchObject({
      code: 'rate-limited',
      theirCode: 'ThrottlingException',
    });
  });
});
