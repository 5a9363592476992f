import * as vscode from 'vscode';
import { registerCharts } from '../charts/register-charts.ts';
import { commands } from '../ids.ts';
import { registerAction } from '../register-action.ts';
import type { Services } from '../services.ts';
import { registerTasks } from '../tasks/register-tasks.ts';
import type { Jobs } from './jobs.ts';
import { registerJobDocumentFeatures } from './results/job-document-features.ts';
import { JobDocuments } from './results/job-documents.ts';
import { registerPlanLenses } from './results/plan-lenses.ts';
import { resumeLater } from './run/resume-later.ts';
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
    registerAction(services, commands.check, ({ checkCommand }, given) => checkCommand(jobs, given)),
    registerAction(services, commands.plan, ({ planCommand }, given) => planCommand(jobs, given)),
    registerAction(services, commands.verify, ({ verifyCommand }, given) => verifyCommand(jobs, given)),
    registerAction(services, commands.verifyLayers, ({ verifyCommand }, given) => verifyCommand(jobs, given, 'layers')),
    registerAction(services, commands.planNewTags, ({ planNewTagsCommand }, given) => planNewTagsCommand(jobs, given)),
    registerAction(services, commands.mirror, ({ mirrorCommand }, given) => mirrorCommand(jobs, given)),
    registerAction(services, commands.promote, ({ promoteCommand }, given) => promoteCommand(jobs, given)),
    registerAction(services, commands.rehearse, ({ rehearseCommand }, given) => rehearseCommand(jobs, given)),
    registerAction(services, commands.cancelJob, ({ cancelCommand }) => cancelCommand(jobs)),
    registerAction(services, commands.showPlan, ({ showCommand }, given) => showCommand(jobs, given, 'plan')),
    registerAction(services, commands.showReport, ({ showCommand }, given) => showCommand(jobs, given, 'report')),
    registerAction(services, commands.savePlan, ({ savePlanCommand }, given) => savePlanCommand(jobs, given)),
    registerCharts(jobs),
    registerTasks(jobs),
    resumeLater(jobs),
  );
}
