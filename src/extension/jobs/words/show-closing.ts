import * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { showFailure } from '../../show-failure.ts';
import type { Closing } from './closing-words.ts';

const show = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Something that a message offers to do. */
export interface Offer {
  readonly label: string;
  readonly run: () => Thenable<unknown>;
}

/** Tells how a job ended, with what can be done next. Does not wait for the user. */
export function showClosing(
  { log }: Pick<Services, 'log'>,
  { gravity, text }: Closing,
  ...offers: readonly Offer[]
): void {
  const labels = offers.map(({ label }) => label);
  const told = async () => {
    const chosen = await show[gravity](text, ...labels);
    await offers.find(({ label }) => label === chosen)?.run();
  };
  told().catch((error) => showFailure(error, log));
}

/** Offers the Problems view. */
export function showProblems(): Offer {
  return {
    label: vscode.l10n.t('Show Problems'),
    run: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
  };
}
