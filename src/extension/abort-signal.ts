import type * as vscode from 'vscode';

/** A signal that fires when VS Code's token does. */
export function abortSignal(token: vscode.CancellationToken): AbortSignal {
  const stop = new AbortController();
  if (token.isCancellationRequested) stop.abort();
  else token.onCancellationRequested(() => stop.abort());
  return stop.signal;
}
