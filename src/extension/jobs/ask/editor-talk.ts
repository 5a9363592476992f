import { ReleaseError } from '#problem';
import { formatLine, type Line } from '#text';
import type { Jobs } from '../jobs.ts';
import type { JobPart } from '../results/job-documents.ts';
import type { JobResult } from '../results/job-result.ts';
import type { JobKind } from '../run/job-control.ts';
import { withJobProgress } from '../run/job-progress.ts';
import { failureLines } from '../words/failure-lines.ts';
import { relativeName } from '../words/relative-name.ts';
import type { JobTalk } from './job-talk.ts';

/**
 * Runs a job as a command does: its lines, and how it failed, go to the output channel; its progress to a notification that cancels it.
 */
export function inEditor<T>(
  { services, running }: Jobs,
  kind: JobKind,
  title: string,
  work: (talk: JobTalk) => Promise<T>,
): Promise<T> {
  const say = (lines: readonly Line[]) => {
    for (const line of lines) services.jobs.appendLine(formatLine(line, false));
  };
  return running.run(kind, title, async (control) => {
    try {
      return await withJobProgress(title, control, (draw) => work({ control, say, draw }));
    } catch (error) {
      say([...failureLines(ReleaseError.from(error), relativeName), []]);
      throw error;
    }
  });
}

/** Puts a plan or report into the output channel. That it cannot be had changes nothing of the job. */
export async function sayDocument({ services }: Jobs, { world, record }: JobResult, part: JobPart): Promise<void> {
  const { workers, jobs, log } = services;
  try {
    const { text } = await workers.ask(world, 'document', { record, part });
    jobs.appendLine(text);
  } catch (error) {
    log.warn(`The ${part} of ${record} could not be shown: ${ReleaseError.from(error).message}`);
  }
}
