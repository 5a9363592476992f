import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReleaseError } from '#problem';
import { callerIdentity, endedProfile } from '../../support/aws-profile.ts';
import { runCli, testFolder } from '../../support/cli.ts';
import { type MemoryRegistry, memoryRegistry } from '../../support/memory-registry.ts';
import { seed } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { scriptedServer } from '../../support/scripted-server.ts';

/** A plan with a profile whose SSO login has ended; AWS and the registries are on loopback. */
const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
let place: Awaited<ReturnType<typeof testFolder>>;
let profile: Awaited<ReturnType<typeof endedProfile>>;
let source: MemoryRegistry;
let aws: Awaited<ReturnType<typeof scriptedServer>>;

beforeEach(async () => {
  place = await testFolder();
  profile = await endedProfile(place.folder);
  source = await memoryRegistry();
  aws = await scriptedServer((_, response) => void response.setHeader('content-type', 'text/xml').end(callerIdentity));
  const image = buildImage({ layers: [noise('a', 10)], seed: 'a' });
  seed(source, 'app', '1', image);
  const files = {
    'marketplace.yaml': `version: 1\ntarget: { registry: ${registry}, kind: ecr, profile: seller }\n`,
    'release.json': JSON.stringify({
      metadata: { images: { app: { source: `source.example/app:1@${image.root}`, dest: 'app:1' } } },
    }),
    'hosts.json': JSON.stringify({
      schemaVersion: 1,
      hosts: {
        'source.example': { origin: source.origin },
        [registry]: { origin: source.origin, username: 'AWS', password: 'token' },
      },
      aws: { endpoint: aws.origin },
    }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(place.folder, name), text);
  vi.stubEnv('HOME', place.folder);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE', 'AWS_ACCESS_KEY_ID'])
    vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([source.close(), aws.close()]);
  await place.remove();
});

/** Plans on a terminal with somebody who presses Enter when asked to, after having done something; in the end nobody does. */
async function planOnTerminal(before: (() => unknown)[], signal?: AbortSignal) {
  const input = new PassThrough();
  const heard = async (text: string) => {
    if (!text.includes('Press Enter')) return;
    const next = before.shift();
    await next?.();
    if (next) input.write('\n');
    else input.end();
  };
  const environment = { NO_COLOR: '1' };
  const terminal = { columns: 100 };
  return runCli(plan, {
    directory: place.folder,
    environment,
    terminal,
    input,
    heard: (text) => void heard(text),
    ...(signal ? { signal } : {}),
  });
}

const plan = ['plan', '--hosts', 'hosts.json'];
const question = /Press Enter when you have logged in again/g;

describe('a login that has ended', () => {
  it('is waited for on a terminal, and the job goes on', async () => {
    const { stderr, stdout, exitCode } = await planOnTerminal([profile.logIn]);
    expect(stderr).toMatch(
      /paused {5}AWS \(eu-central-1, profile seller\): .*run aws sso login with the corresponding profile\.\n/,
    );
    expect(stderr).toContain('Run: aws sso login --profile seller');
    expect(stderr.match(question)).toHaveLength(1);
    expect(stdout).toContain('app:1');
    expect(exitCode).toBe(0);
    expect(aws.requests[0]?.headers.authorization).toContain('AKIAFRESH');
  });

  it('is asked for once more when Enter came too early', async () => {
    const { stderr } = await planOnTerminal([() => undefined, profile.logIn]);
    expect(stderr.match(question)).toHaveLength(2);
    expect(aws.requests.length).toBeGreaterThan(0);
  });

  it('ends the job when nobody answers any more, and by a cancel', async () => {
    const silent = await planOnTerminal([]);
    expect(silent.stderr).toMatch(/error {2}login-expired/);
    expect(silent.exitCode).toBe(1);
    const controller = new AbortController();
    const reason = new ReleaseError('cancelled', 'Enough of it');
    const cancelled = await planOnTerminal([() => controller.abort(reason)], controller.signal);
    expect(cancelled.stderr).toContain('Enough of it');
    expect(cancelled.exitCode).toBe(130);
  });

  it('is one clear stop where nobody can be asked', async () => {
    const { stderr, stdout, exitCode } = await runCli([...plan, '--json'], { directory: place.folder });
    expect(stderr).toMatch(/^error {2}login-expired/);
    expect(stderr).not.toMatch(question);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'login-expired', hint: 'Run: aws sso login --profile seller' },
    });
    expect(exitCode).toBe(1);
  });
});
