import type { WorkerWorld } from '#worker';
import type { WorkerClient } from '../worker/worker-client.ts';

/** Has the sandbox run before a job is started on it. @throws ReleaseError when it does not start */
export async function startWorld(workers: WorkerClient, world: WorkerWorld, signal: AbortSignal): Promise<void> {
  if (world === 'sandbox') await workers.ask('sandbox', 'startSandbox', {}, { signal });
}
