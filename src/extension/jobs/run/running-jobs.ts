import type { ContextState } from '../../context-state.ts';
import { JobControl, type JobKind } from './job-control.ts';

/** The jobs of this window that are under way. */
export class RunningJobs {
  readonly #contextState: Pick<ContextState, 'set'>;
  readonly #running = new Set<JobControl>();
  /** Set when the window is about to close: a job that ends now has not ended, it is only not watched any more. */
  isClosing = false;

  constructor(contextState: Pick<ContextState, 'set'>) {
    this.#contextState = contextState;
  }

  /** Those that a cancel would stop, the newest first. */
  get all(): readonly JobControl[] {
    return [...this.#running].reverse();
  }

  /** Whether a mirror runs: a second one would have to share its tags. */
  get hasMirror(): boolean {
    return this.hasMirrorBeside(undefined);
  }

  /** The same, for a job that counts itself. */
  hasMirrorBeside(job: JobControl | undefined): boolean {
    return this.all.some((one) => one.kind === 'mirror' && one !== job);
  }

  /** Counts a job as running as long as the work takes. */
  async run<T>(kind: JobKind, title: string, work: (control: JobControl) => Promise<T>): Promise<T> {
    const control = new JobControl(kind, title);
    this.#running.add(control);
    this.#tell();
    try {
      return await work(control);
    } finally {
      this.#running.delete(control);
      this.#tell();
    }
  }

  #tell(): void {
    this.#contextState.set('marketplaceRelease.jobRunning', this.#running.size > 0);
  }
}
