import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { createSettings } from './create-settings.ts';
import { startSandbox, stopSandbox } from './sandbox-commands.ts';
import { signIn } from './sign-in.ts';
import { switchTarget } from './switch-target.ts';
import { TargetStatus } from './target-status.ts';

/** Where and as whom: the status bar's item, and the commands that change it. */
export function registerSelection(services: Services): vscode.Disposable {
  const { selection, contextState, log, jobs } = services;
  const tell = () => contextState.set('marketplaceRelease.world', selection.current.world);
  tell();
  return vscode.Disposable.from(
    selection.onDidChange(tell),
    new TargetStatus(services),
    registerCommand(services, commands.startSandbox, () => startSandbox(services)),
    registerCommand(services, commands.stopSandbox, () => stopSandbox(services)),
    registerCommand(services, commands.switchTarget, () => switchTarget(services)),
    registerCommand(services, commands.createSettings, () => createSettings(services)),
    registerCommand(services, commands.signIn, () => signIn(services)),
    registerCommand(services, commands.showLog, () => log.show()),
    registerCommand(services, commands.showJobs, () => jobs.show(true)),
  );
}
