import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { RealRegistry } from './docker-registry.ts';

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** `skopeo inspect --raw | sha256sum`: what a stranger's tool says a tag holds. */
export function skopeoDigest(host: string, repository: string, tag: string): string {
  const { status, stdout, stderr } = spawnSync(
    'skopeo',
    ['inspect', '--raw', '--tls-verify=false', `docker://${host}/${repository}:${tag}`],
    {
      maxBuffer: 16_777_216,
    },
  );
  if (status !== 0) throw new Error(`skopeo: ${stderr.toString()}`);
  return `sha256:${createHash('sha256').update(stdout).digest('hex')}`;
}

/** Every tag of a registry with its digest, as `repository:tag`. */
export async function allTags(registry: RealRegistry): Promise<Map<string, string>> {
  const { repositories } = await json<{ repositories: string[] }>(`${registry.origin}/v2/_catalog?n=1000`);
  const found = new Map<string, string>();
  for (const repository of repositories) {
    const response = await fetch(`${registry.origin}/v2/${repository}/tags/list`);
    if (response.status !== 200) continue;
    const { tags } = (await response.json()) as { tags: string[] | null };
    for (const tag of tags ?? []) {
      const head = await fetch(`${registry.origin}/v2/${repository}/manifests/${tag}`, {
        method: 'HEAD',
        headers: { accept },
      });
      found.set(`${repository}:${tag}`, head.headers.get('docker-content-digest') ?? `status ${head.status}`);
    }
  }
  return found;
}

/** What tags refer to that is not there, or not what its digest says: empty in a registry that nothing half-written is in. */
export async function missingContent(registry: RealRegistry): Promise<string[]> {
  const missing: string[] = [];
  const checkedBlobs = new Set<string>();
  const blob = async (repository: string, digest: string, size: number) => {
    if (checkedBlobs.has(`${repository}@${digest}`)) return;
    checkedBlobs.add(`${repository}@${digest}`);
    const head = await fetch(`${registry.origin}/v2/${repository}/blobs/${digest}`, { method: 'HEAD' });
    if (head.status !== 200 || Number(head.headers.get('content-length')) !== size)
      missing.push(`${repository}@${digest}`);
  };
  const manifest = async (repository: string, name: string): Promise<void> => {
    const response = await fetch(`${registry.origin}/v2/${repository}/manifests/${name}`, { headers: { accept } });
    if (response.status !== 200) return void missing.push(`${repository}@${name}`);
    const document = (await response.json()) as {
      manifests?: { digest: string }[];
      config?: { digest: string; size: number };
      layers?: { digest: string; size: number }[];
    };
    for (const child of document.manifests ?? []) await manifest(repository, child.digest);
    for (const { digest, size } of [...(document.config ? [document.config] : []), ...(document.layers ?? [])])
      await blob(repository, digest, size);
  };
  for (const [tag] of await allTags(registry)) {
    const colon = tag.lastIndexOf(':');
    await manifest(tag.slice(0, colon), tag.slice(colon + 1));
  }
  return missing;
}

/** Those of the blobs that a registry has whole, as `repository@digest`. */
export async function heldBlobs(
  registry: RealRegistry,
  blobs: readonly { readonly repository: string; readonly digest: string }[],
): Promise<Set<string>> {
  const held = new Set<string>();
  for (const { repository, digest } of blobs) {
    const head = await fetch(`${registry.origin}/v2/${repository}/blobs/${digest}`, { method: 'HEAD' });
    if (head.status === 200) held.add(`${repository}@${digest}`);
  }
  return held;
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
