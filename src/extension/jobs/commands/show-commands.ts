import * as vscode from 'vscode';
import { commands } from '../../ids.ts';
import { registerCommand } from '../../register-command.ts';
import type { Jobs } from '../jobs.ts';
import { lastResult } from '../results/last-result.ts';

/** Shows the last plan and the last report of a release as documents. */
export function registerShowCommands(jobs: Jobs): vscode.Disposable {
  const { services, documents } = jobs;
  return vscode.Disposable.from(
    registerCommand(services, commands.showPlan, async (...given) => {
      const result = await lastResult(jobs, given, 'plan');
      if (result) await documents.open(result, 'plan');
    }),
    registerCommand(services, commands.showReport, async (...given) => {
      const result = await lastResult(jobs, given, 'report');
      if (result) await documents.open(result, 'report');
    }),
  );
}
