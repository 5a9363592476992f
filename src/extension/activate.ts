import * as vscode from 'vscode';
import { ChartStates } from './charts/chart-states.ts';
import { ContextState } from './context-state.ts';
import { Documents } from './documents/documents.ts';
import { registerJobs } from './jobs/register-jobs.ts';
import { JobResults } from './jobs/results/job-results.ts';
import { registerLanguages } from './languages/register-languages.ts';
import { registerLicenses } from './licenses/register-licenses.ts';
import { FileProblems } from './problems/file-problems.ts';
import { registerRegistries } from './registries/register-registries.ts';
import { RegistryLogins } from './registries/registry-logins.ts';
import { registerRelease } from './release/register-release.ts';
import { registerRepositories } from './repositories/register-repositories.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { KnownTarget } from './selection/known-target.ts';
import { registerSelection } from './selection/register-selection.ts';
import { Selection } from './selection/selection.ts';
import { SettingsFiles } from './selection/settings-files.ts';
import type { Services } from './services.ts';
import { TagsChanged } from './tags-changed.ts';
import { registerTitleCommands } from './title-commands.ts';
import { Workers } from './worker/workers.ts';

/** The entry. Builds the services and registers the features; nothing is read, asked or started before somebody looks or acts. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Marketplace Release', { log: true });
  const jobs = vscode.window.createOutputChannel('Marketplace Jobs');
  const registryLogins = new RegistryLogins(context);
  const workers = new Workers(context, log, registryLogins);
  const settingsFiles = new SettingsFiles();
  const selection = new Selection(context.workspaceState, settingsFiles);
  const known = new KnownTarget(workers, selection, log);
  const tagsChanged = new TagsChanged();
  const contextState = new ContextState();
  const sandbox = new Sandbox(workers, selection, contextState);
  const documents = new Documents();
  const problems = new FileProblems(vscode.Uri.joinPath(context.extensionUri, 'media', 'docs', 'codes.md'));
  const results = new JobResults(context.workspaceState, workers);
  const charts = new ChartStates(context.workspaceState, workers);
  const services: Services = {
    context,
    log,
    jobs,
    workers,
    registryLogins,
    settingsFiles,
    selection,
    known,
    sandbox,
    tagsChanged,
    contextState,
    documents,
    problems,
    results,
    charts,
  };
  context.subscriptions.push(
    log,
    jobs,
    workers,
    registryLogins,
    settingsFiles,
    selection,
    known,
    sandbox,
    tagsChanged,
    documents,
    problems,
    results,
    charts,
    registerSelection(services),
    registerRegistries(services),
    registerRelease(services),
    registerRepositories(services),
    registerLicenses(services),
    registerJobs(services),
    registerLanguages(services),
    registerTitleCommands(services),
  );
}
