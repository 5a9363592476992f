import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuiltImage } from '../../support/sample-images.ts';
import type { ServerCertificate } from '../../support/test-authority.ts';

/** `user` with the password `correct horse`, as htpasswd -B writes it. */
const htpasswd = 'user:$2b$05$H.OOS/B1lgUPzq8JhYf6LeZsMBp59iCucF5vZA3te5NWgq96cK5Za\n';

export interface RealRegistry {
  readonly host: string;
  readonly origin: string;
  /** Loses a blob of a repository, and keeps the manifests that name it, as garbage collection gone wrong does. */
  lose(repository: string, digest: string): Promise<void>;
  close(): Promise<void>;
}

/** The CNCF distribution registry (Debian's docker-registry) on a free loopback port, its storage in a folder of its own. */
export async function startDockerRegistry(
  options: {
    readonly login?: boolean;
    readonly tls?: ServerCertificate & { readonly ca: string };
    /** On ::1 instead of 127.0.0.1. */
    readonly isIpv6?: boolean;
  } = {},
): Promise<RealRegistry> {
  const { tls } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'docker-registry-'));
  const host = options.isIpv6 ? `[::1]:${await freePort('::1')}` : `127.0.0.1:${await freePort('127.0.0.1')}`;
  const auth = options.login ? `auth:\n  htpasswd:\n    realm: test\n    path: ${folder}/htpasswd\n` : '';
  await writeFile(path.join(folder, 'htpasswd'), htpasswd);
  await writeFile(path.join(folder, 'cert.pem'), tls?.cert ?? '');
  await writeFile(path.join(folder, 'key.pem'), tls?.key ?? '', { mode: 0o600 });
  const secure = tls ? `  tls:\n    certificate: ${folder}/cert.pem\n    key: ${folder}/key.pem\n` : '';
  await writeFile(
    path.join(folder, 'config.yml'),
    `version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    rootdirectory: ${folder}/data\nhttp:\n  addr: "${host}"\n${secure}${auth}`,
  );
  const child = spawn('docker-registry', ['serve', path.join(folder, 'config.yml')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const origin = `${tls ? 'https' : 'http'}://${host}`;
  await Promise.race([ready(`${origin}/v2/`, tls?.ca), failed]);
  return {
    host,
    origin,
    lose: (repository, digest) =>
      rm(`${folder}/data/docker/registry/v2/repositories/${repository}/_layers/${digest.replace(':', '/')}`, {
        recursive: true,
      }),
    close: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Pushes an image as the specification says, with nothing of ours, tag last. */
export async function pushImage(
  registry: RealRegistry,
  repository: string,
  tag: string,
  image: BuiltImage,
): Promise<void> {
  for (const [digest, bytes] of image.blobs) {
    const started = await fetch(`${registry.origin}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const location = new URL(started.headers.get('location') ?? '', registry.origin);
    location.searchParams.set('digest', digest);
    const put = await fetch(location, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (put.status !== 201) throw new Error(`blob ${digest}: ${put.status} ${await put.text()}`);
  }
  for (const { digest, mediaType, bytes } of image.manifests) {
    for (const name of digest === image.root ? [digest, tag] : [digest]) {
      const url = `${registry.origin}/v2/${repository}/manifests/${name}`;
      const put = await fetch(url, {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: { 'content-type': mediaType },
      });
      if (put.status !== 201) throw new Error(`manifest ${name}: ${put.status} ${await put.text()}`);
    }
  }
}

async function ready(url: string, ca: string | undefined): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const status = await (ca === undefined ? fetch(url).then((response) => response.status) : statusOf(url, ca)).catch(
      () => 0,
    );
    if (status === 200 || status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

function statusOf(url: string, ca: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = https.get(url, { ca, agent: false }, (response) => resolve(response.resume().statusCode ?? 0));
    asked.on('error', reject);
  });
}

async function freePort(address: '127.0.0.1' | '::1'): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}
