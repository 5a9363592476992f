import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The worker of a workbench's extension that was started last: that of the job, while one is under way. Linux only, as the journeys are. */
export function newestWorker(dataDir: string): number {
  const program = path.join(dataDir, 'extensions');
  const workers = readdirSync('/proc').flatMap((name) => {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (!command.includes(program) || !command.includes('worker.cjs')) return [];
      // After the name in brackets, which may hold blanks: the 20th is when it was started.
      const [, ...fields] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').slice(-1).join('').split(' ');
      return [{ pid: Number(name), started: Number(fields[18]) }];
    } catch {
      // No process, or one that has just ended.
      return [];
    }
  });
  const [newest] = workers.sort((a, b) => b.started - a.started || b.pid - a.pid);
  if (!newest) throw new Error(`No worker of ${dataDir} runs`);
  return newest.pid;
}
