import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { registerTasks } from '../tasks/register-tasks.ts';
import { registerCancelCommand } from './cancel-command.ts';
import { registerCheckCommand } from './check-command.ts';
import { registerJobDocumentFeatures } from './job-document-features.ts';
import { JobDocuments } from './job-documents.ts';
import type { Jobs } from './jobs.ts';
import { registerMirrorCommand } from './mirror-command.ts';
import { registerPlanCommand } from './plan-command.ts';
import { registerPlanLenses } from './plan-lenses.ts';
import { registerPlanNewTagsCommand } from './plan-new-tags-command.ts';
import { registerPromoteCommand } from './promote-command.ts';
import { registerRehearseCommand } from './rehearse-command.ts';
import { resumeMirror } from './resume-mirror.ts';
import { RunningJobs } from './running-jobs.ts';
import { registerSavePlanCommand } from './save-plan-command.ts';
import { registerShowCommands } from './show-commands.ts';

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
