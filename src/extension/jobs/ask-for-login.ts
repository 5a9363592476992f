import * as vscode from 'vscode';
import type { LoginEnded } from '#worker';
import { failureWords } from '../failure-words.ts';
import { openLoginTerminal } from '../selection/login-terminal.ts';
import type { Services } from '../services.ts';

/**
 * Asks to sign in to AWS again while a job waits. Goes on by itself when the terminal's command has ended well. A message that is put
 * away comes back in the middle of the window: a job must not wait for what nobody sees.
 */
export async function askForLogin(
  services: Pick<Services, 'context'>,
  ended: LoginEnded,
  signal: AbortSignal,
): Promise<'again' | 'stop'> {
  const words = vscode.l10n.t('The job waits: {0}', failureWords(ended));
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
  const ask = (modal: boolean) =>
    Promise.race([
      vscode.window.showWarningMessage(words, { modal }, signIn, goOn, ...(modal ? [] : [stop])),
      over,
      cancelled,
    ]);
  for (let isPutAway = false; ; ) {
    const chosen = await ask(isPutAway);
    if (chosen === goOn) return 'again';
    if (chosen === stop || (chosen === undefined && isPutAway)) return 'stop';
    isPutAway = chosen === undefined;
    if (chosen === signIn) await openLoginTerminal(services, ended.profile, isOver);
  }
}
