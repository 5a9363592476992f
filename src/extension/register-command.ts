import * as vscode from 'vscode';
import type { CommandId } from './ids.ts';
import type { Services } from './services.ts';
import { showFailure } from './show-failure.ts';

/**
 * Registers a command whose errors are told in one way.
 * @param run gets what the command was called with: the row it was called on and all selected rows, the file of an editor or explorer,
 * or nothing at all from the palette; whatever it is not sure of it has to check
 */
export function registerCommand(
  { log }: Pick<Services, 'log'>,
  id: CommandId,
  run: (...given: readonly unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...given: readonly unknown[]) => {
    try {
      return await run(...given);
    } catch (error) {
      showFailure(error, log);
      return undefined;
    }
  });
}
