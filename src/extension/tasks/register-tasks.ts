import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { taskType } from '../ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobSubject } from '../jobs/results/job-subject.ts';
import { readSetting } from '../read-setting.ts';
import { readTaskJob, type TaskJob, taskName, taskSubject } from './task-definition.ts';

const offered = ['check', 'plan', 'verify', 'mirror'] as const;

/** Jobs as tasks: those of each release are offered, others can be written in tasks.json. */
export function registerTasks(jobs: Jobs): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    provideTasks: () => offer(jobs),
    resolveTask: ({ definition, scope, name }) => {
      const job = readTaskJob(definition);
      const folder = folderOf(scope);
      return job && folder && makeTask(jobs, definition, job, folder, name);
    },
  });
}

async function offer(jobs: Jobs): Promise<vscode.Task[]> {
  const { settingsFiles, selection } = jobs.services;
  const tasks = await Promise.all(
    (await settingsFiles.all()).map(async (uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const where = await selection.whereabouts(uri);
      if (!folder || !where) return [];
      const about: Omit<TaskJob, 'job'> = {
        settings: path.relative(folder.uri.fsPath, uri.fsPath).replaceAll('\\', '/'),
        ...(where.place.target === undefined ? {} : { target: where.place.target }),
        ...(where.world === 'sandbox' ? { sandbox: true } : {}),
      };
      return offered.map((job) => {
        const full: TaskJob = { job, ...about };
        return makeTask(jobs, { type: taskType, ...full }, full, folder, taskName(full));
      });
    }),
  );
  return tasks.flat();
}

function makeTask(
  jobs: Jobs,
  definition: vscode.TaskDefinition,
  job: TaskJob,
  folder: vscode.WorkspaceFolder,
  name: string,
): vscode.Task {
  // Variables in the definition are filled in by the time it is run.
  const execution = new vscode.CustomExecution(async (resolved) => {
    const now = readTaskJob(resolved) ?? job;
    const { JobTerminal } = await import('../actions.ts');
    return new JobTerminal(jobs, now, () => subjectOf(jobs, now, folder));
  });
  // No problem matcher: the check puts its problems on their lines itself. A matcher, which is there for the command line in a task of
  // the shell, would say them twice; and no list at all would have VS Code ask for one.
  return new vscode.Task(definition, folder, name, taskType, execution, []);
}

async function subjectOf({ services }: Jobs, job: TaskJob, folder: vscode.WorkspaceFolder): Promise<JobSubject> {
  const all = (await services.settingsFiles.all()).filter(
    (uri) => vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index,
  );
  const [only] = all;
  const file = job.settings ?? (all.length === 1 ? only?.fsPath : undefined);
  if (file === undefined) {
    const message = `The folder ${folder.name} has ${all.length === 0 ? 'no' : 'several'} marketplace.yaml`;
    const hint = all.length === 0 ? 'Write one.' : 'Name the one that is meant as "settings" of the task.';
    throw new ReleaseError(all.length === 0 ? 'settings-missing' : 'usage', message, { hint });
  }
  return taskSubject(job, folder.uri.fsPath, file, readSetting('profile') || undefined);
}

/** A task of the whole workspace or the user is about the first folder. */
function folderOf(scope: vscode.Task['scope']): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
}
