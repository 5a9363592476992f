import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherAccount, type RunningSandbox, startSandbox } from '#sandbox';
import { call, firstError } from './http-call.ts';
import { digestOf, indexType, manifestType, pushBlob, pushContents, putManifest } from './push-image.ts';
import { ecrLogin, originOf, targetHost } from './sandbox-login.ts';

let sandbox: RunningSandbox;
let login: { authorization: string };
let registry: string;
let repository: string;

beforeAll(async () => {
  sandbox = await startSandbox({ empty: true });
  for (const name of ['acme/product/app', 'acme/product/other']) await sandbox.control.target.addRepository(name);
  login = await ecrLogin(sandbox);
  registry = `${originOf(sandbox, targetHost)}/v2`;
  repository = `${registry}/acme/product/app`;
});
afterAll(() => sandbox.close());

const sayImmutable = (tag: string): string =>
  `The image tag '${tag}' already exists in the 'acme/product/app' repository and cannot be overwritten because the repository is immutable.`;

describe('login', () => {
  test('none, or one that is no ECR token, gets the Basic challenge with the registry as realm', async () => {
    const guess = `Basic ${Buffer.from('AWS:guess').toString('base64')}`;
    const user = `Basic ${Buffer.from(`me:${login.authorization}`).toString('base64')}`;
    for (const headers of [{}, { authorization: guess }, { authorization: user }, { authorization: 'Bearer abc' }]) {
      const answer = await call('GET', `${registry}/`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe(
        `Basic realm="${originOf(sandbox, targetHost)}/",service="ecr.amazonaws.com"`,
      );
      expect(answer.text).toBe('Not Authorized\n');
    }
    const welcome = await call('GET', `${registry}/`, { headers: login });
    expect([welcome.status, welcome.headers['docker-distribution-api-version']]).toEqual([200, 'registry/2.0']);
  });

  test('a token for another region is none here', async () => {
    const headers = await ecrLogin(sandbox, undefined, 'eu-central-1');
    expect((await call('GET', `${registry}/`, { headers })).status).toBe(401);
  });

  test('another account may log in, and do nothing', async () => {
    const headers = await ecrLogin(sandbox, otherAccount);
    expect((await call('GET', `${registry}/`, { headers })).status).toBe(200);
    const denied = await call('POST', `${repository}/blobs/uploads/`, { headers, body: '' });
    expect(denied.status).toBe(403);
    expect(firstError(denied)).toEqual({
      code: 'DENIED',
      message:
        'User: arn:aws:iam::444455556666:user/sandbox-other is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:709825985650:repository/acme/product/app because no resource-based policy allows the ecr:InitiateLayerUpload action',
    });
  });
});

describe('blobs', () => {
  test('POST, then one PUT with everything', async () => {
    const begun = await call('POST', `${repository}/blobs/uploads/`, { headers: login, body: '' });
    expect(begun.status).toBe(202);
    expect(begun.headers.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2\/acme\/product\/app\/blobs\/uploads\//);
    const digest = digestOf('hello');
    const put = await call('PUT', `${begun.headers.location}?digest=${digest}`, { headers: login, body: 'hello' });
    expect([put.status, put.headers['docker-content-digest']]).toEqual([201, digest]);
    const head = await call('HEAD', `${repository}/blobs/${digest}`, { headers: login });
    expect([head.status, head.headers['content-length']]).toEqual([200, '5']);
    const elsewhere = await call('HEAD', `${registry}/acme/product/other/blobs/${digest}`, { headers: login });
    expect([elsewhere.status, elsewhere.body.length]).toEqual([404, 0]);
  });

  test('POST with everything', async () => {
    const digest = digestOf('at once');
    const url = `${repository}/blobs/uploads/?digest=${digest}`;
    expect((await call('POST', url, { headers: login, body: 'at once' })).status).toBe(201);
    expect((await call('HEAD', `${repository}/blobs/${digest}`, { headers: login })).status).toBe(200);
  });

  test('PATCH is answered 201, and its Range stops after the first, as ECR has it', async () => {
    const begun = await call('POST', `${repository}/blobs/uploads/`, { headers: login, body: '' });
    const url = begun.headers.location ?? '';
    const first = await call('PATCH', url, { headers: { ...login, 'content-range': '0-3' }, body: 'abcd' });
    expect([first.status, first.headers.range]).toEqual([201, '0-3']);
    const second = await call('PATCH', url, { headers: { ...login, 'content-range': '4-5' }, body: 'ef' });
    expect([second.status, second.headers.range]).toEqual([201, '0-3']);
    const state = await call('GET', url, { headers: login });
    expect([state.status, state.headers.range]).toEqual([204, '0-5']);
    const put = await call('PUT', `${url}?digest=${digestOf('abcdef')}`, { headers: login });
    expect(put.status).toBe(201);
  });

  test('a chunk that does not begin where the last ended gets 416', async () => {
    const begun = await call('POST', `${repository}/blobs/uploads/`, { headers: login, body: '' });
    const url = begun.headers.location ?? '';
    await call('PATCH', url, { headers: login, body: 'abcd' });
    for (const headers of [login, { ...login, 'content-range': '0-3' }, { ...login, 'content-range': '9-12' }]) {
      const again = await call('PATCH', url, { headers, body: 'abcd' });
      expect([again.status, firstError(again).code]).toEqual([416, 'BLOB_UPLOAD_INVALID']);
    }
    const gone = await call('DELETE', url, { headers: login });
    expect(gone.status).toBe(204);
    const late = await call('PATCH', url, { headers: login, body: 'abcd' });
    expect([late.status, firstError(late).code]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
  });

  test('a wrong digest is refused and the upload is over', async () => {
    const begun = await call('POST', `${repository}/blobs/uploads/`, { headers: login, body: '' });
    const url = `${begun.headers.location}?digest=${digestOf('other')}`;
    const put = await call('PUT', url, { headers: login, body: 'hello' });
    expect([put.status, firstError(put).code]).toEqual([400, 'DIGEST_INVALID']);
    expect((await call('PUT', url, { headers: login, body: 'other' })).status).toBe(404);
    expect((await call('HEAD', `${repository}/blobs/${digestOf('other')}`, { headers: login })).status).toBe(404);
  });

  test('mount: 201 when the source has the blob, else an upload', async () => {
    await pushBlob(repository, login, 'to be mounted', 'application/octet-stream');
    const mount = (from: string, digest: string) =>
      call('POST', `${registry}/acme/product/other/blobs/uploads/?mount=${digest}&from=${from}`, {
        headers: login,
        body: '',
      });
    const digest = digestOf('to be mounted');
    expect((await mount('acme/product/app', digestOf('not there'))).status).toBe(202);
    expect((await mount('acme/product/nowhere', digest)).status).toBe(202);
    expect((await mount('acme/product/app', digest)).status).toBe(201);
    const head = await call('HEAD', `${registry}/acme/product/other/blobs/${digest}`, { headers: login });
    expect(head.status).toBe(200);
  });
});

describe('manifests', () => {
  test('a tag is final: even the identical manifest is refused', async () => {
    const manifest = await pushContents(repository, login, 'final');
    const put = await putManifest(repository, login, '1.0.0', manifest);
    expect([put.status, put.headers['docker-content-digest']]).toEqual([201, digestOf(manifest)]);
    const other = await pushContents(repository, login, 'final, again');
    for (const again of [manifest, other]) {
      const refused = await putManifest(repository, login, '1.0.0', again);
      expect(refused.status).toBe(400);
      expect(refused.text).toBe(JSON.stringify({ errors: [{ code: 'TAG_INVALID', message: sayImmutable('1.0.0') }] }));
    }
    const head = await call('HEAD', `${repository}/manifests/1.0.0`, { headers: login });
    expect(head.headers).toMatchObject({ 'docker-content-digest': digestOf(manifest), 'content-type': manifestType });
    expect(head.headers['content-length']).toBe(String(manifest.length));
    // By digest the same manifest may come as often as it likes.
    expect((await putManifest(repository, login, digestOf(manifest), manifest)).status).toBe(201);
  });

  test('of two pushes of one tag at once, one wins', async () => {
    const manifests = await Promise.all(['left', 'right'].map((seed) => pushContents(repository, login, seed)));
    const answers = await Promise.all(manifests.map((manifest) => putManifest(repository, login, 'race', manifest)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
  });

  test('layers and children must be there', async () => {
    const config = await pushBlob(repository, login, '{}', 'application/vnd.oci.image.config.v1+json');
    const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOf('nowhere'), size: 7 };
    const image = { schemaVersion: 2, mediaType: manifestType, config, layers: [layer] };
    const missingLayer = await putManifest(repository, login, 'incomplete', JSON.stringify(image));
    expect(missingLayer.status).toBe(404);
    expect(firstError(missingLayer)).toEqual({
      code: 'BLOB_UPLOAD_UNKNOWN',
      message: `Layers with digests '[${layer.digest}]' required for pushing image into repository with name 'acme/product/app' in the registry with id '709825985650' do not exist`,
    });
    const child = { mediaType: manifestType, digest: digestOf('no child'), size: 8 };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [child] });
    const missingChild = await putManifest(repository, login, 'incomplete', index, indexType);
    expect(missingChild.status).toBe(404);
    expect(firstError(missingChild)).toEqual({
      code: 'MANIFEST_BLOB_UNKNOWN',
      message: `Images with digests '[${child.digest}]' required for pushing image into repository with name 'acme/product/app' in the registry with id '709825985650' do not exist`,
    });
    expect((await call('HEAD', `${repository}/manifests/incomplete`, { headers: login })).status).toBe(404);
  });

  test('attestation entries are taken: it is the scan that rejects them, later', async () => {
    const manifest = await pushContents(repository, login, 'attested');
    await putManifest(repository, login, digestOf(manifest), manifest);
    const entry = { mediaType: manifestType, digest: digestOf(manifest), size: manifest.length };
    const platform = { architecture: 'unknown', os: 'unknown' };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [{ ...entry, platform }] });
    expect((await putManifest(repository, login, 'attested', index, indexType)).status).toBe(201);
  });

  test('what is no manifest, too large, or not what its digest says', async () => {
    for (const [body, type] of [
      ['{', manifestType],
      ['[]', manifestType],
      ['{"schemaVersion":2}', manifestType],
      ['{"schemaVersion":2}', 'text/plain'],
      [JSON.stringify({ mediaType: indexType, manifests: [] }), manifestType],
    ] as const) {
      const answer = await putManifest(repository, login, 'bad', body, type);
      expect([answer.status, firstError(answer).code]).toEqual([405, 'UNSUPPORTED']);
    }
    const large = await putManifest(repository, login, 'large', ' '.repeat(4_194_305));
    expect([large.status, firstError(large).code]).toEqual([413, 'MANIFEST_INVALID']);
    const manifest = await pushContents(repository, login, 'mislabelled');
    const wrong = await putManifest(repository, login, digestOf('something else'), manifest);
    expect([wrong.status, firstError(wrong).code]).toEqual([400, 'DIGEST_INVALID']);
  });

  test('nothing is deleted', async () => {
    const manifest = await pushContents(repository, login, 'stays');
    await putManifest(repository, login, 'stays', manifest);
    for (const path of ['manifests/stays', `manifests/${digestOf(manifest)}`, `blobs/${digestOf('layer stays')}`]) {
      const answer = await call('DELETE', `${repository}/${path}`, { headers: login });
      expect([answer.status, firstError(answer).code]).toEqual([403, 'DENIED']);
    }
    expect((await call('HEAD', `${repository}/manifests/stays`, { headers: login })).status).toBe(200);
  });
});

test('a repository exists only when it was added', async () => {
  const missing = `${registry}/acme/product/new`;
  const begin = () => call('POST', `${missing}/blobs/uploads/`, { headers: login, body: '' });
  const unknown = await begin();
  expect(unknown.status).toBe(404);
  expect(firstError(unknown)).toEqual({
    code: 'NAME_UNKNOWN',
    message: "The repository with name 'acme/product/new' does not exist in the registry with id '709825985650'",
  });
  expect((await call('HEAD', `${missing}/manifests/1`, { headers: login })).status).toBe(404);
  expect((await call('GET', `${missing}/tags/list`, { headers: login })).status).toBe(404);
  const invalid = await call('POST', `${registry}/Not/a/name/blobs/uploads/`, { headers: login, body: '' });
  expect([invalid.status, firstError(invalid).code]).toEqual([400, 'NAME_INVALID']);
  await sandbox.control.target.addRepository('acme/product/new');
  expect((await begin()).status).toBe(202);
});

test('the catalogue of the Marketplace is nobody’s business', async () => {
  const answer = await call('GET', `${registry}/_catalog`, { headers: login });
  expect([answer.status, firstError(answer).code]).toEqual([403, 'DENIED']);
});

test('tokens end, and the answer says so with 403', async () => {
  const headers = await ecrLogin(sandbox);
  expect((await call('GET', `${registry}/`, { headers })).status).toBe(200);
  sandbox.control.expireTokens();
  const expired = await call('GET', `${registry}/`, { headers });
  expect(expired.status).toBe(403);
  expect(firstError(expired)).toEqual({
    code: 'DENIED',
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  });
  login = await ecrLogin(sandbox);
  expect((await call('GET', `${registry}/`, { headers: login })).status).toBe(200);
});
