import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { exitCodeOf, ReleaseError } from '#problem';
import { formatLine, type Line } from '#text';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobSubject } from '../jobs/results/job-subject.ts';
import type { JobControl } from '../jobs/run/job-control.ts';
import { failureLines } from '../jobs/words/failure-lines.ts';
import { relativeName } from '../jobs/words/relative-name.ts';
import { runTask, type TaskOutcome } from './run-task.ts';
import type { TaskJob } from './task-definition.ts';

const exitCodes: Readonly<Record<TaskOutcome, number>> = { done: 0, trouble: 1, cancelled: 130 };
/** What ends sooner, and not well, VS Code calls a terminal that failed to launch. */
const launchMs = 700;
const ctrlC = '\u0003';

/** The terminal of a task: the same lines, questions and exit status as the command line's. */
export class JobTerminal implements vscode.Pseudoterminal {
  readonly #jobs: Jobs;
  readonly #job: TaskJob;
  readonly #subject: () => Promise<JobSubject>;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #ended = new vscode.EventEmitter<number>();
  #control: JobControl | undefined;
  #isClosed = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#ended.event;

  constructor(jobs: Jobs, job: TaskJob, subject: () => Promise<JobSubject>) {
    this.#jobs = jobs;
    this.#job = job;
    this.#subject = subject;
  }

  open(): void {
    const launched = pause(launchMs);
    void this.#run().then(async (code) => {
      if (code !== 0) await launched;
      this.#ended.fire(code);
      // Nothing is said after the end.
      this.#written.dispose();
      this.#ended.dispose();
    });
  }

  /** Closing the terminal is a first cancel: what is under way is settled. */
  close(): void {
    this.#isClosed = true;
    if (this.#control?.isSettling === false) this.#control.cancel();
  }

  handleInput(data: string): void {
    if (!data.includes(ctrlC) || !this.#control) return;
    const isSecond = this.#control.isSettling;
    this.#control.cancel();
    if (!isSecond) this.#say([[{ text: 'Settling: what is under way is finished; Ctrl-C again stops at once.' }]]);
  }

  async #run(): Promise<number> {
    const { running } = this.#jobs;
    try {
      const subject = await this.#subject();
      const { job } = this.#job;
      return await running.run(job, `task ${job}`, async (control) => {
        this.#control = control;
        if (this.#isClosed) control.cancel();
        const say = (lines: readonly Line[]) => this.#say(lines);
        return exitCodes[await runTask(this.#jobs, this.#job, subject, { control, say }, relativeName)];
      });
    } catch (thrown) {
      const error = ReleaseError.from(thrown);
      this.#say(failureLines(error, relativeName));
      return exitCodeOf(error.code);
    }
  }

  #say(lines: readonly Line[]): void {
    this.#written.fire(lines.map((line) => `${formatLine(line, true)}\r\n`).join(''));
  }
}
