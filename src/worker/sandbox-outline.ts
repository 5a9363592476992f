import type { SandboxProcess } from '#composition';
import type { SandboxOutline } from './protocol.ts';

/** What the editor may know of a sandbox: where it is, and no login. */
export function sandboxOutline({ hosts, dataDir, isOurs }: SandboxProcess): SandboxOutline {
  return {
    dataDir,
    isOurs,
    hosts: Object.fromEntries(Object.entries(hosts.hosts).map(([host, { origin }]) => [host, origin])),
    account: hosts.aws?.account ?? '',
    ...(hosts.attestor ? { attestorKey: hosts.attestor.publicKey } : {}),
  };
}
