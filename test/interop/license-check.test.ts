import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateTokenCommand, LicenseManagerClient, ListReceivedLicensesCommand } from '@aws-sdk/client-license-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, type SandboxSwitches, startSandbox } from '#sandbox';
import { buildBase } from '../support/base-image.ts';
import { forwardProxy } from '../support/forward-proxy.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tarArchive } from '../support/tar-archive.ts';
import { documentOf, Workspace } from './support/command-line.ts';
import { pushImage, startDockerRegistry } from './support/docker-registry.ts';

const program = fileURLToPath(new URL('../../dist/license-check.cjs', import.meta.url));
const chroot = '/usr/sbin/chroot';

let folder: string;
const sandboxes: Partial<Record<SandboxSwitches['licenses'], RunningSandbox>> = {};
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'license-check-'));
  for (const licenses of ['allowed', 'checkout only', 'denied', 'throttled', 'unreachable'] as const)
    sandboxes[licenses] = await startSandbox({ switches: { licenses } });
});
afterAll(async () => {
  await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox?.close()));
  asRoot('rm', '-rf', folder);
});

interface Ended {
  readonly status: number | null;
  readonly text: string;
}

type Environment = Readonly<Record<string, string>>;

function awsOf(licenses: SandboxSwitches['licenses'] = 'allowed') {
  const sandbox = sandboxes[licenses];
  if (!sandbox) throw new Error('The sandbox has not started');
  return sandbox.hostsMap.aws;
}

function environment(product: string, licenses: SandboxSwitches['licenses'] = 'allowed'): Environment {
  const { endpoint, accessKeyId, secretAccessKey } = awsOf(licenses);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    LICENSE_PRODUCT: product,
    LICENSE_ENTITLEMENTS: '[{"name":"AWS::Marketplace::Usage","unit":"None"}]',
    LICENSE_CLIENT_TOKEN: `${product}-${licenses}`.replaceAll(' ', '-'),
    LICENSE_PATIENCE_SECONDS: '0',
  };
}

function start(env: Environment, command = process.execPath, args: readonly string[] = [program]) {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, HOME: folder, ...env }, cwd: folder });
  return { child, ended: endOf(child) };
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, text }));
  });
}

const check = (env: Environment) => start(env).ended;

describe('the program of the image against the sandbox', () => {
  it.each<[what: string, product: string, licenses: SandboxSwitches['licenses'], status: number, words: RegExp]>([
    ['granted', 'prod-c8m5nd4k2x7qa', 'allowed', 0, /^The licence for prod-\S+ is valid/],
    ['expired', 'prod-expired000000', 'allowed', 10, /has expired: it ended on/],
    ['suspended', 'prod-suspended0000', 'allowed', 11, /is suspended/],
    ['not accepted', 'prod-notaccepted00', 'allowed', 11, /waits for its grant/],
    ['for something else', 'prod-almostusedup0', 'allowed', 11, /does not have AWS::Marketplace::Usage/],
    ['none', 'prod-nothing000000', 'allowed', 12, /This AWS account has no licence/],
    ['kept elsewhere', 'prod-elsewhere0000', 'allowed', 0, /AWS sent from us-east-1 to eu-west-1/],
    ['expired, lists forbidden', 'prod-expired000000', 'checkout only', 12, /license-manager:ListReceivedLicenses/],
    ['forbidden', 'prod-c8m5nd4k2x7qa', 'denied', 21, /AWS does not permit it/],
    ['throttled', 'prod-c8m5nd4k2x7qa', 'throttled', 20, /AWS is busy/],
    ['unreachable', 'prod-c8m5nd4k2x7qa', 'unreachable', 20, /cannot be reached in us-east-1/],
  ])('%s', async (_what, product, licenses, status, words) => {
    const env = environment(product, licenses);
    const end = await check(env);
    expect(end.text).toMatch(words);
    expect(end.status).toBe(status);
    expect(end.text).not.toContain(env.AWS_SECRET_ACCESS_KEY);
  });

  it('goes on where trouble of the network lets through, and not where AWS says no', async () => {
    const open = { LICENSE_FAIL_OPEN: 'true' };
    expect((await check({ ...environment('prod-c8m5nd4k2x7qa', 'unreachable'), ...open })).status).toBe(0);
    expect((await check({ ...environment('prod-expired000000'), ...open })).status).toBe(10);
  });

  it('gives back what it took', async () => {
    const seat = { LICENSE_ENTITLEMENTS: '[{"name":"seats","unit":"Count","value":"1"}]', LICENSE_CHECK_IN: 'true' };
    for (const LICENSE_CLIENT_TOKEN of ['one', 'two']) {
      const end = await check({ ...environment('prod-almostusedup0'), ...seat, LICENSE_CLIENT_TOKEN });
      expect(end).toMatchObject({ status: 0, text: expect.stringContaining('has been given back') });
    }
  });

  it('says what of its environment is wrong', async () => {
    expect(await check({ ...environment(''), LICENSE_PRODUCT: '' })).toMatchObject({
      status: 2,
      text: expect.stringContaining('LICENSE_PRODUCT'),
    });
  });

  it('is somebody by the token of a licence where there is no account', async () => {
    const { endpoint, accessKeyId, secretAccessKey } = awsOf();
    const client = new LicenseManagerClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    const { Licenses: [license] = [] } = await client.send(new ListReceivedLicensesCommand({}));
    const asked = { LicenseArn: license?.LicenseArn, ClientToken: 'token' };
    const { Token = '' } = await client.send(new CreateTokenCommand(asked));
    const file = path.join(folder, 'license_token');
    writeFileSync(file, `${Token}\n`);
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = environment('prod-c8m5nd4k2x7qa');
    const role = 'arn:aws:iam::111122223333:role/AWSLicenseManagerConsumptionRole';
    const onPremises = { ...rest, AWS_WEB_IDENTITY_REFRESH_TOKEN_FILE: file, AWS_ROLE_ARN: role };
    expect(await check(onPremises)).toMatchObject({ status: 0, text: expect.stringContaining('is valid') });
    writeFileSync(file, 'x.y.z');
    const wrong = await check(onPremises);
    expect(wrong).toMatchObject({ status: 21, text: expect.stringContaining('not valid or has expired') });
    rmSync(file);
    expect(await check(onPremises)).toMatchObject({ status: 21 });
  });

  it('is asked through the proxy that its environment names', async () => {
    const allowed = [{ Name: 'AWS::Marketplace::Usage', Value: 'Enabled', Unit: 'None' }];
    const aws = await scriptedServer((_, response) => {
      response.end(JSON.stringify({ EntitlementsAllowed: allowed }));
    });
    const proxy = await forwardProxy({ hosts: { 'aws.bank.example:4566': aws.host }, login: 'user:planted' });
    const behind = { AWS_ENDPOINT_URL: 'http://aws.bank.example:4566', LICENSE_CLIENT_TOKEN: 'proxied' };
    const env = { ...environment('prod-c8m5nd4k2x7qa'), ...behind };
    expect(await check({ ...env, HTTP_PROXY: proxy.url })).toMatchObject({ status: 0 });
    expect(proxy.passed.map(({ target }) => target)).toEqual(['http://aws.bank.example:4566/']);
    const wrong = await check({ ...env, HTTP_PROXY: `http://user:wrong-planted@${proxy.host}` });
    expect(wrong).toMatchObject({ status: 20, text: expect.stringContaining('the proxy') });
    expect(wrong.text).not.toContain('planted');
    await Promise.all([proxy.close(), aws.close()]);
  });

  it('ends when it is told to, though AWS says nothing: what may be held is told', { timeout: 30_000 }, async () => {
    const silent = await stopping(() => undefined);
    expect(silent).toMatchObject({
      status: 143,
      text: expect.stringMatching(/was stopped\.\n.*may be held for an hour/),
    });
  });

  it('gives back what it takes while it is told to end', async () => {
    const asked: string[] = [];
    const { status, text } = await stopping((target, response) => {
      asked.push(target);
      const allowed = [{ Name: 'AWS::Marketplace::Usage', Value: 'Enabled', Unit: 'None' }];
      const answer = JSON.stringify({ LicenseConsumptionToken: 'planted-token', EntitlementsAllowed: allowed });
      setTimeout(() => response.end(answer), asked.length === 1 ? 500 : 0);
    });
    expect({ status, text }).toEqual({
      status: 143,
      text: 'The check of the licence was stopped.\nWhat was taken has been given back.\n',
    });
    expect(asked).toEqual(['AWSLicenseManager.CheckoutLicense', 'AWSLicenseManager.CheckInLicense']);
  });

  /** Told to end when it has asked AWS, which then answers as it is told. */
  async function stopping(answer: (target: string, response: ServerResponse) => void): Promise<Ended> {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = createServer((request, response) => {
      request.resume().on('end', () => answer(String(request.headers['x-amz-target']), response));
      arrived();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { child, ended } = start({ ...environment('prod-c8m5nd4k2x7qa'), AWS_ENDPOINT_URL: endpoint });
    await Promise.race([asked, ended]);
    child.kill('SIGTERM');
    const end = await ended;
    server.closeAllConnections();
    server.close();
    return end;
  }
});

describe('its image', () => {
  it('is one layer on a Node base, the same each time, and runs by its own entry point as nobody', async () => {
    const [vendor, registry] = await Promise.all([startDockerRegistry(), startDockerRegistry()]);
    const node = { name: 'usr/local/bin/node', content: 'node\n', mode: 0o755 };
    const layers = [tarArchive({ name: 'usr/', type: '5', mode: 0o755 }, node)];
    const config = {
      config: { User: 'root', Env: ['PATH=/usr/local/bin:/usr/bin:/bin'], Entrypoint: ['docker-entrypoint.sh'] },
    };
    const base = buildBase({ platforms: ['linux/amd64', 'linux/arm64'], layers, config });
    await pushImage(vendor, 'library/node', '22-slim', base);
    const settings = (prefix: string) => `version: 1
target: { registry: "${registry.host}", prefix: ${prefix} }
files: { unpaired: sources }
derive:
  license-check: { program: license-check }
`;
    const released = async (prefix: string) => {
      const here = new Workspace({
        'marketplace.yaml': settings(prefix),
        'images.txt': `license-check:1.0.0 ${vendor.host}/library/node:22-slim\n`,
      });
      const planned = await here.run(['plan']);
      const report = documentOf<{ items: { outcome: string; targetDigest: string; derived: unknown }[] }>(
        await here.run(['mirror', '--yes', '--json']),
      );
      here.remove();
      return { planned: planned.stdout, item: report.items[0] };
    };
    const first = await released('one');
    const second = await released('two');
    expect(first.planned).toContain('program license-check, user 65532:65532, entry point');
    expect(first.item).toMatchObject({
      outcome: 'copied',
      derived: {
        user: '65532:65532',
        files: [{ program: 'license-check', to: '/opt/marketplace-release/license-check.cjs' }],
      },
    });
    expect(second.item?.targetDigest).toBe(first.item?.targetDigest);

    const out = path.join(folder, 'image');
    const from = `docker://${registry.host}/one/license-check:1.0.0`;
    execFileSync('skopeo', ['copy', '--quiet', '--src-tls-verify=false', from, `dir:${out}`]);
    const blob = (digest: string) => path.join(out, digest.replace('sha256:', ''));
    const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
    const { config: run } = JSON.parse(readFileSync(blob(manifest.config.digest), 'utf8'));
    expect(run).toMatchObject({
      Entrypoint: ['node', '/opt/marketplace-release/license-check.cjs'],
      User: '65532:65532',
    });
    expect(manifest.layers).toHaveLength(2);

    const root = nodeRoot();
    for (const { digest } of manifest.layers) asRoot('tar', '-xpzf', blob(digest), '--numeric-owner', '-C', root);
    const env = { ...environment('prod-c8m5nd4k2x7qa'), PATH: '/usr/bin', HOME: '/' };
    const asNobody = [`--userspec=${run.User}`, root, 'env', '-i', ...pairs(env), ...run.Entrypoint];
    const prefix = process.getuid?.() === 0 ? [] : ['sudo'];
    const [command = chroot, ...args] = [...prefix, chroot, ...asNobody];
    expect(await start({}, command, args).ended).toMatchObject({
      status: 0,
      text: expect.stringContaining('is valid'),
    });
    await Promise.all([vendor.close(), registry.close()]);
  });
});

function pairs(env: Environment): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

/** A folder with this Node and what it needs to start: what a Node base has. */
function nodeRoot(): string {
  const root = path.join(folder, 'root');
  mkdirSync(root);
  for (const [file, place] of [
    [process.execPath, '/usr/bin/node'],
    ['/usr/bin/env', '/usr/bin/env'],
  ] as const) {
    for (const library of libraries(file)) copied(library, path.join(root, library));
    copied(file, path.join(root, place));
  }
  asRoot('chmod', '755', folder);
  return root;
}

function libraries(file: string): string[] {
  return [...execFileSync('ldd', [file], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, place = '']) => place,
  );
}

function copied(from: string, to: string): void {
  asRoot('mkdir', '-p', path.dirname(to));
  asRoot('cp', '-L', from, to);
}

function asRoot(command: string, ...args: readonly string[]): void {
  const [first = command, ...rest] = process.getuid?.() === 0 ? [command, ...args] : ['sudo', command, ...args];
  const { status, stderr } = spawnSync(first, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
