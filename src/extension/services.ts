import type * as vscode from 'vscode';
import type { ChartStates } from './charts/chart-states.ts';
import type { ContextState } from './context-state.ts';
import type { Documents } from './documents/documents.ts';
import type { JobResults } from './jobs/results/job-results.ts';
import type { FileProblems } from './problems/file-problems.ts';
import type { RegistryLogins } from './registries/registry-logins.ts';
import type { SandboxControl } from './sandbox/sandbox-control.ts';
import type { KnownTarget } from './selection/known-target.ts';
import type { Selection } from './selection/selection.ts';
import type { SettingsFiles } from './selection/settings-files.ts';
import type { TagsChanged } from './tags-changed.ts';
import type { WorkerClient } from './worker/worker-client.ts';

/** What the features of the extension share. Made once, in `activate`; nothing of it does I/O before it is asked. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  /** What happened, for bug reports; redacted. */
  readonly log: vscode.LogOutputChannel;
  /** What jobs say, as a terminal would show it. */
  readonly jobs: vscode.OutputChannel;
  readonly workers: WorkerClient;
  /** What somebody has signed in with to registries. */
  readonly registryLogins: RegistryLogins;
  readonly settingsFiles: SettingsFiles;
  readonly selection: Selection;
  readonly known: KnownTarget;
  readonly sandbox: SandboxControl;
  readonly tagsChanged: TagsChanged;
  readonly contextState: ContextState;
  readonly documents: Documents;
  readonly problems: FileProblems;
  /** What plans and reports say of the releases. */
  readonly results: JobResults;
  /** The same of their charts. */
  readonly charts: ChartStates;
}
