import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { registerAction } from '../register-action.ts';
import { registerCommand } from '../register-command.ts';
import type { Services } from '../services.ts';
import { TargetStatus } from './target-status.ts';

/** Where and as whom: the status bar's item, and the commands that change it. */
export function registerSelection(services: Services): vscode.Disposable {
  const { selection, contextState, log, jobs } = services;
  const tell = () => contextState.set('marketplaceRelease.world', selection.current.world);
  tell();
  return vscode.Disposable.from(
    selection.onDidChange(tell),
    new TargetStatus(services),
    registerAction(services, commands.startSandbox, ({ startSandbox }) => startSandbox(services)),
    registerAction(services, commands.stopSandbox, ({ stopSandbox }) => stopSandbox(services)),
    registerAction(services, commands.copyAttestorKey, ({ copyAttestorKey }) => copyAttestorKey(services)),
    registerAction(services, commands.switchTarget, ({ switchTarget }) => switchTarget(services)),
    registerAction(services, commands.createSettings, ({ createSettings }) => createSettings(services)),
    registerAction(services, commands.signIn, ({ signIn }) => signIn(services)),
    registerCommand(services, commands.showLog, () => log.show()),
    registerCommand(services, commands.showJobs, () => jobs.show(true)),
  );
}
