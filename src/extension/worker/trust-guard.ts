import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import type { Operation, Operations, Place, WorkerWorld } from '#worker';

/**
 * How far each operation reaches: `local` ones read and write this machine's files, or start the sandbox on it; `network` ones ask a
 * registry or AWS, with the credentials that somebody has for it; a `job` does that for as long as it takes, and may write.
 */
export const reaches: Readonly<Record<Operation, 'local' | 'network' | 'job'>> = {
  targets: 'local',
  target: 'network',
  outline: 'local',
  profiles: 'local',
  identity: 'network',
  tryLogin: 'network',
  doctor: 'network',
  repositories: 'network',
  tags: 'network',
  tag: 'network',
  image: 'network',
  chartVersions: 'network',
  licenses: 'network',
  licenseUse: 'network',
  grants: 'network',
  checkLicense: 'job',
  planChart: 'job',
  injectChart: 'job',
  chartRecord: 'local',
  chartDocument: 'local',
  chartFile: 'local',
  chartImages: 'job',
  check: 'local',
  plan: 'job',
  verify: 'job',
  mirror: 'job',
  record: 'local',
  document: 'local',
  savePlan: 'local',
  startSandbox: 'local',
  stopSandbox: 'local',
};

/**
 * Refuses what a workspace may not decide before somebody trusts it: its marketplace.yaml names the hosts that get credentials. The
 * sandbox may be looked at, as long as no file of the workspace says where; a sandbox's settings can name real sources too.
 * @throws ReleaseError `workspace-untrusted`
 */
export function refuseUntrusted<O extends Operation>(
  world: WorkerWorld,
  operation: O,
  input: Operations[O]['input'],
): void {
  const reach = reaches[operation];
  if (vscode.workspace.isTrusted || reach === 'local') return;
  const { place, registry } = input as { readonly place?: Place; readonly registry?: string };
  // Of another registry than the target's even the sandbox would ask the real one.
  const isElsewhere = (operation === 'tags' || operation === 'image') && registry !== undefined;
  const isSandbox = world === 'sandbox' && place !== undefined && place.settings === undefined;
  if (reach === 'network' && isSandbox && !isElsewhere) return;
  throw workspaceUntrusted(reach === 'job' ? vscode.l10n.t('No job runs') : vscode.l10n.t('No registry is asked'));
}

/** @param what is not done, as the beginning of a sentence: `No job runs` */
export function workspaceUntrusted(what: string): ReleaseError {
  return new ReleaseError('workspace-untrusted', `${what} in a workspace that is not trusted`, {
    hint: 'Its marketplace.yaml decides which hosts get your credentials: look at it, then trust the workspace.',
  });
}
