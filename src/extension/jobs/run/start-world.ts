import type { WorkerWorld } from '#worker';
import type { WorkerClient } from '../../worker/worker-client.ts';

/**
 * Has the sandbox run before a job is started on it.
 * @returns its data folder; none in AWS's world
 * @throws ReleaseError when it does not start
 */
export async function startWorld(
  workers: WorkerClient,
  world: WorkerWorld,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (world !== 'sandbox') return undefined;
  return (await workers.ask('sandbox', 'startSandbox', {}, { signal })).dataDir;
}
