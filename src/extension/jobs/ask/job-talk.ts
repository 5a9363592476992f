import type { Line } from '#text';
import type { JobControl } from '../run/job-control.ts';
import type { DrawProgress } from '../run/job-progress.ts';

/** Where a job says what it does, and who can stop it: the editor with its notifications, or a task's terminal. */
export interface JobTalk {
  readonly control: JobControl;
  say(lines: readonly Line[]): void;
  readonly draw?: DrawProgress;
}
