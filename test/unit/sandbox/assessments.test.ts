import {
  DescribeAssessmentCommand,
  ListAssessmentsCommand,
  MarketplaceCatalogClient,
  paginateDescribeAssessment,
  paginateListAssessments,
} from '@aws-sdk/client-marketplace-catalog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, type SandboxOptions, sellerAccount, startSandbox } from '#sandbox';
import { clientOptions, targetHost } from './sandbox-login.ts';

// Debian's awscli does not know these operations: beside the transcripts the SDK's own client is the witness.
const sampleId = 'prod-c8m5nd4k2x7qa';
const Catalog = 'AWSMarketplace';
const ofSample = { Catalog, AssessmentTargetFilter: { EntityId: sampleId } };

const running: RunningSandbox[] = [];
let reader: MarketplaceCatalogClient;
let failing: MarketplaceCatalogClient;
async function start(options: SandboxOptions = {}, account = sellerAccount): Promise<MarketplaceCatalogClient> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return new MarketplaceCatalogClient(clientOptions(sandbox, account));
}
beforeAll(async () => {
  reader = await start();
  failing = await start({ switches: { assessments: 'failed' } });
});
afterAll(() => Promise.all(running.map((one) => one.close())));

async function list(client: MarketplaceCatalogClient, more: object = {}) {
  const { AssessmentSummaryList: found = [], NextToken: next } = await client.send(
    new ListAssessmentsCommand({ ...ofSample, ...more }),
  );
  return { found, next, results: found.map(({ AssessmentResult: result }) => result) };
}

describe('the sample product', () => {
  test('was assessed twice, the second time with success, and the newest comes first', async () => {
    const { found, results, next } = await list(reader);
    expect(results).toEqual(['PASS', 'FAIL']);
    expect(next).toBeUndefined();
    expect(found[0]).toMatchObject({
      AssessmentArn: `arn:aws:aws-marketplace:us-east-1::AWSMarketplace/Assessment/${found[0]?.AssessmentId}`,
      AssessmentId: expect.stringMatching(/^assessment-[a-z0-9]+$/),
      FrameworkId: 'ContainerSecurity@1.0',
      AssessmentTargetSummary: { EntityId: sampleId },
      CreatedAt: '2023-12-04T09:30:00Z',
    });
    expect(String(found[1]?.CreatedAt) < String(found[0]?.CreatedAt)).toBe(true);
    expect((await list(failing)).results).toEqual(['FAIL', 'FAIL']);
  });

  test('fails by one control, which names the image and a file', async () => {
    const { found } = await list(failing);
    const [{ AssessmentId: id, AssessmentArn: arn } = {}] = found;
    const byId = await failing.send(new DescribeAssessmentCommand({ Catalog, AssessmentIdentifier: id }));
    const byArn = await failing.send(new DescribeAssessmentCommand({ Catalog, AssessmentIdentifier: arn }));
    const { $metadata: _, ...told } = byId;
    expect(byArn).toMatchObject(told);
    expect(told).toMatchObject(found[0] ?? {});
    const bad = told.ControlAssessments?.filter(({ ControlAssessmentResult: result }) => result === 'FAIL');
    expect(bad).toHaveLength(1);
    expect(bad?.[0]?.Errors?.[0]?.Scope).toEqual([
      { Name: 'IMAGE', Value: `${targetHost}/camunda/camunda8/zeebe:8.3.3` },
      { Name: 'FILE_PATH', Value: '/etc/passwd' },
    ]);
    const [newest] = (await list(reader)).found;
    const well = await reader.send(
      new DescribeAssessmentCommand({ Catalog, AssessmentIdentifier: newest?.AssessmentId }),
    );
    expect(well.ControlAssessments?.map(({ ControlAssessmentResult: result }) => result)).not.toContain('FAIL');
  });

  test('is found by what narrows the list, and not by anything else', async () => {
    const [{ FrameworkSummary: summary, AssessmentTargetSummary: target } = {}] = (await list(reader)).found;
    const count = async (more: object) => (await list(reader, more)).found.length;
    expect(await count({ FrameworkId: 'ContainerSecurity' })).toBe(2);
    expect(await count({ FrameworkId: 'AMISecurity' })).toBe(0);
    expect(await count({ FrameworkFilters: { ContainerSecurityFilters: summary?.ContainerSecuritySummary } })).toBe(2);
    expect(await count({ FrameworkFilters: { ContainerSecurityFilters: { DeliveryOptionId: 'x' } } })).toBe(0);
    expect(await count({ FrameworkFilters: { AMISecurityFilters: {} } })).toBe(0);
    expect(await count({ AssessmentTargetFilter: target })).toBe(1);
    expect(await count({ AssessmentTargetFilter: { EntityId: 'prod-0' } })).toBe(0);
    expect(await count({ AssessmentTargetFilter: undefined })).toBe(2);
  });

  test("is the seller's alone", async () => {
    const other = await start({}, otherAccount);
    expect((await list(other)).found).toEqual([]);
  });
});

describe('pages', () => {
  // The SDK's paginators write into what they are asked.
  test('go on where the last one ended', async () => {
    const results: unknown[] = [];
    for await (const page of paginateListAssessments({ client: reader, pageSize: 1 }, { ...ofSample })) {
      results.push(page.AssessmentSummaryList?.map(({ AssessmentResult: result }) => result));
    }
    expect(results).toEqual([['PASS'], ['FAIL']]);
    const [newest] = (await list(reader)).found;
    const asked = { Catalog, AssessmentIdentifier: newest?.AssessmentId };
    const controls: unknown[] = [];
    for await (const page of paginateDescribeAssessment({ client: reader, pageSize: 3 }, asked)) {
      controls.push(page.ControlAssessments?.length);
    }
    expect(controls).toEqual([3, 1]);
  });

  test('are of no other question', async () => {
    const { next } = await list(reader, { MaxResults: 1 });
    expect(next).toMatch(/./);
    await expect(list(reader, { MaxResults: 1, FrameworkId: 'x', NextToken: next })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('what is not right is refused', () => {
  test.each([
    ['another catalog', { Catalog: 'Other' }, 'catalog'],
    ['too large a page', { MaxResults: 101 }, 'maxResults'],
    ['too small a page', { MaxResults: 0 }, 'maxResults'],
    ['an entity with its revision', { AssessmentTargetFilter: { EntityId: 'prod-1@1' } }, 'entityId'],
  ])('%s', async (_, more, parameter) => {
    await expect(list(reader, more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(parameter),
      $metadata: { httpStatusCode: 422 },
    });
  });

  test.each([
    ['assessment-0', 'ResourceNotFoundException', 404],
    ['prod-1', 'ValidationException', 422],
  ])('the assessment %s', async (id, name, status) => {
    const command = new DescribeAssessmentCommand({ Catalog, AssessmentIdentifier: id });
    await expect(reader.send(command)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });

  test('who has no right to them, and may read the products', async () => {
    const denied = await start({ switches: { assessments: 'denied' } });
    await expect(list(denied)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('aws-marketplace:ListAssessments on resource: *'),
      $metadata: { httpStatusCode: 403 },
    });
    const command = new DescribeAssessmentCommand({ Catalog, AssessmentIdentifier: 'assessment-1' });
    await expect(denied.send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('AWSMarketplace/Assessment/assessment-1'),
    });
  });
});
