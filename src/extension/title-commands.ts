import * as vscode from 'vscode';
import { commands, titleCommands } from './ids.ts';
import { registerCommand } from './register-command.ts';
import type { Services } from './services.ts';

/** Has the buttons of view titles do what the palette does, whichever row has the focus. */
export function registerTitleCommands(services: Pick<Services, 'log'>): vscode.Disposable {
  const names = Object.keys(titleCommands) as (keyof typeof titleCommands)[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      registerCommand(services, titleCommands[name], () => vscode.commands.executeCommand(commands[name])),
    ),
  );
}
