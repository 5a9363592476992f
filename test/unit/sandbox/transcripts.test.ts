import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, sellerAccount, startSandbox } from '#sandbox';
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

/** What stands in the sandbox for the accounts, repositories and people of a transcript: replaces parts of the request's body. */
interface Stand {
  readonly body?: Readonly<Record<string, unknown>>;
  /** The transcript whose answer gives the nextToken to send. */
  readonly after?: string;
  readonly who?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const folder = new URL('../../fixtures/aws/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

// Holds two images of one platform, both tagged.
const identity = { registryId: '709825985650', repositoryName: 'camunda/camunda8/identity' };
const { accessKeyId, secretAccessKey } = sellerAccount;
const wrongSecret = { who: { accessKeyId, secretAccessKey: otherAccount.secretAccessKey } };
const unknownKey = { who: { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey } };
const asItIs = {};

const stands: Readonly<Record<string, Stand>> = {
  'ecr-batch-get-image': { body: { ...identity, imageIds: [{ imageTag: '8.3.3' }] } },
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
  'ecr-describe-repositories-not-found': asItIs,
  'ecr-describe-repositories-page': asItIs,
  'ecr-get-authorization-token': asItIs,
  'ecr-invalid-signature': wrongSecret,
  'ecr-list-images': { body: identity },
  'ecr-unrecognized-client': unknownKey,
  'sts-get-caller-identity': asItIs,
  'sts-invalid-client-token-id': unknownKey,
  'sts-signature-does-not-match': wrongSecret,
};

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function read(name: string): Transcript {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

async function play({ request }: Transcript, { body, who, after }: Stand): Promise<Answer> {
  const token =
    after === undefined ? {} : { nextToken: JSON.parse((await play(read(after), stands[after] ?? {})).text).nextToken };
  const text = typeof request.body === 'string' ? request.body : JSON.stringify({ ...request.body, ...body, ...token });
  const options = clientOptions(sandbox);
  const credentials = who ?? options.credentials;
  const headers = await signWithSdk({ ...options, credentials }, { headers: request.headers, body: text });
  return call(request.method, `${sandbox.hostsMap.aws.endpoint}${request.path}`, { headers, body: text });
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
  expect(answer.headers['content-type']).toBe(headers['content-type']);
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  if (typeof body === 'string') {
    expect(elements(answer.text)).toEqual(elements(body));
    return;
  }
  const actual: unknown = JSON.parse(answer.text);
  expectSameForm(actual, body, name);
  const type = (value: unknown) => (value as { __type?: string }).__type;
  expect(type(actual)).toBe(type(body));
  const token = (value: unknown) => 'nextToken' in (value as object);
  expect(token(actual)).toBe(token(body));
});
