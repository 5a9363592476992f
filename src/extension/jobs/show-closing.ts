import * as vscode from 'vscode';
import type { Closing } from './closing-words.ts';

const show = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Something that a message offers to do. */
export interface Offer {
  readonly label: string;
  readonly run: () => unknown;
}

/** Tells how a job ended, with what can be done next. Does not wait for the user. */
export function showClosing({ gravity, text }: Closing, ...offers: readonly Offer[]): void {
  const labels = offers.map(({ label }) => label);
  void show[gravity](text, ...labels).then((chosen) => offers.find(({ label }) => label === chosen)?.run());
}
