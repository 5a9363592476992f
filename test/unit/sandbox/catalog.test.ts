import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeEntityCommand,
  ListEntitiesCommand,
  MarketplaceCatalogClient,
  paginateListEntities,
  StartChangeSetCommand,
} from '@aws-sdk/client-marketplace-catalog';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, type SandboxOptions, sellerAccount, startSandbox } from '#sandbox';
import { makeLargeSandbox } from '../../support/large-sandbox.ts';
import { call } from './http-call.ts';
import { clientOptions, targetHost } from './sandbox-login.ts';

const sampleId = 'prod-c8m5nd4k2x7qa';
const containers = { Catalog: 'AWSMarketplace', EntityType: 'ContainerProduct' };

/** With the sample, for tests that only read. */
let shared: RunningSandbox;
/** That of one test. */
let sandbox: RunningSandbox;
const running: RunningSandbox[] = [];
let folder: string | undefined;
beforeAll(async () => {
  shared = await startSandbox();
});
afterAll(() => shared.close());
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

async function start(options: SandboxOptions = {}): Promise<MarketplaceCatalogClient> {
  sandbox = await startSandbox(options);
  running.push(sandbox);
  return new MarketplaceCatalogClient(clientOptions(sandbox));
}

const reader = () => new MarketplaceCatalogClient(clientOptions(shared));

function dataFolder(): string {
  folder ??= mkdtempSync(path.join(tmpdir(), 'catalog-test-'));
  return path.join(folder, 'data');
}

/** The sample product, or another. */
function describeProduct(client: MarketplaceCatalogClient, id = sampleId) {
  return client.send(new DescribeEntityCommand({ Catalog: 'AWSMarketplace', EntityId: id }));
}

interface ProductDocument {
  readonly Description: Readonly<Record<string, unknown>>;
  readonly Repositories: readonly { readonly Url: string; readonly Type: string }[];
  readonly Versions: readonly { readonly Sources: readonly { readonly Images: readonly string[] }[] }[];
}

async function repositories(client: MarketplaceCatalogClient, id = sampleId): Promise<string[]> {
  const { DetailsDocument: document } = await describeProduct(client, id);
  return (document as unknown as ProductDocument).Repositories.map(({ Url: url }) => url);
}

describe('the sample product', () => {
  test('is listed and described', async () => {
    const client = reader();
    const { EntitySummaryList: list, NextToken: next } = await client.send(new ListEntitiesCommand(containers));
    expect(next).toBeUndefined();
    expect(list).toEqual([
      {
        Name: 'Camunda 8',
        EntityType: 'ContainerProduct',
        EntityId: sampleId,
        EntityArn: `arn:aws:aws-marketplace:us-east-1:${sellerAccount.account}:AWSMarketplace/ContainerProduct/${sampleId}`,
        LastModifiedDate: '2023-12-04T09:00:00Z',
        Visibility: 'Limited',
        ContainerProductSummary: { ProductTitle: 'Camunda 8', Visibility: 'Limited' },
      },
    ]);
    const entity = await describeProduct(client);
    expect(entity).toMatchObject({ EntityType: 'ContainerProduct@1.0', EntityIdentifier: `${sampleId}@1` });
    expect(JSON.parse(entity.Details ?? '')).toEqual(entity.DetailsDocument);
    expect(entity.Details?.length).toBeLessThan(16_384);
    const document = entity.DetailsDocument as unknown as ProductDocument;
    expect(document.Description).toMatchObject({
      ProductTitle: 'Camunda 8',
      ProductCode: expect.stringMatching(/^.{25}$/),
    });
    expect(document.Repositories).toContainEqual({ Url: `${targetHost}/camunda/camunda8/zeebe`, Type: 'ECR' });
    // What was released before is what the registry has of it.
    expect(document.Versions[0]?.Sources[0]?.Images).toEqual(
      ['zeebe', 'operate', 'identity'].map((name) => `${targetHost}/camunda/camunda8/${name}:8.3.3`),
    );
  });

  test("is the seller's alone, and in one region", async () => {
    const client = reader();
    const other = new MarketplaceCatalogClient(clientOptions(shared, otherAccount));
    expect((await other.send(new ListEntitiesCommand(containers))).EntitySummaryList).toEqual([]);
    await expect(describeProduct(other)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    const ownedByOthers = new ListEntitiesCommand({ ...containers, OwnershipType: 'SHARED' });
    expect((await client.send(ownedByOthers)).EntitySummaryList).toEqual([]);
    const elsewhere = new MarketplaceCatalogClient(clientOptions(shared, sellerAccount, 'eu-central-1'));
    await expect(elsewhere.send(new ListEntitiesCommand(containers))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('valid region'),
    });
  });

  test('gets a repository with it when one is added, once', async () => {
    const client = await start();
    await sandbox.control.target.addRepository('camunda/camunda8/zeebe');
    expect(await describeProduct(client)).toMatchObject({ EntityIdentifier: `${sampleId}@1` });
    await sandbox.control.target.addRepository('camunda/camunda8/web-modeler');
    expect(await describeProduct(client)).toMatchObject({ EntityIdentifier: `${sampleId}@2` });
    expect((await repositories(client)).at(-1)).toBe(`${targetHost}/camunda/camunda8/web-modeler`);
  });
});

describe('other products', () => {
  test('an empty sandbox has none until a repository is added; the 71st goes to another', async () => {
    const client = await start({ empty: true });
    expect((await client.send(new ListEntitiesCommand(containers))).EntitySummaryList).toEqual([]);
    for (let at = 0; at < 71; at++) await sandbox.control.target.addRepository(`acme/app-${at}`);
    const { EntitySummaryList: list = [] } = await client.send(new ListEntitiesCommand(containers));
    const sizes = await Promise.all(list.map(async ({ EntityId: id }) => (await repositories(client, id)).length));
    expect(sizes.sort()).toEqual([1, 70]);
    for (const { EntityId: id } of list) expect(id).toMatch(/^prod-[a-z0-9]{13}$/);
  });

  test('come page by page, in the order that is asked for', async () => {
    const dataDir = dataFolder();
    await makeLargeSandbox(dataDir, { registry: 'target', repositories: 60, tags: 1, perProduct: 1 });
    const client = await start({ dataDir });
    const list = async (more: object) => await client.send(new ListEntitiesCommand({ ...containers, ...more }));
    const first = await list({});
    expect(first.EntitySummaryList).toHaveLength(20);
    // By the last change, the latest first.
    expect(first.EntitySummaryList?.[0]?.Name).toBe('Large product 60');
    const ascending = await list({ Sort: { SortOrder: 'ASCENDING' } });
    expect(ascending.EntitySummaryList?.[0]?.Name).toBe('Large product 1');
    const ids: string[] = [];
    const sorted = { ...containers, Sort: { SortBy: 'EntityId', SortOrder: 'ASCENDING' as const } };
    let pages = 0;
    for await (const page of paginateListEntities({ client, pageSize: 50 }, sorted)) {
      pages++;
      ids.push(...(page.EntitySummaryList ?? []).map(({ EntityId: id }) => id ?? ''));
    }
    expect(pages).toBe(2);
    expect(new Set(ids).size).toBe(60);
    expect(ids).toEqual([...ids].sort());
    await expect(list({ Sort: sorted.Sort, NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('of other types there are none', async () => {
    const client = reader();
    const command = new ListEntitiesCommand({ Catalog: 'AWSMarketplace', EntityType: 'AmiProduct' });
    expect((await client.send(command)).EntitySummaryList).toEqual([]);
  });
});

describe('what is not right is refused', () => {
  test.each([
    ['another catalog', { Catalog: 'Other' }, 'catalog'],
    ['a type with its version', { EntityType: 'ContainerProduct@1.0' }, 'entityType'],
    ['an unknown type', { EntityType: 'Product' }, 'entityType'],
    ['too large a page', { MaxResults: 51 }, 'maxResults'],
    ['too small a page', { MaxResults: 0 }, 'maxResults'],
    ['a token of nobody', { NextToken: 'x' }, 'nextToken'],
    ['an order that there is not', { Sort: { SortBy: 'Colour' } }, 'sort.sortBy'],
    [
      'a filter, which the sandbox does not have',
      { FilterList: [{ Name: 'EntityId', ValueList: ['x'] }] },
      'FilterList',
    ],
  ])('%s', async (_, more, parameter) => {
    const client = reader();
    await expect(client.send(new ListEntitiesCommand({ ...containers, ...more }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`'${parameter}'`),
      $metadata: { httpStatusCode: 422 },
    });
  });

  test.each(['prod-1@1', 'prod-0000000000000'])('the entity %s', async (id) => {
    const client = reader();
    const name = id.includes('@') ? 'ValidationException' : 'ResourceNotFoundException';
    await expect(describeProduct(client, id)).rejects.toMatchObject({ name });
  });

  test('a change, which the sandbox does not make yet', async () => {
    const client = reader();
    const change = { ChangeType: 'AddRepositories', Entity: { Type: 'ContainerProduct@1.0', Identifier: sampleId } };
    const command = new StartChangeSetCommand({ Catalog: 'AWSMarketplace', ChangeSet: [change] });
    await expect(client.send(command)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  test('a request that nobody signed, or somebody unknown', async () => {
    const { endpoint } = shared.hostsMap.aws;
    const answer = await call('GET', `${endpoint}/DescribeEntity?catalog=AWSMarketplace&entityId=${sampleId}`);
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([403, 'MissingAuthenticationTokenException']);
    const credentials = { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey: 'x' };
    const unknown = new MarketplaceCatalogClient({ ...clientOptions(shared), credentials });
    await expect(describeProduct(unknown)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('switch catalog', () => {
  test('denied: in the words of IAM', async () => {
    const client = await start({ switches: { catalog: 'denied' } });
    await expect(client.send(new ListEntitiesCommand(containers))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${sellerAccount.arn} is not authorized to perform: aws-marketplace:ListEntities on resource: * because no identity-based policy allows the aws-marketplace:ListEntities action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(describeProduct(client)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(sampleId),
    });
  });

  test('throttled', async () => {
    const client = await start({ switches: { catalog: 'throttled' } });
    await expect(describeProduct(client)).rejects.toMatchObject({
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    });
  });
});

describe('a data folder', () => {
  test('keeps the entities', async () => {
    await start({ dataDir: dataFolder() });
    await sandbox.control.target.addRepository('camunda/camunda8/kept');
    await sandbox.close();
    const client = await start({ dataDir: dataFolder() });
    expect(await describeProduct(client)).toMatchObject({ EntityIdentifier: `${sampleId}@2` });
    expect((await repositories(client)).at(-1)).toContain('camunda/camunda8/kept');
  });

  test('of a sandbox that had no Catalog gets a product of all its repositories, once', async () => {
    await start({ dataDir: dataFolder() });
    await sandbox.control.target.addRepository('camunda/camunda8/own');
    await sandbox.close();
    const file = path.join(dataFolder(), 'state.json');
    const { entities: _, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(before));
    const client = await start({ dataDir: dataFolder() });
    expect(await repositories(client)).toEqual(
      Object.keys(before.registries.target).map((name) => `${targetHost}/${name}`),
    );
    expect(await repositories(client)).toHaveLength(9);
    expect(JSON.parse(readFileSync(file, 'utf8')).entities).toHaveProperty([sampleId]);
  });

  test('without a repository gets none', async () => {
    await start({ dataDir: dataFolder(), empty: true });
    await sandbox.close();
    const file = path.join(dataFolder(), 'state.json');
    const { entities: _, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(before));
    const client = await start({ dataDir: dataFolder() });
    expect((await client.send(new ListEntitiesCommand(containers))).EntitySummaryList).toEqual([]);
  });

  test.each(['[]', '{"x":1}', '{"x":{"type":"ContainerProduct@1.0","revision":1,"modifiedAt":0}}'])(
    'with entities %s is refused',
    async (entities) => {
      await start({ dataDir: dataFolder(), empty: true });
      await sandbox.close();
      const file = path.join(dataFolder(), 'state.json');
      const before = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...before, entities: JSON.parse(entities) }));
      await expect(startSandbox({ dataDir: dataFolder() })).rejects.toThrow('state.json');
    },
  );
});
