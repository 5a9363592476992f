import { exitCodeOf, ReleaseError } from '#problem';

/**
 * Fires at the first Ctrl-C, SIGTERM or SIGHUP: jobs settle what is under way and report. At the second the process ends at once.
 * The program says that it has heard; see `program.ts`.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (name: string) => {
    if (controller.signal.aborted) process.exit(exitCodeOf('cancelled'));
    controller.abort(new ReleaseError('cancelled', name === 'SIGINT' ? 'Cancelled by Ctrl-C' : `Cancelled by ${name}`));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop);
  return controller.signal;
}
