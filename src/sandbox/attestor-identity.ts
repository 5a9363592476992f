import { mkdir } from 'node:fs/promises';
import { type Attestor, fileAttestor } from './attestations/attestor.ts';
import { attestorNote } from './attestations/occurrence.ts';
import type { AttestorIdentity } from './hosts-map.ts';
import { registryHosts } from './open-listeners.ts';
import { liveOwner } from './store/owner-file.ts';

/** What others may know of an attestor. */
export function attestorIdentity({ key, file }: Attestor): AttestorIdentity {
  const { fingerprint, publicKey } = key;
  const url = `https://${registryHosts.attestations}/v1beta1/${attestorNote}/occurrences`;
  return { url, fingerprint, publicKey, ...(file === undefined ? {} : { file }) };
}

/**
 * Whoever attests the images of the sandbox on a data folder, whether it runs or not: its key is made now if it has none yet. Undefined
 * when one of an older version runs there. Throws when the folder cannot be used.
 */
export async function attestorOfFolder(dataDir: string): Promise<AttestorIdentity | undefined> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const owner = await liveOwner(dataDir);
  return owner ? owner.hostsMap.attestor : attestorIdentity(await fileAttestor(dataDir));
}
