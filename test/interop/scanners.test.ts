import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeScanner } from '../support/fake-scanner.ts';
import { type MemoryRegistry, memoryRegistry } from '../support/memory-registry.ts';
import { seed } from '../support/mirror-world.ts';
import { buildImage } from '../support/sample-images.ts';
import { trivyJson } from '../support/scan-reports.ts';
import { TestAuthority } from '../support/test-authority.ts';
import { documentOf, Workspace } from './support/command-line.ts';

interface Plan {
  readonly items: readonly {
    readonly outcome: string;
    readonly message?: string;
    readonly findings?: readonly { readonly rule: string; readonly message: string }[];
  }[];
}

const word = 'a word,without blanks';
const given = 'the-word-of-the-source';
const image = buildImage({ platforms: ['linux/amd64', 'linux/arm64'], layers: [], seed: 'scanned' });
const grave = { id: 'CVE-2026-1', name: 'openssl', version: '3.0.1', fixedIn: '3.0.2', severity: 'Critical' };

/** A registry in memory, behind TLS of an authority that nobody knows, and a login. */
async function guarded(registry: MemoryRegistry, authority: TestAuthority) {
  const expected = `Basic ${Buffer.from(`reader:${given}`).toString('base64')}`;
  const server = https.createServer({ ...authority.certify(['localhost']) }, (request, response) => {
    if (request.headers.authorization !== expected)
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    const { method, url = '', headers } = request;
    const passed = http.request(registry.origin + url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `localhost:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

let source: MemoryRegistry;
let target: MemoryRegistry;
let front: Awaited<ReturnType<typeof guarded>>;
let here: Workspace;
let bin: string;
let scanners: Readonly<Record<'trivy' | 'grype', ReturnType<typeof fakeScanner>>>;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  [source, target] = await Promise.all([memoryRegistry(), memoryRegistry()]);
  const authority = new TestAuthority('Ours');
  front = await guarded(source, authority);
  seed(source, 'acme/app', '1', image);
  bin = mkdtempSync(path.join(tmpdir(), 'scanners-'));
  scanners = { trivy: fakeScanner(bin, 'trivy'), grype: fakeScanner(bin, 'grype') };
  environment = {
    PATH: `${bin}:${process.env.PATH}`,
    SOURCE_WORD: given,
    TRIVY_SEVERITY: 'LOW',
    TRIVY_PASSWORD: word,
    AWS_SECRET_ACCESS_KEY: word,
  };
  here = new Workspace({
    'ca.pem': authority.pem,
    '1_images.txt': `app:1 ${front.host}/acme/app:1@${image.root}\n`,
  });
});
beforeEach(() => {
  for (const one of Object.values(scanners)) {
    one.does('scan');
    one.forget();
  }
});
afterAll(async () => {
  here?.remove();
  rmSync(bin, { recursive: true, force: true });
  await front?.close();
  await Promise.all([source?.close(), target?.close()]);
});

function settings(scan: string) {
  const { host } = new URL(target.origin);
  const registry = `{ username: reader, password: { env: SOURCE_WORD }, ca: ca.pem, plainHttp: false }`;
  here.write(
    'marketplace.yaml',
    `version: 1\ntarget: { registry: "${host}", prefix: p }\nfiles: { unpaired: sources }\nregistries: { "${front.host}": ${registry} }\n${scan}\n`,
  );
}

const plan = async (scan: string, ...argv: string[]) => {
  settings(scan);
  const ended = await here.run(['plan', '--json', ...argv], environment);
  return { ...ended, items: () => documentOf<Plan>(ended).items };
};

describe.each(['trivy', 'grype'] as const)('%s on the PATH', (name) => {
  const scan = `scan: { with: ${name} }`;

  it('pulls each platform with the login and the authority of the registry, and lets pass what is clean', async () => {
    const { status, items } = await plan(scan);
    expect(items()).toMatchObject([{ outcome: 'copy' }]);
    expect(status).toBe(0);
    const calls = scanners[name].calls();
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      expect(call.arguments.join(' ')).not.toContain(given);
      expect(call.environment).not.toHaveProperty('TRIVY_SEVERITY');
      expect(JSON.stringify(call.environment)).not.toContain(word);
      expect(call.folder).not.toContain(here.folder);
      expect(existsSync(call.folder)).toBe(false);
    }
  });

  it('stops what is vulnerable; nothing is pushed', async () => {
    scanners[name].does('scan', [grave]);
    const { status, items } = await plan(scan);
    expect(items()).toMatchObject([
      {
        outcome: 'failed',
        message: 'p/app:1 has 1 critical vulnerability: CVE-2026-1 in openssl 3.0.1 (fixed in 3.0.2)',
      },
    ]);
    expect(status).toBe(1);
    expect((await here.run(['mirror', '--yes', '--json'], environment)).status).toBe(1);
    expect(target.repositories.get('p/app')?.tags.size ?? 0).toBe(0);
  });

  it.each([
    ['fail', 'scanner-failed', /could not log in as reader with \[redacted\]/],
    ['garbage', 'scanner-answer', /not JSON/],
    ['endless', 'scanner-answer', /larger than/],
  ] as const)('that goes wrong (%s) is never a clean image', async (mood, code, message) => {
    scanners[name].does(mood);
    const { status, items, stdout, stderr } = await plan(scan);
    expect(items()[0]?.findings?.[0]).toMatchObject({ rule: code, message: expect.stringMatching(message) });
    expect(status).toBe(1);
    expect(stdout + stderr).not.toContain(given);
  });

  it('ends with a plan that is cancelled, and with all that it has started', async () => {
    scanners[name].does('hang');
    settings(scan);
    const { child, ended } = here.start(['plan', '--json'], environment);
    await vi.waitFor(() => expect(scanners[name].calls().length).toBeGreaterThan(0), { timeout: 20_000 });
    const group = scanners[name].calls().map(({ pid }) => pid);
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    for (const pid of group) await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  it('is known to the doctor, with its version', async () => {
    settings(scan);
    const { stdout } = await here.run(['doctor'], environment);
    expect(stdout).toContain(name === 'trivy' ? '0.68.0' : '0.100.0');
  });
});

it('a scanner that is not installed stops the plan, and the doctor says so too', async () => {
  rmSync(path.join(bin, 'trivy'));
  try {
    const { status, items } = await plan('scan: { with: trivy }');
    expect(items()[0]).toMatchObject({ outcome: 'failed', findings: [{ rule: 'scanner-missing' }] });
    expect(status).toBe(1);
    expect((await here.run(['doctor'], environment)).stdout).toContain('Trivy is not installed');
  } finally {
    scanners = { ...scanners, trivy: fakeScanner(bin, 'trivy') };
  }
});

it('files that the command line names count, also where the settings name none', async () => {
  const found = { id: 'CVE-2026-2', severity: 'critical' };
  const report = trivyJson({ name: 'app', repoDigests: [`app@${image.root}`], architecture: 'arm64' }, [found]);
  here.write('arm.json', JSON.stringify(report));
  const none = await plan('', '--findings', 'none-here.json,arm.json');
  expect(none.status).toBe(2);
  expect(none.stdout + none.stderr).toContain('none-here.json does not exist');
  const named = await plan('', '--findings', 'arm.json');
  expect(named.items()[0]?.findings?.map(({ rule }) => rule)).toEqual(['vulnerable', 'scan-missing']);
  here.write('arm.json', 'no JSON');
  const broken = await plan('', '--findings', '*.json');
  expect(broken.status).toBe(2);
  expect(broken.stdout + broken.stderr).toContain('findings-malformed');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
