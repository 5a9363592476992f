import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerTasks } from '../tasks/register-tasks.ts';
import { registerCancelCommand } from './commands/cancel-command.ts';
import { registerCheckCommand } from './commands/check-command.ts';
import { registerMirrorCommand } from './commands/mirror-command.ts';
import { registerPlanCommand } from './commands/plan-command.ts';
import { registerPlanNewTagsCommand } from './commands/plan-new-tags-command.ts';
import { registerPromoteCommand } from './commands/promote-command.ts';
import { registerRehearseCommand } from './commands/rehearse-command.ts';
import { registerSavePlanCommand } from './commands/save-plan-command.ts';
import { registerShowCommands } from './commands/show-commands.ts';
import type { Jobs } from './jobs.ts';
import { registerJobDocumentFeatures } from './results/job-document-features.ts';
import { JobDocuments } from './results/job-documents.ts';
import { registerPlanLenses } from './results/plan-lenses.ts';
import { resumeMirror } from './run/resume-mirror.ts';
import { RunningJobs } from './run/running-jobs.ts';

/** The jobs: their commands, the documents that they leave behind, and tasks. */
export function registerJobs(services: Services): vscode.Disposable {
  const documents = new JobDocuments(services);
  const running = new RunningJobs(services.contextState);
  const jobs: Jobs = { services, running, documents };
  return vscode.Disposable.from(
    {
      dispose: () => {
        running.isClosing = true;
      },
    },
    registerJobDocumentFeatures(documents),
    registerPlanLenses(services),
    registerCheckCommand(jobs),
    registerPlanCommand(jobs),
    registerPlanNewTagsCommand(jobs),
    registerMirrorCommand(jobs),
    registerPromoteCommand(jobs),
    registerRehearseCommand(jobs),
    registerCancelCommand(jobs),
    registerShowCommands(jobs),
    registerSavePlanCommand(jobs),
    registerTasks(jobs),
    resumeMirror(jobs),
  );
}
