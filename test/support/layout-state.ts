import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a layout names, by name, read with nothing of ours.
 * @throws Error when something of it is not there to the last byte
 */
export async function wholeLayout(folder: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const checked = new Set<string>();
  const blob = async (digest: string) => {
    const bytes = await readFile(path.join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length)));
    const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if (found !== digest) throw new Error(`${digest} holds ${found}`);
    return bytes;
  };
  const manifest = async (digest: string): Promise<void> => {
    const { manifests = [], config, layers = [] } = JSON.parse((await blob(digest)).toString('utf8'));
    for (const child of manifests) await manifest(child.digest);
    for (const { digest: one } of [...(config ? [config] : []), ...layers]) {
      if (!checked.has(one)) await blob(one);
      checked.add(one);
    }
  };
  const index = JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8'));
  for (const { digest, annotations } of index.manifests) {
    names.set(annotations?.['org.opencontainers.image.ref.name'] ?? '', digest);
    await manifest(digest);
  }
  return names;
}
