import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { forwardProxy } from '../support/forward-proxy.ts';
import { buildImage, noise } from '../support/sample-images.ts';
import { TestAuthority } from '../support/test-authority.ts';
import { documentOf, type Ended, Workspace } from './support/command-line.ts';
import { pushImage, type RealRegistry, startDockerRegistry } from './support/docker-registry.ts';
import { type NamedSandbox, namedSandbox } from './support/named-sandbox.ts';
import { allTags, missingContent } from './support/registry-state.ts';
import { type RealProxy, startTinyproxy } from './support/tinyproxy.ts';

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly items: readonly {
    readonly outcome: string;
    readonly code?: string;
    readonly message?: string;
    readonly hint?: string;
  }[];
}

/** A network as a bank has it: names that only its proxy knows the way to, and certificates of its own authority. */
const authority = new TestAuthority('Bank CA');
const names = { source: 'source.bank.test:8080', target: 'registry.bank.test', intruder: 'plain.bank.test' };
// Its configuration takes letters, digits and - . _ only.
const password = 'correct-horse_9';
const images = {
  'tiny:1': buildImage({ layers: [], seed: 'tiny' }),
  'zeebe:9.9.9': buildImage({
    platforms: ['linux/amd64', 'linux/arm64'],
    layers: [noise('base', 2_000_000)],
    seed: 'zeebe',
  }),
  'large:1': buildImage({ layers: [noise('large', 50_000_000)], seed: 'large' }),
};

let source: RealRegistry;
let target: RealRegistry;
let sandbox: NamedSandbox;
let ways: Awaited<ReturnType<typeof forwardProxy>>;
let proxy: RealProxy;
beforeAll(async () => {
  const certificate = authority.certify([names.target, '127.0.0.1']);
  [source, target, sandbox] = await Promise.all([
    startDockerRegistry(),
    startDockerRegistry({ tls: { ...certificate, ca: authority.pem } }),
    namedSandbox(authority),
  ]);
  for (const [name, image] of Object.entries(images)) {
    const [repository = '', tag = ''] = name.split(':');
    await pushImage(source, repository, tag, image);
  }
  ways = await forwardProxy({
    hosts: {
      [names.source]: source.host,
      [`${names.target}:443`]: target.host,
      [`${names.intruder}:443`]: source.host,
      ...sandbox.hosts,
    },
  });
  proxy = await startTinyproxy({ user: 'user', password }, ways.host);
});
afterAll(async () => {
  await Promise.all([proxy?.close(), ways?.close(), source?.close(), target?.close(), sandbox?.close()]);
});

function settings(registry: string, prefix: string, ca: string): string {
  return [
    'version: 1',
    `target: { registry: "${registry}", prefix: ${prefix} }`,
    'registries:',
    `  "${names.source}": { plainHttp: true }`,
    ca,
  ].join('\n');
}

function workspace(text: string, wanted: readonly (keyof typeof images)[]): Workspace {
  const entries = wanted.map((name) => [name, { source: `${names.source}/${name}@${images[name].root}`, dest: name }]);
  return new Workspace({
    'marketplace.yaml': text,
    '1_release.json': JSON.stringify({ metadata: { images: Object.fromEntries(entries) } }),
    'ca.pem': authority.pem,
  });
}

function through(secret = password): Record<string, string> {
  const url = `http://user:${encodeURIComponent(secret)}@${proxy.host}`;
  return { HTTPS_PROXY: url, HTTP_PROXY: url };
}

/** What a run says, in all, and without its line ends. */
function said(ended: Ended): string {
  return (ended.stdout + ended.stderr).replace(/\s+/g, ' ');
}

/** What a stranger's program reads under a tag, over TLS. */
function digestAt(repository: string, tag: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'certificates-'));
  writeFileSync(path.join(folder, 'ca.crt'), authority.pem);
  const args = ['inspect', '--raw', '--cert-dir', folder, `docker://${target.host}/${repository}:${tag}`];
  const { status, stdout, stderr } = spawnSync('skopeo', args, { maxBuffer: 16_777_216 });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`skopeo: ${stderr.toString()}`);
  return `sha256:${createHash('sha256').update(stdout).digest('hex')}`;
}

describe('through tinyproxy with a login, from plain HTTP to TLS of a private authority', () => {
  const ca = `  ${names.target}: { ca: ca.pem }`;

  it('a mirror copies byte for byte, 50 MB in bounded memory, and all of it passes the proxy', async () => {
    const here = workspace(settings(names.target, 'through', ca), ['tiny:1', 'zeebe:9.9.9', 'large:1']);
    const before = ways.passed.length;
    const ended = await here.run(['mirror', '--yes', '--json'], through());
    expect(said(ended)).not.toContain(password);
    expect(said(ended)).not.toContain(encodeURIComponent(password));
    expect(documentOf<Report>(ended).summary).toMatchObject({ copied: 3, failed: 0 });
    expect(ended.status).toBe(0);
    for (const [name, image] of Object.entries(images)) {
      const [repository = '', tag = ''] = name.split(':');
      expect(digestAt(`through/${repository}`, tag)).toBe(image.root);
    }
    const passed = ways.passed.slice(before);
    expect(passed.filter(({ method }) => method === 'CONNECT').map(({ target: to }) => to)).toContain(
      `${names.target}:443`,
    );
    expect(passed.some(({ target: to }) => to.startsWith(`http://${names.source}/v2/large/blobs/`))).toBe(true);
    expect(await proxy.log()).toContain(`CONNECT ${names.target}:443`);
    process.stdout.write(
      `peak memory ${Math.round((ended.peakMemory ?? 0) / 1e6)} MB, ${passed.length} requests at the proxy\n`,
    );
    expect(ended.peakMemory).toBeLessThan(150_000_000);
    const listed = await here.run(['list', 'tags', 'zeebe', '--json'], through());
    expect(listed.stdout).toContain('9.9.9');
    here.remove();
  });

  it('a wrong password, and none, are said as such without being shown', async () => {
    const here = workspace(settings(names.target, 'wrong', ca), ['tiny:1']);
    const wrong = await here.run(['list', 'tags', 'tiny'], through('planted-wrong'));
    expect(wrong.status).toBe(1);
    expect(said(wrong)).toContain('proxy-refused');
    expect(said(wrong)).toContain('refused the login');
    expect(said(wrong)).toContain(proxy.host);
    expect(said(wrong)).not.toContain('planted-wrong');
    const none = await here.run(['plan'], { ALL_PROXY: proxy.host });
    expect(said(none)).toContain('proxy-refused');
    expect(said(none)).toContain('Write it before the host in ALL_PROXY, as user:password@');
    here.remove();
  });

  it('without the authority the error says where to give it; a server without TLS is told apart', async () => {
    const here = workspace(settings(names.target, 'untrusted', ''), ['tiny:1']);
    const untrusted = await here.run(['mirror', '--yes', '--json'], through());
    expect(untrusted.status).toBe(1);
    expect(documentOf<Report>(untrusted).items[0]).toMatchObject({
      code: 'tls-failed',
      hint: expect.stringContaining(`registries."${names.target}".ca`),
    });
    const extra = await here.run(['plan', '--json'], {
      ...through(),
      NODE_EXTRA_CA_CERTS: path.join(here.folder, 'ca.pem'),
    });
    expect(extra.status).toBe(0);
    const openssl = await here.run(['plan', '--json'], {
      ...through(),
      SSL_CERT_FILE: path.join(here.folder, 'ca.pem'),
    });
    expect(openssl.status).toBe(0);
    here.write('marketplace.yaml', settings(names.intruder, 'plain', ''));
    const plain = await here.run(['plan', '--json'], through());
    expect(documentOf<Report>(plain).items[0]).toMatchObject({
      code: 'tls-failed',
      message: expect.stringContaining('does not speak TLS'),
      hint: expect.stringContaining(`registries."${names.intruder}".plainHttp: true`),
    });
    here.remove();
  });

  it('a name that the proxy does not know, and a proxy that is not there, are named', async () => {
    const here = workspace(settings('nowhere.bank.test', 'x', ''), ['tiny:1']);
    const unknown = await here.run(['list', 'tags', 'tiny'], through());
    expect(said(unknown)).toMatch(/the proxy \S+ did not reach nowhere\.bank\.test:443/);
    const gone = await here.run(['list', 'tags', 'tiny'], { HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(said(gone)).toMatch(/unreachable.*the proxy 127\.0\.0\.1:1/s);
    here.remove();
  });

  it('what NO_PROXY lists, and this machine, are reached without', async () => {
    const here = workspace(settings(target.host, 'direct', `  "${target.host}": { ca: ca.pem, plainHttp: false }`), [
      'tiny:1',
    ]);
    const before = ways.passed.length;
    expect((await here.run(['mirror', '--yes', '--json'], through())).status).toBe(0);
    expect(digestAt('direct/tiny', '1')).toBe(images['tiny:1'].root);
    expect(ways.passed.slice(before).filter(({ target: to }) => to.includes('127.0.0.1'))).toEqual([]);
    here.write('marketplace.yaml', settings(names.target, 'x', ca));
    const listed = await here.run(['list', 'tags', 'tiny'], { ...through(), no_proxy: '.bank.test' });
    expect(said(listed)).not.toContain('proxy-refused');
    expect(said(listed)).toMatch(/its name is not known/);
    here.remove();
  });
});

describe('over IPv6', () => {
  it('from and to registries at [::1], by names that are addresses', async () => {
    const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
    if (!hasIpv6) {
      process.stderr.write('This machine has no ::1: nothing was tried over IPv6.\n');
      return;
    }
    const [from, to] = await Promise.all([
      startDockerRegistry({ isIpv6: true }),
      startDockerRegistry({ isIpv6: true }),
    ]);
    onTestFinished(async () => void (await Promise.all([from.close(), to.close()])));
    const image = images['zeebe:9.9.9'];
    await pushImage(from, 'zeebe', '9.9.9', image);
    const here = new Workspace({
      'marketplace.yaml': `version: 1\ntarget: { registry: "${to.host}", prefix: six }\nfiles: { unpaired: sources }\n`,
      '1_images.txt': `zeebe:9.9.9 ${from.host}/zeebe:9.9.9@${image.root}\n`,
    });
    const ended = await here.run(['mirror', '--yes', '--json']);
    expect(documentOf<Report>(ended).summary).toMatchObject({ copied: 1, failed: 0 });
    // Skopeo takes no such address for a host.
    expect((await allTags(to)).get('six/zeebe:9.9.9')).toBe(image.root);
    expect(await missingContent(to)).toEqual([]);
    const listed = await here.run(['list', 'tags', 'zeebe']);
    expect(listed.stdout).toContain('9.9.9');
    here.remove();
  });
});

describe("AWS's own names through tinyproxy, by TLS of a private authority", () => {
  const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';

  it('lists and mirrors, signed and with ECR tokens', async () => {
    const here = workspace(settings(registry, 'camunda/camunda8', ''), ['zeebe:9.9.9']);
    const environment = { ...through(), ...sandbox.environment, AWS_CA_BUNDLE: path.join(here.folder, 'ca.pem') };
    const before = ways.passed.length;
    const listed = await here.run(['list', 'repositories', '--json'], environment);
    expect(listed.stdout).toContain('camunda/camunda8/zeebe');
    expect(listed.status).toBe(0);
    const ended = await here.run(['mirror', '--yes', '--json'], environment);
    expect(documentOf<Report>(ended).summary).toMatchObject({ copied: 1, failed: 0 });
    const again = await here.run(['plan', '--json'], environment);
    expect(documentOf<Report>(again).items[0]).toMatchObject({ outcome: 'present' });
    const tunnels = new Set(
      ways.passed.slice(before).flatMap(({ method, target: to }) => (method === 'CONNECT' ? [to] : [])),
    );
    for (const host of ['catalog.marketplace.us-east-1', 'api.ecr.us-east-1', 'sts.us-east-1']) {
      expect([...tunnels]).toContain(`${host}.amazonaws.com:443`);
    }
    expect([...tunnels]).toContain(`${registry}:443`);
    here.remove();
  });

  it('say what to do without the authority, and with a wrong password of the proxy', async () => {
    const here = workspace(settings(registry, 'camunda/camunda8', ''), ['zeebe:9.9.9']);
    const untrusted = await here.run(['list', 'repositories'], { ...through(), ...sandbox.environment });
    expect(said(untrusted)).toMatch(/tls-failed/);
    expect(said(untrusted)).toContain('AWS_CA_BUNDLE');
    const environment = { ...sandbox.environment, AWS_CA_BUNDLE: path.join(here.folder, 'ca.pem') };
    const wrong = await here.run(['list', 'repositories'], { ...through('planted-wrong'), ...environment });
    expect(said(wrong)).toMatch(/proxy-refused/);
    expect(said(wrong)).toContain(proxy.host);
    expect(said(wrong)).not.toContain('planted-wrong');
    const missing = await here.run(['list', 'repositories'], {
      ...through(),
      ...environment,
      AWS_CA_BUNDLE: 'none.pem',
    });
    expect(said(missing)).toMatch(/AWS_CA_BUNDLE.*none\.pem/);
    here.remove();
  });
});
