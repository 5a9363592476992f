import { afterEach, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { commands, titleCommands } from '../../../src/extension/ids.ts';
import { registerTitleCommands } from '../../../src/extension/title-commands.ts';

type Run = (...given: unknown[]) => Promise<unknown>;
const editor = vi.hoisted(() => ({ registered: new Map<string, Run>(), run: [] as unknown[][] }));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  commands: {
    registerCommand: (id: string, run: Run) => {
      editor.registered.set(id, run);
      return { dispose: () => editor.registered.delete(id) };
    },
    executeCommand: async (...given: unknown[]) => editor.run.push(given),
  },
}));
afterEach(() => {
  editor.run.length = 0;
});

it('run the plain command without the row that has the focus', async () => {
  const all = registerTitleCommands({ log: {} as unknown as vscode.LogOutputChannel });
  expect([...editor.registered.keys()].sort()).toEqual(Object.values(titleCommands).sort());
  for (const [name, id] of Object.entries(titleCommands)) {
    editor.run.length = 0;
    await editor.registered.get(id)?.({ kind: 'image' }, [{ kind: 'image' }]);
    expect(editor.run).toEqual([[commands[name as keyof typeof commands]]]);
  }
  all.dispose();
  expect(editor.registered.size).toBe(0);
});
