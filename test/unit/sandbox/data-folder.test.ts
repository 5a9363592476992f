import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HostsMap, type RunningSandbox, readHostsMap, startSandbox } from '#sandbox';
import { call } from './http-call.ts';
import { digestOf, pushContents, putManifest } from './push-image.ts';
import { ecrLogin, originOf, targetHost } from './sandbox-login.ts';

let folder: string;
let dataDir: string;
const running: RunningSandbox[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ dataDir, empty: true, ...options });
  running.push(sandbox);
  return sandbox;
}

function owner(pid: number, port: number): string {
  const aws = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    accessKeyId: 'a',
    secretAccessKey: 'b',
    account: 'c',
  };
  return JSON.stringify({
    pid,
    startedAt: '2026-01-01',
    hostsMap: { schemaVersion: 1, sandbox: true, hosts: {}, aws },
  });
}

describe('what is pushed', () => {
  test('is there after a restart, tags final as before', async () => {
    const first = await start();
    await first.control.target.addRepository('acme/app');
    const headers = await ecrLogin(first);
    const repository = `${originOf(first, targetHost)}/v2/acme/app`;
    const manifest = await pushContents(repository, headers, 'kept');
    expect((await putManifest(repository, headers, '1.0.0', manifest)).status).toBe(201);
    // A tag may have any name, also one that objects treat specially.
    expect((await putManifest(repository, headers, '__proto__', manifest)).status).toBe(201);
    await first.close();

    const second = await start();
    const again = `${originOf(second, targetHost)}/v2/acme/app`;
    expect((await call('GET', `${again}/tags/list`, { headers })).status).toBe(401);
    const login = await ecrLogin(second);
    const tags = await call('GET', `${again}/tags/list`, { headers: login });
    expect(JSON.parse(tags.text).tags).toEqual(['1.0.0', '__proto__']);
    const pulled = await call('GET', `${again}/manifests/1.0.0`, { headers: login });
    expect(pulled.text).toBe(manifest);
    const layer = JSON.parse(manifest).layers[0].digest;
    const { location } = (await call('GET', `${again}/blobs/${layer}`, { headers: login })).headers;
    expect((await call('GET', `${location}`)).text).toBe('layer kept');
    expect((await putManifest(again, login, '1.0.0', manifest)).status).toBe(400);
  });

  test('is readable by its owner only; nothing is left of uploads', async () => {
    const sandbox = await start();
    await sandbox.control.target.addRepository('acme/app');
    const headers = await ecrLogin(sandbox);
    const repository = `${originOf(sandbox, targetHost)}/v2/acme/app`;
    const begun = await call('POST', `${repository}/blobs/uploads/`, { headers, body: '' });
    await call('PATCH', `${begun.headers.location}`, { headers, body: 'half' });
    await pushContents(repository, headers, 'x');
    for (const file of ['owner.json', 'state.json', 'attestor.json'])
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    await sandbox.close();
    expect(readdirSync(dataDir).sort()).toEqual(['attestor.asc', 'attestor.json', 'blobs', 'state.json']);
  });

  test('samples come once, and not into an empty sandbox', async () => {
    const first = await start({ empty: false });
    const { size } = statSync(join(dataDir, 'state.json'));
    await first.close();
    const second = await start({ empty: true });
    expect(statSync(join(dataDir, 'state.json')).size).toBe(size);
    await second.close();
  });

  test('a state that cannot be read stops the start, and the folder is free again', async () => {
    await (await start()).close();
    for (const text of ['{', '{"schemaVersion":2}', '{"schemaVersion":1,"registries":{"target":[]}}']) {
      writeFileSync(join(dataDir, 'state.json'), text);
      await expect(start()).rejects.toThrow();
      expect(existsSync(join(dataDir, 'owner.json'))).toBe(false);
    }
  });
});

describe('one owner', () => {
  test('a second start attaches, and leaves the first running when it ends', async () => {
    const first = await start();
    const second = await start();
    expect([first.attached, second.attached]).toEqual([false, true]);
    expect(second.hostsMap).toEqual(first.hostsMap);
    await expect(second.control.target.addRepository('acme/app')).rejects.toThrow(`process ${process.pid}`);
    expect(() => second.control.expireTokens()).toThrow();
    await second.close();
    await ecrLogin(first);
    await first.close();
    expect((await start()).attached).toBe(false);
  });

  test('of many at once, one starts', async () => {
    const all = await Promise.all([start(), start(), start(), start()]);
    expect(all.filter(({ attached }) => !attached)).toHaveLength(1);
    expect(new Set(all.map(({ hostsMap }) => hostsMap.aws.endpoint)).size).toBe(1);
  });

  test('what a dead process, a re-used process number or a crash while writing left is taken over', async () => {
    await (await start()).close();
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    // Port 1 is nobody's: a living process (this one) that serves nothing there is not the owner.
    for (const text of [owner(gone.pid ?? 0, 1), owner(process.pid, 1), '']) {
      writeFileSync(join(dataDir, 'owner.json'), text);
      const sandbox = await start();
      expect(sandbox.attached).toBe(false);
      expect(JSON.parse(readFileSync(join(dataDir, 'owner.json'), 'utf8')).pid).toBe(process.pid);
      await sandbox.close();
      expect(readdirSync(dataDir).filter((name) => name.startsWith('owner'))).toEqual([]);
    }
  });
});

describe('a process of its own', () => {
  let child: ChildProcess;

  async function program(): Promise<string> {
    const outfile = join(folder, 'sandbox.mjs');
    const contents = `
      import { startSandbox } from './index.ts';
      const sandbox = await startSandbox({ dataDir: process.argv[2], empty: true });
      await sandbox.control.target.addRepository('acme/app');
      process.stdout.write(JSON.stringify(sandbox.hostsMap));
    `;
    const resolveDir = fileURLToPath(new URL('../../../src/sandbox', import.meta.url));
    const stdin = { contents, resolveDir, loader: 'ts' } as const;
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
    return outfile;
  }

  async function run(file: string): Promise<HostsMap> {
    child = spawn(process.execPath, [file, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = child.stdout ? await once(child.stdout, 'data') : [];
    const hostsMap = readHostsMap(JSON.parse(`${printed}`));
    if (!hostsMap) throw new Error('The program printed no hosts map');
    return hostsMap;
  }

  afterEach(() => child.kill('SIGKILL'));

  test('another window attaches to it', async () => {
    const hostsMap = await run(await program());
    const attached = await start();
    expect(attached.attached).toBe(true);
    expect(attached.hostsMap).toEqual(hostsMap);
    await ecrLogin(attached);
  });

  test('killed at any moment, it leaves no tag without its content', async () => {
    const file = await program();
    for (const enough of [1, 7, 20]) {
      const hostsMap = await run(file);
      const sandbox = { hostsMap } as RunningSandbox;
      const headers = await ecrLogin(sandbox);
      const repository = `${originOf(sandbox, targetHost)}/v2/acme/app`;
      const confirmed: string[] = [];
      // In the middle of everything else: as soon as so many pushes have been confirmed.
      let kill = (): void => undefined;
      const killed = new Promise<void>((resolve) => {
        kill = resolve;
      }).then(() => child.kill('SIGKILL'));
      const pushes = Array.from({ length: 40 }, async (_, index) => {
        const tag = `${enough}-${index}`;
        const manifest = await pushContents(repository, headers, `${tag} ${'x'.repeat(5000)}`);
        if ((await putManifest(repository, headers, tag, manifest)).status === 201) confirmed.push(tag);
        if (confirmed.length === enough) kill();
      });
      await killed;
      await Promise.allSettled([...pushes, once(child, 'exit')]);

      const state = JSON.parse(readFileSync(join(dataDir, 'state.json'), 'utf8'));
      const { tags, manifests, blobs } = state.registries.target['acme/app'];
      expect(Object.keys(tags)).toEqual(expect.arrayContaining(confirmed));
      for (const digest of Object.values<string>(tags)) expect(manifests).toHaveProperty([digest]);
      for (const digest of [...Object.values<string>(tags), ...Object.keys(manifests), ...Object.keys(blobs)]) {
        expect(digestOf(readFileSync(join(dataDir, 'blobs', 'sha256', digest.slice(7))))).toBe(digest);
      }
      for (const { blobs: parts } of Object.values<{ blobs: string[] }>(manifests)) {
        for (const part of parts) expect(blobs).toHaveProperty([part]);
      }
    }
    expect((await start()).attached).toBe(false);
  });
});
