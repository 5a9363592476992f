import type * as vscode from 'vscode';
import type { SandboxOutline } from '#worker';

/** The sandbox, as far as this window knows of it. */
export interface SandboxControl extends vscode.Disposable {
  /** Undefined while it is not known to run. */
  readonly running: SandboxOutline | undefined;
  readonly onDidChange: vscode.Event<void>;
  /** Starts it or finds it running, and makes its world the chosen one. @throws ReleaseError */
  start(): Promise<SandboxOutline>;
  /** Ends the one that this window runs; leaves another window's alone. The real world is chosen first, so that nobody asks for it again. @throws ReleaseError `usage` while a job uses it */
  stop(): Promise<void>;
}
