import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyState, type SandboxState } from './sandbox-state.ts';
import { readStateText, writeStateText } from './state-text.ts';

/**
 * The state and the duty to keep it. Whoever changes `state` answers its client only after {@link StateKeeper.save} has
 * settled.
 */
export interface StateKeeper {
  readonly state: SandboxState;
  /** Whether nothing had been kept before: the moment to seed. */
  readonly fresh: boolean;
  /** Whether what had been kept is of a sandbox that had no Catalog yet: its entities are to be made up for. */
  readonly isBeforeCatalog: boolean;
  /** Settles when the state as it is now, or a later one, is kept. */
  save(): Promise<void>;
  /** Settles when the last save has; from then on nothing is written, so that the folder can be another's. */
  close(): Promise<void>;
}

/** Keeps the state in this process only. */
export function memoryKeeper(): StateKeeper {
  return {
    state: emptyState(),
    fresh: true,
    isBeforeCatalog: false,
    save: async () => undefined,
    close: async () => undefined,
  };
}

/**
 * Keeps the state in `state.json` of the folder. Each write goes to a second file that then takes the name, so a process killed
 * at any moment leaves the state before or after, never half of one. Saves that come while one is running share the next: a
 * hundred pushes at once do not write a hundred files.
 */
export async function fileKeeper(folder: string): Promise<StateKeeper> {
  const path = join(folder, 'state.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  const kept = text === undefined ? { state: emptyState(), isBeforeCatalog: false } : readStateText(text);
  const { state } = kept;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let closed = false;
  const write = async (): Promise<void> => {
    next = undefined;
    await writeFile(`${path}.new`, writeStateText(state), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  return {
    ...kept,
    fresh: text === undefined,
    save: async () => {
      if (closed) throw new Error('The sandbox is closed');
      if (!next) {
        next = running.then(write);
        // A save that fails is the failure of those who wait for it, not of the one after it.
        running = next.catch(() => undefined);
      }
      await next;
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
}
