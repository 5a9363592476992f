import type * as vscode from 'vscode';
import { showFailure } from '../../show-failure.ts';
import type { Jobs } from '../jobs.ts';
import { mirrorMemory } from './mirror-memory.ts';

/** Has it said what came of a mirror that is still written down. Nothing is loaded or asked before activation is over. */
export function resumeLater(jobs: Jobs): vscode.Disposable {
  const { context, log } = jobs.services;
  const stop = new AbortController();
  const resume = async () => {
    if (context.workspaceState.get(mirrorMemory) === undefined) return;
    const { resumeMirror } = await import('../../actions.ts');
    await resumeMirror(jobs, stop.signal);
  };
  const timer = setTimeout(() => {
    resume().catch((error) => {
      if (!stop.signal.aborted) showFailure(error, log);
    });
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
