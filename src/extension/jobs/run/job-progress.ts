import * as vscode from 'vscode';
import type { Progress } from '#text';
import { progressMessage, progressPercent } from '../words/progress-message.ts';
import type { JobControl } from './job-control.ts';

const drawEveryMs = 100;
/** What ends sooner than this after a cancel needs no notification of its own. */
const settlesWithinMs = 300;

/** Draws a job's progress; called at every event, and draws at most ten times a second. */
export type DrawProgress = (progress: Progress) => void;

/**
 * Shows a job as a notification that cancels it. VS Code takes a notification away when it is cancelled, while the job still settles
 * what is under way: that is shown in a second one, whose cancel ends it at once.
 */
export async function withJobProgress<T>(
  title: string,
  control: JobControl,
  work: (draw: DrawProgress) => Promise<T>,
): Promise<T> {
  const meter = new Meter();
  const done = work((progress) => meter.draw(progress));
  const ended = done.then(
    () => undefined,
    () => undefined,
  );
  const show = (words: string, over: Promise<unknown>) =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: words, cancellable: true },
      async (report, token) => {
        meter.showIn(report);
        token.onCancellationRequested(() => control.cancel());
        await over;
      },
    );
  // A command may have cancelled: then the first notification is still there, and its cancel would mean something else by now.
  let replace = () => {};
  const replaced = new Promise<void>((resolve) => {
    replace = resolve;
  });
  void show(title, Promise.race([ended, replaced]));
  const settle = () => {
    const timer = setTimeout(() => {
      replace();
      void show(vscode.l10n.t('Settling: what is under way is finished; cancel again to stop at once'), ended);
    }, settlesWithinMs);
    void ended.then(() => clearTimeout(timer));
  };
  control.signal.addEventListener('abort', settle, { once: true });
  try {
    return await done;
  } finally {
    control.signal.removeEventListener('abort', settle);
    meter.stop();
  }
}

type Report = vscode.Progress<{ message?: string; increment?: number }>;

/** A notification's message and bar. */
class Meter {
  #report: Report | undefined;
  #timer: NodeJS.Timeout | undefined;
  #percent = 0;

  /** A new notification, whose bar is empty. */
  showIn(report: Report): void {
    this.#report = report;
    this.#percent = 0;
  }

  draw(progress: Progress): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const increment = Math.max(progressPercent(progress) - this.#percent, 0);
      this.#percent += increment;
      this.#report?.report({ message: progressMessage(progress, performance.now()), increment });
    }, drawEveryMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
