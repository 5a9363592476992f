import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SdkAwsGateway } from '#aws';
import type { LoginEnded } from '#jobs';
import { ReleaseError } from '#problem';
import { callerIdentity, endedProfile } from '../../support/aws-profile.ts';
import { scriptedServer } from '../../support/scripted-server.ts';

/** The SDK's own chain, with the files that it reads. */
const scope = { region: 'eu-central-1', profile: 'seller' };
let home: string;
let server: Awaited<ReturnType<typeof scriptedServer>>;

let profile: Awaited<ReturnType<typeof endedProfile>>;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'marketplace-release-'));
  profile = await endedProfile(home);
  for (const [name, value] of Object.entries({ HOME: home, AWS_EC2_METADATA_DISABLED: 'true' }))
    vi.stubEnv(name, value);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID'])
    vi.stubEnv(name, undefined);
  server = await scriptedServer(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(callerIdentity),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(home, { recursive: true, force: true });
});

async function failureOf(promise: Promise<unknown>): Promise<ReleaseError> {
  return promise.then(
    () => {
      throw new Error('It did not fail');
    },
    (error) => ReleaseError.from(error),
  );
}

describe('an SSO login that has ended', () => {
  it('is told as such, with the command that helps', async () => {
    const error = await failureOf(new SdkAwsGateway({ endpoint: server.origin }).callerIdentity(scope));
    expect(error).toMatchObject({ code: 'login-expired', hint: 'Run: aws sso login --profile seller' });
    expect(server.requests).toEqual([]);
  });

  it('is asked about, and the call made again with what was read anew', async () => {
    const asked: LoginEnded[] = [];
    const aws = new SdkAwsGateway({
      endpoint: server.origin,
      onLoginEnded: async (ended) => {
        asked.push(ended);
        // The first time nobody has logged in after all.
        if (asked.length === 2) await profile.logIn();
        return 'again';
      },
    });
    expect(await aws.callerIdentity(scope)).toMatchObject({ account: '111122223333' });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ profile: 'seller', hint: 'Run: aws sso login --profile seller' });
    expect(server.requests[0]?.headers.authorization).toContain('AKIAFRESH');
  });

  it('needs no question when somebody has logged in since', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, onLoginEnded: () => Promise.reject(new Error('asked')) });
    await failureOf(aws.callerIdentity(scope)).catch(() => undefined);
    await profile.logIn();
    expect(await aws.callerIdentity(scope)).toMatchObject({ account: '111122223333' });
  });

  it('goes on as an error when nobody logs in', async () => {
    const aws = new SdkAwsGateway({ endpoint: server.origin, onLoginEnded: async () => 'stop' });
    expect((await failureOf(aws.callerIdentity(scope))).code).toBe('login-expired');
  });
});
