import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { chooseSubject } from '../jobs/ask/choose-subject.ts';
import { isRow } from '../release/release-rows.ts';
import type { Services } from '../services.ts';
import type { ChartSubject } from './chart-subject.ts';

type Choosing = Pick<Services, 'selection' | 'settingsFiles' | 'workers'>;

/**
 * The chart that a command is about: of a row, a folder, an archive, a Chart.yaml or a lens above marketplace.yaml; else one of the
 * release's, or a folder or archive that somebody chooses.
 * @returns undefined when nobody chose
 * @throws ReleaseError `settings-missing`; what keeps the settings from being read
 */
export async function chooseChart(given: readonly unknown[], services: Choosing): Promise<ChartSubject | undefined> {
  const [first, name] = given;
  if (isRow(first) && first.kind === 'chart') return subjectOf(first.settings, first.chart.name, services);
  if (first instanceof vscode.Uri && path.basename(first.fsPath) !== 'marketplace.yaml')
    return subjectOf(await governing(first, services), chartAt(first), services);
  const subject = await chooseSubject([first], services);
  const settings = subject?.place.settings;
  if (settings === undefined) return undefined;
  const chart = typeof name === 'string' ? name : await pickChart(settings, subject?.world ?? 'aws', services);
  return chart === undefined ? undefined : subjectOf(settings, chart, services);
}

async function subjectOf(settings: string, chart: string, { selection }: Choosing): Promise<ChartSubject | undefined> {
  const where = await selection.whereabouts(vscode.Uri.file(settings));
  return where && { ...where, chart };
}

/** A chart's folder is what holds its Chart.yaml. */
function chartAt({ fsPath }: vscode.Uri): string {
  return path.basename(fsPath) === 'Chart.yaml' ? path.dirname(fsPath) : fsPath;
}

async function governing(uri: vscode.Uri, { settingsFiles }: Choosing): Promise<string> {
  const settings = await settingsFiles.governing(uri);
  if (settings) return settings.fsPath;
  const message = `No marketplace.yaml says where ${path.basename(uri.fsPath)} is released to: there is none in its folder or above it`;
  throw new ReleaseError('settings-missing', message, {
    hint: 'Move the chart below the folder of a marketplace.yaml, or name it under charts there.',
  });
}

interface Choice extends vscode.QuickPickItem {
  readonly chart: () => Promise<string | undefined>;
}

async function pickChart(
  settings: string,
  world: ChartSubject['world'],
  { workers }: Choosing,
): Promise<string | undefined> {
  const { charts } = await workers.ask(world, 'outline', { place: { settings } });
  const [only] = charts;
  if (only && charts.length === 1) return only.name;
  // Only macOS has a dialog that takes either.
  const others: Choice[] = [
    { label: vscode.l10n.t('A folder…'), chart: () => openChart(settings, 'folder') },
    { label: vscode.l10n.t('An archive…'), chart: () => openChart(settings, 'archive') },
  ];
  const choices: Choice[] = charts.map(({ name, source, version }) => ({
    label: name,
    description: [source, ...(version === undefined ? [] : [version])].join(' '),
    chart: async () => name,
  }));
  const title = vscode.l10n.t('Which chart?');
  return (await vscode.window.showQuickPick([...choices, ...others], { title }))?.chart();
}

async function openChart(settings: string, kind: 'folder' | 'archive'): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Which chart?'),
    openLabel: vscode.l10n.t('Use as Chart'),
    defaultUri: vscode.Uri.file(path.dirname(settings)),
    ...(kind === 'folder'
      ? { canSelectFiles: false, canSelectFolders: true }
      : { filters: { [vscode.l10n.t('Chart archives')]: ['tgz'] } }),
  });
  return chosen?.[0]?.fsPath;
}
