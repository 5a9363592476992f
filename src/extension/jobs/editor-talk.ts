import type * as vscode from 'vscode';
import { formatLine, type Line } from '#text';
import type { JobKind } from './job-control.ts';
import { withJobProgress } from './job-progress.ts';
import type { JobTalk } from './job-talk.ts';
import type { Jobs } from './jobs.ts';

/** Runs a job as a command does: its lines go to the output channel, its progress to a notification that cancels it. */
export function inEditor<T>(
  { services, running }: Jobs,
  kind: JobKind,
  title: string,
  work: (talk: JobTalk) => Promise<T>,
): Promise<T> {
  const say = (lines: readonly Line[]) => {
    for (const line of lines) services.jobs.appendLine(formatLine(line, false));
  };
  return running.run(kind, title, (control) => withJobProgress(title, control, (draw) => work({ control, say, draw })));
}

/** Ends what a job has said in the output channel, with its plan, report or error as a document would show it. */
export function sayText(channel: vscode.OutputChannel, text: string): void {
  channel.appendLine(text.trimEnd());
  channel.appendLine('');
}
