import { expect, it } from 'vitest';
import type { ContextState } from '../../../../src/extension/context-state.ts';
import { Sandbox } from '../../../../src/extension/sandbox/sandbox.ts';
import type { Selection } from '../../../../src/extension/selection/selection.ts';
import type { Workers } from '../../../../src/extension/worker/workers.ts';
import { EventEmitter } from '../../../support/vscode.ts';

it('is not stopped under a job that uses it, which would have it again at once', async () => {
  const did: string[] = [];
  let hasJob = true;
  const workers = {
    onDidChangeSandbox: new EventEmitter<undefined>().event,
    hasJob: (world: string) => world === 'sandbox' && hasJob,
    ask: async (_: string, operation: string) => did.push(operation),
    restart: (world: string) => did.push(`restart ${world}`),
  };
  const selection = {
    current: { world: 'sandbox' },
    choose: async ({ world }: { world: string }) => did.push(`choose ${world}`),
  };
  const sandbox = new Sandbox(
    workers as unknown as Workers,
    selection as unknown as Selection,
    { set: () => undefined } as unknown as ContextState,
  );
  await expect(sandbox.stop()).rejects.toMatchObject({ code: 'usage', message: 'A job is under way in the sandbox' });
  expect(did).toEqual([]);
  hasJob = false;
  await sandbox.stop();
  expect(did).toEqual(['choose aws', 'stopSandbox', 'restart sandbox']);
});
