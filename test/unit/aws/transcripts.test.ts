import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SdkAwsGateway } from '#aws';
import { checkLicense, type LicenseWish, marketplaceFingerprint } from '#license';
import { scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

interface Transcript {
  readonly request: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const folder = fileURLToPath(new URL('../../fixtures/aws/', import.meta.url));
const read = (name: string): Transcript => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

const scope = { region: 'us-east-1' };
const query = { registryId: '012345678910', repository: 'ubuntu' };
let playing: Transcript[] = [];
let server: Awaited<ReturnType<typeof scriptedServer>>;
let aws: SdkAwsGateway;
beforeAll(async () => {
  server = await scriptedServer((_, response) => {
    const next = playing.shift();
    response.writeHead(next?.response.status ?? 500, next?.response.headers).end(text(next?.response.body));
  });
  aws = new SdkAwsGateway({
    endpoint: server.origin,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  });
});
afterAll(() => server.close());

function play(...names: string[]): void {
  playing = names.map(read);
}

describe('the answers that AWS publishes are understood', () => {
  it('GetCallerIdentity', async () => {
    play('sts-get-caller-identity');
    const { account, arn } = await aws.callerIdentity(scope);
    expect(account).toMatch(/^\d{12}$/);
    expect(arn).toMatch(/^arn:aws:/);
    expect(server.requests.at(-1)?.headers.authorization).toContain('/us-east-1/sts/aws4_request');
  });

  it('GetAuthorizationToken', async () => {
    play('ecr-get-authorization-token');
    expect(await aws.ecrLogin(scope)).toEqual({
      username: 'AWS',
      password: 'CiC1+HquevOqD',
      expiresAt: 1_652_770_573_652,
    });
    expect(server.requests.at(-1)?.headers['x-amz-target']).toBe(
      read('ecr-get-authorization-token').request.headers['x-amz-target'],
    );
  });

  it('DescribeRepositories', async () => {
    play('ecr-describe-repositories');
    const { items } = await aws.ecrRepositories(scope, { registryId: '012345678910' });
    expect(items.length).toBeGreaterThan(0);
    for (const { name } of items) expect(name).not.toBe('');
    expect(server.requests.at(-1)?.headers['x-amz-target']).toBe(
      'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
    );
  });

  it('DescribeImages, page by page', async () => {
    play('ecr-describe-images-page-1', 'ecr-describe-images-page-2');
    const first = await aws.ecrImages(scope, query);
    expect(first.items[0]).toMatchObject({ tags: ['trusty'], size: 121_956_548, pushedAt: '2024-01-12T15:09:06.000Z' });
    const second = await aws.ecrImages(scope, { ...query, nextToken: first.nextToken ?? '' });
    expect(second.nextToken).toBeUndefined();
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toMatchObject({
      nextToken: first.nextToken,
      registryId: '012345678910',
      repositoryName: 'ubuntu',
    });
  });
});

describe('the Marketplace Catalog', () => {
  it('ListEntities, page by page', async () => {
    play('catalog-list-entities', 'catalog-list-entities-last-page');
    const first = await aws.containerProducts(scope, {});
    expect(first).toEqual({
      items: [
        { id: 'example1-abcd-1234-5ef6-7890abcdef12', title: 'Container Product 1', visibility: 'Public' },
        { id: 'example2-abcd-1234-5ef6-7890abcdef12', title: 'Container Product 2', visibility: 'Public' },
      ],
      nextToken: 'exampleabcdef12345',
    });
    const { request } = read('catalog-list-entities-last-page');
    expect(await aws.containerProducts(scope, { nextToken: first.nextToken ?? '' })).toEqual({
      items: [{ id: 'example2-abcd-1234-5ef6-7890abcdef12', title: 'Container Product 2', visibility: 'Limited' }],
    });
    const sent = server.requests.at(-1);
    expect([sent?.method, sent?.url, JSON.parse(sent?.body.toString() ?? '')]).toEqual([
      'POST',
      request.path,
      request.body,
    ]);
    expect(sent?.headers.authorization).toContain('/us-east-1/aws-marketplace/aws4_request');
  });

  it('DescribeEntity, by its document and by its older text', async () => {
    const { request, response } = read('catalog-describe-entity');
    const id = 'example1-abcd-1234-5ef6-7890abcdef12';
    const expected = {
      id,
      title: 'Container Product 1',
      visibility: 'Limited',
      repositories: ['111122223333.dkr.ecr.us-east-1.amazonaws.com/some-seller-prefix/my-repo-1'],
    };
    play('catalog-describe-entity');
    expect(await aws.containerProduct(scope, id)).toEqual(expected);
    expect([server.requests.at(-1)?.method, server.requests.at(-1)?.url]).toEqual(['GET', request.path]);
    const { DetailsDocument: _, ...text } = response.body as { DetailsDocument: unknown };
    playing = [{ request, response: { ...response, body: text } }];
    expect(await aws.containerProduct(scope, id)).toEqual(expected);
  });

  it.each([
    ['nothing at all', {}, { title: 'prod-1', repositories: [] }],
    ['nulls', { Description: null, Repositories: null }, { title: 'prod-1', repositories: [] }],
    [
      'values of other types',
      {
        Description: { ProductTitle: 7, Visibility: 'Draft' },
        Repositories: [null, { Url: 1 }, {}, 'x', { Url: 'r/a' }],
      },
      { title: 'prod-1', visibility: 'Draft', repositories: ['r/a'] },
    ],
    ['a description that is none', { Description: 'x' }, { title: 'prod-1', repositories: [] }],
    ['doubles', { Repositories: [{ Url: 'r/a' }, { Url: 'r/a' }] }, { title: 'prod-1', repositories: ['r/a'] }],
  ])('a document with %s is read for what it has', async (_, document, expected) => {
    const { request, response } = read('catalog-describe-entity');
    playing = [{ request, response: { ...response, body: { DetailsDocument: document } } }];
    expect(await aws.containerProduct(scope, 'prod-1')).toEqual({ id: 'prod-1', ...expected });
  });

  it.each([
    ['no details', {}],
    ['a text that is no JSON', { Details: '{' }],
    ['a text of something else', { Details: '[]' }],
    ['a document of something else', { DetailsDocument: 'x' }],
    ['repositories of something else', { DetailsDocument: { Repositories: 'x' } }],
    ['a text that nests too deep', { Details: `${'['.repeat(100)}${']'.repeat(100)}` }],
    ['a text that is too large', { Details: `{"x":"${'x'.repeat(4_200_000)}"}` }],
  ])('an entity with %s is an error', async (_, body) => {
    const { request, response } = read('catalog-describe-entity');
    playing = [{ request, response: { ...response, body } }];
    await expect(aws.containerProduct(scope, 'prod-1')).rejects.toMatchObject({ code: 'aws-error' });
  });

  it('ListAssessments, page by page', async () => {
    play('catalog-list-assessments', 'catalog-list-assessments-last-page');
    const entityId = 'example1-abcd-1234-5ef6-7890abcdef12';
    const first = await aws.assessments.list(scope, { entityId });
    expect(first).toEqual({
      items: [
        {
          id: 'assessment-12345',
          framework: 'ContainerSecurity@1.0',
          result: 'FAIL',
          createdAt: '2018-02-27T13:45:22Z',
          expiresAt: '2018-03-27T13:45:22Z',
          deliveryOption: 'example4-2222-cccc-2222-cccccccccccc',
        },
      ],
      nextToken: 'exampleabcdef12345',
    });
    const { request } = read('catalog-list-assessments-last-page');
    const second = await aws.assessments.list(scope, { entityId, nextToken: first.nextToken ?? '' });
    expect(second.items).toMatchObject([{ id: 'assessment-12344', result: 'PASS' }]);
    expect(second.nextToken).toBeUndefined();
    const sent = server.requests.at(-1);
    expect([sent?.method, sent?.url, JSON.parse(sent?.body.toString() ?? '')]).toEqual([
      'POST',
      request.path,
      request.body,
    ]);
    expect(sent?.headers.authorization).toContain('/us-east-1/aws-marketplace/aws4_request');
  });

  it('DescribeAssessment, page by page', async () => {
    play('catalog-describe-assessment', 'catalog-describe-assessment-last-page');
    const id = 'assessment-12345';
    const first = await aws.assessments.controls(scope, { id });
    const scopes = [
      { name: 'FILE_PATH', value: '/usr/bin/example' },
      { name: 'PACKAGE_NAME', value: 'example' },
    ];
    const error = { code: 'EXAMPLE_CODE', message: 'The message of the error.', scope: scopes };
    expect(first).toEqual({
      items: [{ id: 'exampleControl', result: 'FAIL', errors: [error] }],
      nextToken: 'exampleabcdef12345',
    });
    const { request } = read('catalog-describe-assessment-last-page');
    expect(await aws.assessments.controls(scope, { id, nextToken: first.nextToken ?? '' })).toEqual({
      items: [{ id: 'otherControl', result: 'NOT_EXECUTED', errors: [] }],
    });
    const sent = server.requests.at(-1);
    expect([sent?.method, sent?.url, JSON.parse(sent?.body.toString() ?? '')]).toEqual([
      'POST',
      request.path,
      request.body,
    ]);
  });

  it('an assessment of what AWS adds later is told by what is known of it, one without a result is an error', async () => {
    const { request, response } = read('catalog-list-assessments');
    const given = (...list: object[]) => {
      playing = [{ request, response: { ...response, body: { AssessmentSummaryList: list } } }];
      return aws.assessments.list(scope, { entityId: 'x' });
    };
    const known = { AssessmentId: 'assessment-1', FrameworkId: 'Other@2', AssessmentResult: 'RUNNING' };
    const other = { OtherSummary: { DeliveryOptionId: 'x' } };
    const ofAmi = { AMISecuritySummary: { DeliveryOptionId: 'y' } };
    expect(await given({ ...known, FrameworkSummary: other }, { ...known, FrameworkSummary: ofAmi })).toEqual({
      items: [
        { id: 'assessment-1', framework: 'Other@2', result: 'RUNNING' },
        { id: 'assessment-1', framework: 'Other@2', result: 'RUNNING', deliveryOption: 'y' },
      ],
    });
    for (const name of Object.keys(known)) {
      await expect(given({ ...known, [name]: undefined })).rejects.toMatchObject({ code: 'aws-error' });
    }
  });

  it('of many and long errors the first are kept, and the others counted', async () => {
    const { request, response } = read('catalog-describe-assessment');
    const errors = Array.from({ length: 130 }, () => ({
      Message: 'x'.repeat(5000),
      Scope: Array.from({ length: 30 }, () => ({ Name: 'FILE_PATH', Value: 'v' })),
    }));
    const control = { ControlId: 'c', ControlAssessmentResult: 'FAIL', Errors: errors };
    playing = [{ request, response: { ...response, body: { ControlAssessments: [control] } } }];
    const [kept] = (await aws.assessments.controls(scope, { id: 'assessment-1' })).items;
    expect(kept).toMatchObject({ moreErrors: 30 });
    expect(kept?.errors).toHaveLength(100);
    expect(kept?.errors[0]?.message).toHaveLength(2001);
    expect(kept?.errors[0]?.scope).toHaveLength(20);
    const bare = { ...control, Errors: [{ Code: 'X' }, {}, { Message: 'm', Scope: [{ Name: 'n' }, { Value: 'v' }] }] };
    playing = [{ request, response: { ...response, body: { ControlAssessments: [bare] } } }];
    expect((await aws.assessments.controls(scope, { id: 'assessment-1' })).items[0]?.errors).toEqual([
      { code: 'X', message: 'X', scope: [] },
      { message: 'without a message', scope: [] },
      { message: 'm', scope: [{ name: '', value: 'v' }] },
    ]);
  });

  it('products without an id are left out, and a title is found where there is one', async () => {
    const { request, response } = read('catalog-list-entities');
    const summary = { ProductTitle: 'Title', Visibility: 'Draft' };
    const list = [{ Name: 'x' }, { EntityId: 'a' }, { EntityId: 'b', Name: 'B', ContainerProductSummary: summary }];
    playing = [{ request, response: { ...response, body: { EntitySummaryList: list, NextToken: null } } }];
    expect(await aws.containerProducts(scope, {})).toEqual({
      items: [
        { id: 'a', title: 'a' },
        { id: 'b', title: 'Title', visibility: 'Draft' },
      ],
    });
  });
});

describe('what is asked of ECR', () => {
  const sent = () => JSON.parse(server.requests.at(-1)?.body.toString() ?? '');

  it('is a page of 1,000, or of as many as are wanted', async () => {
    play('ecr-describe-repositories', 'ecr-describe-repositories');
    await aws.ecrRepositories(scope, { registryId: '012345678910' });
    expect(sent()).toEqual({ registryId: '012345678910', maxResults: 1000 });
    await aws.ecrRepositories(scope, { registryId: '012345678910', pageSize: 7, nextToken: 'x' });
    expect(sent()).toEqual({ registryId: '012345678910', maxResults: 7, nextToken: 'x' });
    play('ecr-describe-images', 'ecr-describe-images');
    await aws.ecrImages(scope, query);
    expect(sent()).toMatchObject({ maxResults: 1000, filter: { tagStatus: 'TAGGED' } });
    await aws.ecrImages(scope, { ...query, pageSize: 7 });
    expect(sent()).toMatchObject({ maxResults: 7 });
  });

  it('is one image by its tag or digest; that there is none is no error', async () => {
    play(
      'ecr-describe-images-by-tag',
      'ecr-describe-images-image-not-found',
      'ecr-describe-images-repository-not-found',
    );
    const { items } = await aws.ecrImages(scope, { ...query, tag: 'trusty', pageSize: 5 });
    expect(items).toHaveLength(1);
    const named = { registryId: '012345678910', repositoryName: 'ubuntu' };
    expect(sent()).toEqual({ ...named, imageIds: [{ imageTag: 'trusty' }] });
    expect(await aws.ecrImages(scope, { ...query, digest: `sha256:${'0'.repeat(64)}` })).toEqual({ items: [] });
    expect(sent()).toEqual({ ...named, imageIds: [{ imageDigest: `sha256:${'0'.repeat(64)}` }] });
    await expect(aws.ecrImages(scope, { ...query, tag: 'x' })).rejects.toMatchObject({ code: 'repository-missing' });
  });
});

describe('License Manager', () => {
  const wish: LicenseWish = {
    product: 'prod-1',
    entitlements: [{ name: 'Admin', unit: 'None' }],
    consumption: 'provisional',
    clientToken: 'AKIAIOSFODNN7EXAMPLE',
    fingerprint: marketplaceFingerprint,
  };

  it('CheckoutLicense', async () => {
    play('license-manager-checkout-license');
    expect(await aws.licenses.checkOut(scope, wish)).toEqual({
      allowed: [{ name: 'Admin', unit: 'None', value: 'Enabled' }],
      consumptionToken: 'f1603b3c1f574b7284db84a9e771ee12',
      expires: '2021-05-24T16:12:40Z',
      licenseArn: 'arn:aws:license-manager::294406891311:license:l-16bf01b1234567890abcdef123456789',
    });
    const { request } = read('license-manager-checkout-license');
    const sent = server.requests.at(-1);
    expect(sent?.headers['x-amz-target']).toBe(request.headers['x-amz-target']);
    expect(JSON.parse(sent?.body.toString() ?? '')).toEqual({
      ...(request.body as object),
      ProductSKU: 'prod-1',
      Entitlements: [{ Name: 'Admin', Unit: 'None' }],
    });
  });

  it('CheckInLicense', async () => {
    play('license-manager-check-in-license');
    await aws.licenses.checkIn(scope, 'f1603b3c1f574b7284db84a9e771ee12');
    const { request } = read('license-manager-check-in-license');
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toEqual(request.body);
  });

  it('ListReceivedLicenses, page by page', async () => {
    play('license-manager-list-received-licenses-page', 'license-manager-list-received-licenses');
    const first = await aws.licenses.received(scope, { product: 'prod-1' });
    expect(first.nextToken).toBe('exampleToken');
    const { items, ...last } = await aws.licenses.received(scope, { product: 'prod-1', nextToken: 'exampleToken' });
    expect(last).toEqual({});
    expect(items).toEqual([
      {
        arn: 'arn:aws:license-manager::294406891311:license:l-16bf01b1234567890abcdef123456789',
        name: 'test-license',
        product: '2205b290-19e6-4c76-9eea-377d6bf71a47',
        productName: 'My awesome product',
        issuer: { name: 'AWS/Marketplace', fingerprint: marketplaceFingerprint },
        homeRegion: 'us-east-1',
        status: 'AVAILABLE',
        begin: '2021-05-24T00:00:00Z',
        end: '2022-05-24T00:00:00Z',
        entitlements: [{ name: 'Admin', unit: 'None', value: 'Enabled', overage: false, allowCheckIn: false }],
        receivedStatus: 'ACTIVE',
        operations: ['CheckoutLicense', 'CheckInLicense', 'ExtendConsumptionLicense', 'CreateToken'],
      },
    ]);
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toEqual({
      Filters: [{ Name: 'ProductSKU', Values: ['prod-1'] }],
      MaxResults: 100,
      NextToken: 'exampleToken',
    });
  });

  it.each(['received', 'distributed'] as const)('grants: %s', async (which) => {
    play(`license-manager-list-${which}-grants`);
    const { items } = await aws.licenses[`${which}Grants`](scope, {});
    expect(items).toEqual([
      expect.objectContaining({ name: 'test-grant', status: 'ACTIVE', grantee: 'arn:aws:iam::111122223333:root' }),
    ]);
    const { request } = read(`license-manager-list-${which}-grants`);
    expect(server.requests.at(-1)?.headers['x-amz-target']).toBe(request.headers['x-amz-target']);
  });

  it('GetLicenseUsage', async () => {
    play('license-manager-get-license-usage');
    expect(await aws.licenses.usage(scope, 'arn')).toEqual([
      { name: 'users', unit: 'Count', consumed: '37', max: '100' },
    ]);
  });

  it.each([
    ['none', 'aws-error', 'NoEntitlementsAllowedException'],
    ['redirect', 'aws-error', 'RedirectException'],
    ['denied', 'access-denied', 'AuthorizationException'],
    ['invalid', 'aws-error', 'ValidationException'],
  ])('CheckoutLicense: %s is %s', async (name, code, theirCode) => {
    play(`license-manager-checkout-license-${name}`);
    await expect(aws.licenses.checkOut(scope, wish)).rejects.toMatchObject({ code, theirCode });
  });

  it('CheckoutLicense: throttled is rate-limited, when trying again did not help', async () => {
    play(...Array(3).fill('license-manager-checkout-license-throttled'));
    await expect(aws.licenses.checkOut(scope, wish)).rejects.toMatchObject({ code: 'rate-limited' });
  });

  it('lists are asked for again while License Manager is busy', async () => {
    play('license-manager-checkout-license-throttled', 'license-manager-list-received-licenses');
    const { items } = await aws.licenses.received(scope, {});
    expect(items).toHaveLength(1);
  });

  it('a redirect is followed by the check: where it leads is kept behind our error', async () => {
    play('license-manager-checkout-license-redirect', 'license-manager-checkout-license');
    const around = { region: 'us-east-1', patienceMs: 0, checkIn: false };
    const service = {
      checkOut: (region: string, asked: LicenseWish) => aws.licenses.checkOut({ region }, asked),
      checkIn: async () => undefined,
      licensesOf: async () => [],
    };
    const verdict = await checkLicense(wish, service, { ...around, clock: testClock() });
    expect(verdict).toMatchObject({ kind: 'valid', region: 'eu-west-1' });
    expect(server.requests.at(-1)?.headers.authorization).toContain('/eu-west-1/license-manager/aws4_request');
  });
});

describe('the errors that AWS publishes get our code and keep theirs', () => {
  it.each([
    ['catalog-list-entities-access-denied', 'access-denied', 'AccessDeniedException'],
    ['catalog-list-entities-invalid', 'aws-error', 'ValidationException'],
    ['catalog-describe-entity-not-found', 'aws-error', 'ResourceNotFoundException'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    const asked = name.includes('describe') ? aws.containerProduct(scope, 'x') : aws.containerProducts(scope, {});
    await expect(asked).rejects.toMatchObject({ code, theirCode });
  });

  it.each([
    ['catalog-list-assessments-access-denied', 'access-denied', 'AccessDeniedException'],
    ['catalog-list-assessments-invalid', 'aws-error', 'ValidationException'],
    ['catalog-describe-assessment-not-found', 'aws-error', 'ResourceNotFoundException'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    const asked = name.includes('describe')
      ? aws.assessments.controls(scope, { id: 'assessment-12345' })
      : aws.assessments.list(scope, { entityId: 'x' });
    await expect(asked).rejects.toMatchObject({ code, theirCode });
  });

  it('catalog-list-entities-throttled is rate-limited, when trying again did not help', async () => {
    play(...Array(3).fill('catalog-list-entities-throttled'));
    await expect(aws.containerProducts(scope, {})).rejects.toMatchObject({
      code: 'rate-limited',
      theirCode: 'ThrottlingException',
    });
    expect(playing).toEqual([]);
  });

  it.each([
    ['ecr-describe-images-repository-not-found', 'repository-missing', 'RepositoryNotFoundException'],
    ['ecr-describe-images-image-not-found', 'content-missing', 'ImageNotFoundException'],
    ['ecr-describe-images-access-denied', 'access-denied', 'AccessDeniedException'],
    ['ecr-unrecognized-client', 'login-refused', 'UnrecognizedClientException'],
    ['ecr-invalid-signature', 'login-refused', 'InvalidSignatureException'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    await expect(aws.ecrImages(scope, query)).rejects.toMatchObject({ code, theirCode });
  });

  it.each([
    ['sts-invalid-client-token-id', 'login-refused', 'InvalidClientTokenId'],
    ['sts-signature-does-not-match', 'login-refused', 'SignatureDoesNotMatch'],
  ])('%s is %s', async (name, code, theirCode) => {
    play(name);
    await expect(aws.callerIdentity(scope)).rejects.toMatchObject({ code, theirCode });
  });

  it('a closed port is unreachable, with a hint', async () => {
    const closed = new SdkAwsGateway({
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' },
    });
    await expect(closed.callerIdentity(scope)).rejects.toMatchObject({ code: 'unreachable', hint: expect.any(String) });
  });
});

it('every transcript names its source', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    expect(JSON.parse(readFileSync(path.join(folder, file), 'utf8')).source, file).toMatch(/\S{3}/);
  }
});
