import path from 'node:path';
import { sandboxEnvironment } from '#composition';
import type { SandboxOutline, WorkerStart, WorkerWorld } from '#worker';
import { WorkerProcess } from '../../src/extension/worker/worker-process.ts';

/** Secrets that somebody's environment may hold, and no process of the sandbox's world may see. */
export const plantedSecrets = {
  AWS_ACCESS_KEY_ID: 'AKIAPLANTEDPLANTED00',
  AWS_SECRET_ACCESS_KEY: 'planted/secret/planted/secret/planted000',
  AWS_SESSION_TOKEN: 'planted-session-token',
  AWS_PROFILE: 'planted-profile',
  TM_TOKEN: 'planted-registry-password',
  DOCKER_CONFIG: '/planted/docker',
};

/** Starts workers as the editor does, below one folder that is their home. */
export function workerStarter(programs: string, home: string) {
  const started: WorkerProcess[] = [];
  const said: string[] = [];
  const start = (world: WorkerWorld, more: Partial<WorkerStart> = {}, environment: NodeJS.ProcessEnv = {}) => {
    const sandboxes: (SandboxOutline | undefined)[] = [];
    const given = { PATH: process.env.PATH, HOME: home, ...(world === 'sandbox' ? plantedSecrets : {}) };
    const log = (level: string) => (message: string) => void said.push(`${level} ${message}`);
    const worker = new WorkerProcess({
      file: path.join(programs, 'worker.cjs'),
      environment: { ...(world === 'sandbox' ? sandboxEnvironment(given) : given), ...environment },
      start: {
        type: 'start',
        world,
        version: '1.2.3',
        program: path.join(programs, 'cli.cjs'),
        records: path.join(home, 'records'),
        ...more,
      },
      log: { debug: log('debug'), info: log('info'), warn: log('warn') },
      onSandbox: (sandbox) => sandboxes.push(sandbox),
    });
    started.push(worker);
    return Object.assign(worker, { sandboxes });
  };
  const end = async () => {
    for (const worker of started) worker.kill();
    await Promise.all(started.map(({ ended }) => ended));
  };
  return { start, said, end };
}

/** Waits for something that happens in another process. */
export async function until<T>(what: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
