import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { type RunningSandbox, startSandbox } from '#sandbox';
import { type CliOptions, runCli, testFolder } from '../../support/cli.ts';
import { type Handler, scriptedServer } from '../../support/scripted-server.ts';

interface Found {
  readonly ok: boolean;
  readonly checks: readonly { name: string; state: string; message: string; hint?: string; code?: string }[];
}

async function doctor(directory: string, more: readonly string[] = [], options: Partial<CliOptions> = {}) {
  const { stdout, stderr, exitCode } = await runCli(['doctor', '--json', ...more], { directory, ...options });
  const found: Found = JSON.parse(stdout);
  const of = (name: string) => found.checks.find((check) => check.name === name);
  return { ...found, of, stdout, stderr, exitCode };
}

describe('the doctor on the sandbox', () => {
  let sandbox: RunningSandbox;
  let place: Awaited<ReturnType<typeof testFolder>>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    place = await testFolder('sample');
    await writeFile(path.join(place.folder, 'hosts.json'), JSON.stringify(sandbox.hostsMap));
  });
  afterAll(async () => {
    await sandbox.close();
    await place.remove();
  });
  const where = ['--hosts', 'hosts.json', '--config', 'sample'];

  it('finds everything in order', async () => {
    const { ok, checks, of, exitCode, stderr } = await doctor(place.folder, where);
    expect(checks.filter(({ state }) => state === 'error')).toEqual([]);
    expect({ ok, exitCode, stderr }).toEqual({ ok: true, exitCode: 0, stderr: '' });
    expect(of('settings')?.message).toBe('sample/marketplace.yaml: 1 target');
    expect(of('files')?.message).toMatch(/\d images take part/);
    expect(of('sandbox')?.message).toMatch(/^709825985650\..* is at http:\/\/127/);
    expect(of('identity')?.message).toContain('account 111122223333, arn:aws:');
    expect(of('right ecr:GetAuthorizationToken')?.state).toBe('ok');
    expect(of('right aws-marketplace:ListEntities')?.state).toBe('ok');
    expect(of('right aws-marketplace:ListAssessments')?.state).toBe('ok');
    expect(of('registry 709825985650.dkr.ecr.us-east-1.amazonaws.com')?.message).toMatch(/was accepted/);
    expect(of('clock')?.state).toBe('ok');
    expect(of('proxy')?.message).toBe('none is used');
  });

  it('says it in words, a look after the other', async () => {
    const { stdout, exitCode } = await runCli(['doctor', ...where], { directory: place.folder });
    expect(stdout).toMatch(/^ {2}ok {7}program\n {11}marketplace-release 1\.2\.3, Node/);
    expect(stdout).toMatch(/\n {2}ok {7}identity\n {11}account 111122223333/);
    expect(stdout).toMatch(/\nNothing is wrong in \d+ checks\n$/);
    expect(exitCode).toBe(0);
  });

  it('tells another account from the one that the target names', async () => {
    const text =
      'version: 1\ntarget: { registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com, account: "999999999999" }\n';
    await writeFile(path.join(place.folder, 'marketplace.yaml'), text);
    const { of, ok, exitCode } = await doctor(place.folder, ['--hosts', 'hosts.json']);
    expect(of('identity')).toMatchObject({ state: 'error', code: 'account-mismatch' });
    expect({ ok, exitCode }).toEqual({ ok: false, exitCode: 1 });
  });
});

describe('the doctor', () => {
  let place: Awaited<ReturnType<typeof testFolder>>;
  const servers: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    place = await testFolder();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await place.remove();
  });

  /** A registry that answers as told, and is the only target. */
  async function target(handler: Handler, more = '') {
    const server = await scriptedServer(handler);
    servers.push(server);
    await settings(`target: { registry: "${server.host}" }\n${more}`);
    return `registry ${server.host}`;
  }
  const settings = (text: string) => writeFile(path.join(place.folder, 'marketplace.yaml'), `version: 1\n${text}`);
  const letIn: Handler = (_, response) => void response.end('{}');

  it('says what is wrong with the settings, and where', async () => {
    const missing = await doctor(place.folder);
    expect(missing.of('settings')).toMatchObject({ state: 'error', code: 'settings-missing' });
    await settings('target: { registry: r.example, prefx: a }\n');
    const broken = await doctor(place.folder);
    expect(broken.of('settings')).toMatchObject({ state: 'error', code: 'input-invalid' });
    expect(broken.of('settings')?.message).toMatch(/^marketplace\.yaml:2:\d+ .*prefx/);
    expect(broken.exitCode).toBe(1);
    expect(broken.of('docker config')?.state).toBe('ok');
  });

  it('looks at each target, and at the one that is meant', async () => {
    const one = await scriptedServer(letIn);
    servers.push(one);
    await settings(
      `targets:\n  a: { registry: "${one.host}", prefix: a }\n  b: { registry: 127.0.0.1:1, prefix: b }\n`,
    );
    const both = await doctor(place.folder);
    expect(both.of(`registry ${one.host}`)?.state).toBe('ok');
    expect(both.of('registry 127.0.0.1:1')).toMatchObject({ state: 'error', code: 'unreachable' });
    expect((await doctor(place.folder, ['--target', 'a'])).of('registry 127.0.0.1:1')).toBeUndefined();
    expect((await doctor(place.folder, ['--target', 'c'])).of('settings')).toMatchObject({ code: 'target-choice' });
  });

  it('tries the login, and tells a refused one from a missing one', async () => {
    const basic: Handler = (request, response) => {
      if (request.headers.authorization === `Basic ${Buffer.from('me:right').toString('base64')}`)
        return void response.end();
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    };
    const name = await target(basic);
    expect((await doctor(place.folder)).of(name)).toMatchObject({ state: 'error', code: 'login-required' });
    const login = `registries:\n  "${name.slice('registry '.length)}": { username: me, password: { env: WORD } }\n`;
    await settings(`target: { registry: "${name.slice('registry '.length)}" }\n${login}`);
    const wrong = await doctor(place.folder, [], { environment: { WORD: 'wrong-password' } });
    expect(wrong.of(name)).toMatchObject({ state: 'error', code: 'login-refused' });
    expect(wrong.stdout).not.toContain('wrong-password');
    const right = await doctor(place.folder, [], { environment: { WORD: 'right' } });
    expect(right.of(name)).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('variable WORD was accepted'),
    });
  });

  it.each([
    [0, 'ok', /agrees/],
    [100, 'warning', /\d+ seconds behind/],
    [-1000, 'error', /\d+ seconds ahead/],
  ])('holds the clock against one that is %i seconds off', async (seconds, state, message) => {
    await target((_, response) => {
      response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString()).end('{}');
    });
    const { of } = await doctor(place.folder);
    expect(of('clock')?.state).toBe(state);
    expect(of('clock')?.message).toMatch(message);
  });

  it('looks into CA files', async () => {
    const host = (await target(letIn)).slice('registry '.length);
    const more = ['a', 'b', 'c'].map((name) => `  ${name}.example: { ca: ${name}.pem, mirror: "${host}" }\n`);
    await settings(`target: { registry: "${host}" }\nregistries:\n${more.join('')}`);
    await writeFile(path.join(place.folder, 'a.pem'), 'no certificate');
    await writeFile(path.join(place.folder, 'b.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const { of } = await doctor(place.folder);
    expect(of('certificates of a.example')).toMatchObject({
      state: 'error',
      message: expect.stringContaining('no certificate'),
    });
    expect(of('certificates of b.example')).toMatchObject({
      state: 'error',
      message: expect.stringContaining('cannot be read'),
    });
    expect(of('certificates of c.example')).toMatchObject({ state: 'error', code: 'file-not-found' });
  });

  it('says which hosts are asked through a proxy, without its password', async () => {
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n');
      // Else the server would wait for the other side.
      socket.destroySoon();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    servers.push({ close: () => new Promise((resolve) => proxy.close(() => resolve())) });
    const at = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const host = (await target(letIn)).slice('registry '.length);
    await settings(`target: { registry: r.example }\nregistries:\n  in.example: { mirror: "${host}" }\n`);
    const environment = { HTTPS_PROXY: `http://me:hidden-word@${at}` };
    const { of, stdout } = await doctor(place.folder, [], { environment });
    expect(of('proxy')?.message).toBe(`through ${at} (HTTPS_PROXY): r.example; direct: ${host}`);
    expect(stdout).not.toContain('hidden-word');
    const broken = await doctor(place.folder, [], { environment: { HTTPS_PROXY: 'socks5://me:hidden-word@p' } });
    expect(broken.of('proxy')).toMatchObject({ state: 'error', code: 'proxy-invalid' });
    expect(broken.stdout).not.toContain('hidden-word');
  });

  it('looks for the helpers that docker names', async () => {
    await target(letIn);
    const bin = path.join(place.folder, 'bin');
    await mkdir(bin);
    await writeFile(path.join(bin, 'docker-credential-here'), '#!/bin/sh\n');
    await chmod(path.join(bin, 'docker-credential-here'), 0o755);
    const config = { credsStore: 'here', credHelpers: { 'r.example': 'gone' } };
    await writeFile(path.join(place.folder, 'config.json'), JSON.stringify(config));
    const { of, checks } = await doctor(place.folder, [], { environment: { PATH: bin, DOCKER_CONFIG: place.folder } });
    expect(of('docker-credential-here')).toMatchObject({
      state: 'ok',
      message: path.join(bin, 'docker-credential-here'),
    });
    expect(of('docker-credential-gone')?.state).toBe('warning');
    expect(checks.filter(({ state }) => state === 'error')).toEqual([]);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    // The registry never answers.
    await target(() => controller.abort(new ReleaseError('cancelled', 'Cancelled by Ctrl-C')));
    const options = { directory: place.folder, signal: controller.signal };
    const { stdout, stderr, exitCode } = await runCli(['doctor', '--json'], options);
    expect({ stderr, exitCode }).toEqual({ stderr: 'cancelled  Cancelled by Ctrl-C\n', exitCode: 130 });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(stdout).not.toContain('checks');
  });
});
