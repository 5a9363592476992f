import type * as vscode from 'vscode';
import type * as Actions from './actions.ts';
import type { CommandId } from './ids.ts';
import { registerCommand } from './register-command.ts';
import type { Services } from './services.ts';

/**
 * Registers a command whose work is an action: the bundle of actions is loaded when it is called first.
 * @param run gets the actions, and what the command was called with (see {@link registerCommand})
 */
export function registerAction(
  services: Pick<Services, 'log'>,
  id: CommandId,
  run: (actions: typeof Actions, given: readonly unknown[]) => unknown,
): vscode.Disposable {
  return registerCommand(services, id, async (...given) => run(await import('./actions.ts'), given));
}
