import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobEvent } from '#jobs';
import { ReleaseError } from '#problem';
import type { LoginEnded } from '#worker';
import { Outbox } from '../../src/worker/outbox.ts';
import { surroundingsFor } from '../../src/worker/surroundings-for.ts';
import { Worker } from '../../src/worker/worker.ts';
import { callerIdentity, endedProfile } from '../support/aws-profile.ts';
import { builtPrograms } from '../support/built-programs.ts';
import { testFolder } from '../support/cli.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { workerStarter } from '../support/worker-process.ts';

/** Logins on their way between the editor and its workers. */
let programs: string;
let place: Awaited<ReturnType<typeof testFolder>>;
let workers: ReturnType<typeof workerStarter>;
let source: MemoryRegistry;
let aws: Awaited<ReturnType<typeof scriptedServer>>;
const password = 'word-of-the-editor';

beforeAll(async () => {
  programs = await builtPrograms();
});
beforeEach(async () => {
  place = await testFolder();
  workers = workerStarter(programs, place.folder);
  source = await memoryRegistry();
  source.intercept = ({ headers }, response) => {
    if (headers.authorization === `Basic ${Buffer.from(`me:${password}`).toString('base64')}`) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  };
  aws = await scriptedServer((_, response) => void response.setHeader('content-type', 'text/xml').end(callerIdentity));
  const image = buildImage({ layers: [noise('a', 10)], seed: 'a' });
  seed(source, 'app', '1', image);
  const images = { app: { source: `${source.host}/app:1@${image.root}`, dest: 'app:1' } };
  await writeFile(path.join(place.folder, 'release.json'), JSON.stringify({ metadata: { images } }));
  await settings();
});
afterEach(async () => {
  await workers.end();
  await Promise.all([source.close(), aws.close()]);
  await place.remove();
});

const settings = (more = '') =>
  writeFile(
    path.join(place.folder, 'marketplace.yaml'),
    `version: 1\ntarget: { registry: "${source.host}", prefix: p }\n${more}`,
  );
const here = () => ({ settings: path.join(place.folder, 'marketplace.yaml') });
const login = (word: string) => ({ registry: source.host, username: 'me', password: word });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error) => ReleaseError.from(error).code,
  );
const tags = (worker: ReturnType<typeof workers.start>) => worker.ask('tags', { place: here(), repository: 'app' });

describe('a registry that somebody has signed in to', () => {
  it('is asked with that login, which the plan names, and with a new one from then on', async () => {
    const worker = workers.start('aws', { logins: [login('old')] });
    expect(await codeOf(tags(worker))).toBe('login-refused');
    worker.tellLogins([login(password)]);
    expect(await codeOf(tags(worker))).toBe('none');
    const { plan } = await worker.ask('plan', { place: here(), files: [], record: 'one' });
    expect(plan.summary).toMatchObject({ copy: 1, failed: 0 });
    expect(plan.endpoints).toMatchObject([
      { name: source.host, credentials: 'VS Code sign-in', sentTo: [source.host] },
    ]);
    worker.tellLogins([]);
    expect(await codeOf(tags(worker))).not.toBe('none');
  });

  it('is asked as the settings say where they say it, unless their variable is not set', async () => {
    await settings(`registries:\n  "${source.host}": { username: me, password: { env: HUNT } }\n`);
    const unset = workers.start('aws', { logins: [login(password)] });
    expect(await codeOf(tags(unset))).toBe('none');
    const set = workers.start('aws', { logins: [login(password)] }, { HUNT: 'another' });
    expect(await codeOf(tags(set))).toBe('login-refused');
  });

  it('is not known in the world of the sandbox, whatever the editor says', () => {
    const outbox = new Outbox({ connected: false });
    const known = (world: 'aws' | 'sandbox') => {
      const start = { type: 'start' as const, world, version: '1', program: '', records: '/nowhere' };
      const surroundings = surroundingsFor(
        { ...start, logins: [login('first')] },
        { environment: {}, home: '/nowhere' },
        outbox,
      );
      const before = surroundings.machine.signedIn?.(source.host)?.password;
      new Worker(surroundings, outbox).signIn([login('second')]);
      return [before, surroundings.machine.signedIn?.(source.host)?.password];
    };
    expect(known('aws')).toEqual(['first', 'second']);
    expect(known('sandbox')).toEqual([undefined, undefined]);
  });

  it('can be tried before it is kept', async () => {
    const worker = workers.start('aws');
    expect(await worker.ask('tryLogin', { place: here(), ...login(password) })).toEqual({ state: 'accepted' });
    expect(await worker.ask('tryLogin', { place: {}, ...login(password) })).toEqual({ state: 'accepted' });
    expect(await codeOf(worker.ask('tryLogin', { place: here(), ...login('wrong') }))).toBe('login-refused');
    source.intercept = undefined;
    expect(await worker.ask('tryLogin', { place: here(), ...login('any') })).toEqual({ state: 'unasked' });
    expect(workers.said.join()).not.toContain(password);
  });
});

describe('an AWS login that ends in a job', () => {
  const ecr = () =>
    settings('').then(() =>
      writeFile(
        here().settings,
        'version: 1\ntarget: { registry: "111122223333.dkr.ecr.eu-central-1.amazonaws.com", profile: seller }\n',
      ),
    );
  const start = () => workers.start('aws', { awsEndpoint: aws.origin }, { AWS_EC2_METADATA_DISABLED: 'true' });

  it('is asked about, and the job goes on when somebody has logged in', async () => {
    await ecr();
    const profile = await endedProfile(place.folder);
    const asked: LoginEnded[] = [];
    const events: JobEvent[] = [];
    const planned = start().ask(
      'plan',
      { place: here(), files: [], record: 'one' },
      {
        onEvent: (event) => events.push(event),
        onLoginEnded: async (ended) => {
          asked.push(ended);
          await profile.logIn();
          return 'again';
        },
      },
    );
    // From there the loopback AWS endpoint does not go with a target that is real.
    expect(await codeOf(planned)).toBe('sandbox-guard');
    expect(asked).toMatchObject([{ profile: 'seller', hint: 'Run: aws sso login --profile seller' }]);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['paused', 'resumed']));
    expect(aws.requests[0]?.headers.authorization).toContain('AKIAFRESH');
  });

  it('stops it when nobody can be asked, and when it is cancelled', async () => {
    await ecr();
    await endedProfile(place.folder);
    const input = { place: here(), files: [], record: 'one' };
    expect(await codeOf(start().ask('plan', input))).toBe('login-expired');
    const controller = new AbortController();
    const waiting = start().ask('plan', input, {
      signal: controller.signal,
      onLoginEnded: () => {
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    expect(await codeOf(waiting)).toBe('cancelled');
  });

  it('is no question of its own outside a job', async () => {
    await ecr();
    await endedProfile(place.folder);
    let isAsked = false;
    const onLoginEnded = async () => {
      isAsked = true;
      return 'stop' as const;
    };
    expect(await codeOf(start().ask('identity', { place: here() }, { onLoginEnded }))).toBe('login-expired');
    expect(isAsked).toBe(false);
  });
});
