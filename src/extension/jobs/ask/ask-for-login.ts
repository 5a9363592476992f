import * as vscode from 'vscode';
import type { LoginEnded } from '#worker';
import { failureWords } from '../../failure-words.ts';
import { openLoginTerminal } from '../../selection/login-terminal.ts';
import type { Services } from '../../services.ts';

/**
 * Asks to sign in to AWS again while a job waits. Goes on by itself when the terminal's command has ended well. A message that is put
 * away comes back in the middle of the window: a job must not wait for what nobody sees. Put away there too, it comes back as a message:
 * only who says so stops the job.
 * @param progress how far the job is; empty when that is not known
 */
export async function askForLogin(
  services: Pick<Services, 'context'>,
  ended: LoginEnded,
  signal: AbortSignal,
  progress: () => string,
): Promise<'again' | 'stop'> {
  const signIn = vscode.l10n.t('Sign In to AWS');
  const goOn = vscode.l10n.t('Continue');
  const stop = vscode.l10n.t('Stop the Job');
  let isOver = () => {};
  const over = new Promise<typeof goOn>((resolve) => {
    isOver = () => resolve(goOn);
  });
  const cancelled = new Promise<typeof stop>((resolve) => {
    if (signal.aborted) resolve(stop);
    signal.addEventListener('abort', () => resolve(stop), { once: true });
  });
  const ask = (modal: boolean) => {
    const far = progress();
    const words = far === '' ? vscode.l10n.t('The job waits') : vscode.l10n.t('The job waits at {0}', far);
    const question = vscode.window.showWarningMessage(
      `${words}: ${failureWords(ended)}`,
      { modal },
      ...[signIn, goOn, stop],
    );
    return Promise.race([question, over, cancelled]);
  };
  for (let isPutAway = false; ; ) {
    const chosen = await ask(isPutAway);
    if (chosen === goOn) return 'again';
    if (chosen === stop) return 'stop';
    isPutAway = chosen === undefined && !isPutAway;
    if (chosen === signIn) await openLoginTerminal(services, ended.profile, isOver);
  }
}
