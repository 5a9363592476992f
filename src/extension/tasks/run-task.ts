import * as vscode from 'vscode';
import { hasWrites, type Report } from '#jobs';
import { formatCount, type Line, line } from '#text';
import { confirmPush } from '../jobs/ask/confirm-push.ts';
import type { JobTalk } from '../jobs/ask/job-talk.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobSubject } from '../jobs/results/job-subject.ts';
import { runCheck } from '../jobs/run/run-check.ts';
import { mirrorRunning, runMirror } from '../jobs/run/run-mirror.ts';
import { runPlan } from '../jobs/run/run-plan.ts';
import { runVerify } from '../jobs/run/run-verify.ts';
import { saveFirst } from '../jobs/run/save-first.ts';
import { problemLines } from '../jobs/words/problem-lines.ts';
import { problemCount } from '../release/problem-count.ts';
import { workspaceUntrusted } from '../worker/trust-guard.ts';
import { documentLines } from './document-lines.ts';
import type { TaskJob } from './task-definition.ts';

/** How a task ends: as the command line does. */
export type TaskOutcome = 'done' | 'trouble' | 'cancelled';

/**
 * Does the job of a task. What it says goes to the talk's lines.
 * @throws ReleaseError what the job throws
 */
export async function runTask(
  jobs: Jobs,
  { job }: TaskJob,
  subject: JobSubject,
  talk: JobTalk,
  nameOf: (file: string) => string,
): Promise<TaskOutcome> {
  // Said in the terminal, where whoever started the task looks.
  if (job !== 'check' && !vscode.workspace.isTrusted) throw workspaceUntrusted(vscode.l10n.t('No job runs'));
  const { services } = jobs;
  if (!(await saveFirst(subject.place.settings, job, services))) return 'cancelled';
  if (job === 'check') return check(jobs, subject, talk, nameOf);
  if (job === 'verify') return verify(jobs, subject, talk);
  if (job === 'mirror' && jobs.running.hasMirrorBeside(talk.control)) throw mirrorRunning();
  const planned = await runPlan(services, subject, talk);
  talk.say(await textOf(jobs, planned, 'plan'));
  if (job === 'plan') return planned.plan.ok ? 'done' : 'trouble';
  const inTerminal = vscode.l10n.t('the plan in the terminal');
  const isAsked = hasWrites(planned.plan);
  if (isAsked && (!(await confirmPush(planned, inTerminal)) || talk.control.isSettling)) {
    talk.say([line('Nothing was pushed.')]);
    return 'cancelled';
  }
  const mirrored = await runMirror(services, jobs.running, planned, talk);
  talk.say(await textOf(jobs, mirrored, 'report'));
  return outcomeOf(mirrored.report);
}

async function verify(jobs: Jobs, subject: JobSubject, talk: JobTalk): Promise<TaskOutcome> {
  const verified = await runVerify(jobs.services, subject, talk);
  talk.say(await textOf(jobs, verified, 'report'));
  return outcomeOf(verified.report);
}

function outcomeOf({ cancelled, ok }: Pick<Report, 'cancelled' | 'ok'>): TaskOutcome {
  if (cancelled) return 'cancelled';
  return ok ? 'done' : 'trouble';
}

async function check(
  { services }: Jobs,
  subject: JobSubject,
  talk: JobTalk,
  nameOf: (file: string) => string,
): Promise<TaskOutcome> {
  const { ok, problems, files } = await runCheck(services, subject, talk.control.signal);
  const summary = `${problemCount(problems) || 'No problems'} in ${formatCount(files, 'file')}`;
  talk.say([...problemLines(problems, nameOf), line(summary)]);
  return ok ? 'done' : 'trouble';
}

async function textOf(
  { services }: Jobs,
  { world, record }: { readonly world: 'aws' | 'sandbox'; readonly record: string },
  part: 'plan' | 'report',
): Promise<Line[]> {
  const { text } = await services.workers.ask(world, 'document', { record, part });
  return [line(), ...documentLines(text), line()];
}
