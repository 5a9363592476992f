import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, sellerAccount, startSandbox } from '#sandbox';
import { makeLargeSandbox } from '../../support/large-sandbox.ts';
import { type Answer, call } from './http-call.ts';
import { clientOptions } from './sandbox-login.ts';
import { signWithSdk } from './sign-with-sdk.ts';

interface Transcript {
  readonly source: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>> | string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

/** Which sandbox is asked. */
type Stage =
  | 'samples'
  | 'no licences'
  | 'busy licences'
  | 'denied'
  | 'throttled'
  | 'two products'
  | 'assessed badly'
  | 'no assessments';

/** What stands in the sandbox for the accounts, repositories and people of a transcript: replaces parts of the request. */
interface Stand {
  /** Absent: the one with the samples. */
  readonly stage?: Stage;
  readonly path?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The same for a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The transcript that is played before: what it makes is there, and the nextToken of its answer is sent. */
  readonly after?: string;
  readonly who?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const fixtures = new URL('../../fixtures/aws/', import.meta.url);
const files = readdirSync(fixtures).filter((file) => file.endsWith('.json'));

// Holds two images of one platform, both tagged.
const identity = { registryId: '709825985650', repositoryName: 'camunda/camunda8/identity' };
const made = { registryId: sellerAccount.account, repositoryName: 'project-a/sample-repo' };
const configured = { registryId: sellerAccount.account, repositoryName: 'project-a/configured' };
const madeArn = { resourceArn: `arn:aws:ecr:us-east-1:${made.registryId}:repository/${made.repositoryName}` };
const { accessKeyId, secretAccessKey } = sellerAccount;
const wrongSecret = { who: { accessKeyId, secretAccessKey: otherAccount.secretAccessKey } };
const unknownKey = { who: { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey } };
const asItIs = {};
const onePerPage = { MaxResults: 1, Sort: { SortBy: 'EntityId', SortOrder: 'ASCENDING' } };
const sampleAssessment = 'assessment-n4yondzuuvww2';
const ofProduct = { AssessmentTargetFilter: { EntityId: 'prod-c8m5nd4k2x7qa' }, MaxResults: 1 };
/** The newest of the sample product, and how many of its controls make one page and leave one for the next. */
const ofAssessment = (MaxResults: number) => ({ AssessmentIdentifier: sampleAssessment, MaxResults });
const product = { path: '/DescribeEntity?catalog=AWSMarketplace&entityId=prod-c8m5nd4k2x7qa' };

const licensed = { ProductSKU: 'prod-c8m5nd4k2x7qa', Entitlements: [{ Name: 'Enterprise', Unit: 'None' }] };
const licensedArn = 'arn:aws:license-manager::294406891311:license:l-34d8addb2f46e4087de2565d83c925c1';

const stands: Readonly<Record<string, Stand>> = {
  'catalog-describe-assessment': { stage: 'assessed badly', body: ofAssessment(3) },
  'catalog-describe-assessment-last-page': {
    stage: 'assessed badly',
    body: ofAssessment(3),
    after: 'catalog-describe-assessment',
  },
  'catalog-describe-assessment-not-found': asItIs,
  'catalog-describe-entity': product,
  'catalog-describe-entity-not-found': asItIs,
  'catalog-list-assessments': { stage: 'assessed badly', body: ofProduct },
  'catalog-list-assessments-access-denied': { stage: 'no assessments' },
  'catalog-list-assessments-invalid': asItIs,
  'catalog-list-assessments-last-page': { stage: 'assessed badly', body: ofProduct, after: 'catalog-list-assessments' },
  'catalog-list-entities': { stage: 'two products', body: onePerPage },
  'catalog-list-entities-access-denied': { stage: 'denied' },
  'catalog-list-entities-invalid': asItIs,
  'catalog-list-entities-last-page': { stage: 'two products', body: onePerPage, after: 'catalog-list-entities' },
  'catalog-list-entities-throttled': { stage: 'throttled' },
  'ecr-batch-get-image': { body: { ...identity, imageIds: [{ imageTag: '8.3.3' }] } },
  'ecr-create-repository': asItIs,
  'ecr-create-repository-configured': { body: configured },
  'ecr-create-repository-exists': { after: 'ecr-create-repository' },
  'ecr-delete-repository': { body: configured, after: 'ecr-create-repository-configured' },
  'ecr-describe-images': { body: identity },
  'ecr-describe-images-access-denied': { body: { ...identity, registryId: '444455556666' } },
  'ecr-describe-images-by-tag': { body: { ...identity, imageIds: [{ imageTag: '8.3.3' }] } },
  'ecr-describe-images-image-not-found': { body: identity },
  'ecr-describe-images-invalid-parameter': asItIs,
  'ecr-describe-images-page-1': { body: identity },
  'ecr-describe-images-page-2': { body: identity, after: 'ecr-describe-images-page-1' },
  'ecr-describe-images-repository-not-found': asItIs,
  'ecr-describe-repositories': asItIs,
  'ecr-describe-repositories-access-denied': {
    body: { registryId: '709825985650', repositoryNames: ['camunda/camunda8/zeebe'] },
  },
  'ecr-describe-repositories-configured': {
    body: { ...configured, repositoryName: undefined },
    after: 'ecr-create-repository-configured',
  },
  'ecr-describe-repositories-not-found': asItIs,
  'ecr-describe-repositories-page': asItIs,
  'ecr-get-authorization-token': asItIs,
  'ecr-get-lifecycle-policy': { body: made, after: 'ecr-put-lifecycle-policy' },
  'ecr-get-lifecycle-policy-not-found': { body: configured, after: 'ecr-create-repository-configured' },
  'ecr-get-repository-policy': { body: made, after: 'ecr-set-repository-policy' },
  'ecr-get-repository-policy-not-found': { body: configured, after: 'ecr-create-repository-configured' },
  'ecr-invalid-signature': wrongSecret,
  'ecr-list-images': { body: identity },
  'ecr-list-tags-for-resource': { body: madeArn, after: 'ecr-tag-resource' },
  'ecr-put-image-scanning-configuration': { body: made, after: 'ecr-create-repository' },
  'ecr-put-image-tag-mutability': { body: made, after: 'ecr-create-repository' },
  'ecr-put-lifecycle-policy': { body: made, after: 'ecr-create-repository' },
  'ecr-set-repository-policy': { body: made, after: 'ecr-create-repository' },
  'ecr-set-repository-policy-invalid': { body: made, after: 'ecr-create-repository' },
  'ecr-tag-resource': { body: madeArn, after: 'ecr-create-repository' },
  'ecr-unrecognized-client': unknownKey,
  'ecr-untag-resource': { body: madeArn, after: 'ecr-tag-resource' },
  'license-manager-check-in-license': { after: 'license-manager-checkout-license' },
  'license-manager-check-in-license-not-found': asItIs,
  'license-manager-checkout-license': { body: licensed },
  'license-manager-checkout-license-denied': { stage: 'no licences' },
  'license-manager-checkout-license-invalid': asItIs,
  'license-manager-checkout-license-none': { body: { ClientToken: 'none' } },
  'license-manager-checkout-license-redirect': { body: { ProductSKU: 'prod-elsewhere0000', ClientToken: 'elsewhere' } },
  'license-manager-checkout-license-throttled': { stage: 'busy licences' },
  'license-manager-extend-license-consumption': { after: 'license-manager-checkout-license' },
  'license-manager-get-license-usage': { body: { LicenseArn: licensedArn } },
  'license-manager-list-distributed-grants': asItIs,
  'license-manager-list-received-grants': asItIs,
  'license-manager-list-received-licenses': asItIs,
  'license-manager-list-received-licenses-page': asItIs,
  's3-put-object': { path: '/tm-artifacts-111122223333-sync-pipeline-s3/sync-error.log?x-id=PutObject' },
  's3-put-object-no-such-bucket': asItIs,
  'secretsmanager-get-secret-value': { body: { SecretId: 'tm-sync-token' } },
  'secretsmanager-get-secret-value-not-found': asItIs,
  'sts-assume-role': { form: { RoleArn: 'arn:aws:iam::111122223333:role/demo' } },
  'sts-assume-role-access-denied': { form: { RoleArn: 'arn:aws:iam::111122223333:role/sandbox-denied' } },
  'sts-get-caller-identity': asItIs,
  'sts-invalid-client-token-id': unknownKey,
  'sts-signature-does-not-match': wrongSecret,
};

let sandboxes: Readonly<Record<Stage, RunningSandbox>>;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'transcripts-'));
  const dataDir = path.join(folder, 'data');
  await makeLargeSandbox(dataDir, { registry: 'target', repositories: 2, tags: 1, perProduct: 1 });
  sandboxes = {
    samples: await startSandbox(),
    'no licences': await startSandbox({ switches: { licenses: 'denied' } }),
    'busy licences': await startSandbox({ switches: { licenses: 'throttled' } }),
    denied: await startSandbox({ switches: { catalog: 'denied' } }),
    throttled: await startSandbox({ switches: { catalog: 'throttled' } }),
    'assessed badly': await startSandbox({ switches: { assessments: 'failed' } }),
    'no assessments': await startSandbox({ switches: { assessments: 'denied' } }),
    'two products': await startSandbox({ dataDir }),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
  rmSync(folder, { recursive: true, force: true });
});

function read(name: string): Transcript {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));
}

async function play({ request }: Transcript, stand: Stand): Promise<Answer> {
  const { body, form = {}, who, after, stage = 'samples' } = stand;
  const token = after === undefined ? {} : await tokenAfter(after);
  const sent =
    typeof request.body === 'string'
      ? inForm(request.body, form)
      : JSON.stringify({ ...request.body, ...body, ...token });
  const options = clientOptions(sandboxes[stage]);
  const credentials = who ?? options.credentials;
  const { method, headers, path: asked } = { ...request, path: stand.path ?? request.path };
  const signed = await signWithSdk({ ...options, credentials }, { method, path: asked, headers, body: sent });
  const url = `${sandboxes[stage].hostsMap.aws.endpoint}${asked}`;
  return call(method, url, { headers: signed, ...(method === 'GET' ? {} : { body: sent }) });
}

function inForm(text: string, replaced: Readonly<Record<string, string>>): string {
  const fields = new URLSearchParams(text);
  for (const [name, value] of Object.entries(replaced)) fields.set(name, value);
  return Object.keys(replaced).length === 0 ? text : String(fields);
}

/** The token of the page before, under the name that the service has for it. */
async function tokenAfter(name: string): Promise<object> {
  const { nextToken, NextToken, LicenseConsumptionToken } = JSON.parse(
    (await play(read(name), stands[name] ?? {})).text,
  );
  return {
    ...(nextToken === undefined ? {} : { nextToken }),
    ...(NextToken === undefined ? {} : { NextToken }),
    ...(LicenseConsumptionToken === undefined ? {} : { LicenseConsumptionToken }),
  };
}

/** Every member of the transcript is in the answer, with a value of the same type; a list is judged by its first element. */
function expectSameForm(actual: unknown, transcript: unknown, at: string): void {
  if (Array.isArray(transcript)) {
    expect(Array.isArray(actual), at).toBe(true);
    const [element] = transcript;
    if (element !== undefined) expectSameForm((actual as unknown[])[0], element, `${at}[]`);
  } else if (typeof transcript === 'object' && transcript !== null) {
    for (const [name, value] of Object.entries(transcript)) {
      expectSameForm((actual as Record<string, unknown> | undefined)?.[name], value, `${at}.${name}`);
    }
  } else {
    expect(typeof actual, at).toBe(typeof transcript);
  }
}

/** The names of the elements of an XML text, in order, with the text of `Code` and `Type`. */
function elements(xml: string): string[] {
  return [...xml.matchAll(/<(\w+)[^>]*>([^<]*)/g)].map(([, name, text]) =>
    name === 'Code' || name === 'Type' ? `${name}=${text}` : `${name}`,
  );
}

test('every transcript has its stand, and the other way round', () => {
  expect(Object.keys(stands).sort()).toEqual(files.map((file) => file.replace('.json', '')).sort());
});

test.each(Object.entries(stands))('%s: the sandbox answers as AWS does', async (name, stand) => {
  const transcript = read(name);
  expect(transcript.source).not.toBe('');
  const { status, headers, body } = transcript.response;
  const answer = await play(transcript, stand);
  expect(answer.status).toBe(status);
  for (const [header, value] of Object.entries(headers)) expect(answer.headers[header], header).toBe(value);
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  if (typeof body === 'string') {
    expect(elements(answer.text)).toEqual(elements(body));
    return;
  }
  const actual: unknown = JSON.parse(answer.text);
  expectSameForm(actual, body, name);
  const type = (value: unknown) => (value as { __type?: string }).__type;
  expect(type(actual)).toBe(type(body));
  const token = (value: unknown) => Object.keys(value as object).some((key) => key.toLowerCase() === 'nexttoken');
  expect(token(actual)).toBe(token(body));
});
