import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuiltImage } from '../../support/sample-images.ts';

/** `user` with the password `correct horse`, as htpasswd -B writes it. */
const htpasswd = 'user:$2b$05$H.OOS/B1lgUPzq8JhYf6LeZsMBp59iCucF5vZA3te5NWgq96cK5Za\n';

export interface RealRegistry {
  readonly host: string;
  readonly origin: string;
  close(): Promise<void>;
}

/** The CNCF distribution registry (Debian's docker-registry) on a free loopback port, its storage in a folder of its own. */
export async function startDockerRegistry(options: { readonly login?: boolean } = {}): Promise<RealRegistry> {
  const folder = await mkdtemp(path.join(tmpdir(), 'docker-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const auth = options.login ? `auth:\n  htpasswd:\n    realm: test\n    path: ${folder}/htpasswd\n` : '';
  await writeFile(path.join(folder, 'htpasswd'), htpasswd);
  await writeFile(
    path.join(folder, 'config.yml'),
    `version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    rootdirectory: ${folder}/data\nhttp:\n  addr: ${host}\n${auth}`,
  );
  const child = spawn('docker-registry', ['serve', path.join(folder, 'config.yml')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const origin = `http://${host}`;
  await Promise.race([ready(`${origin}/v2/`), failed]);
  return {
    host,
    origin,
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

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200 || status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
