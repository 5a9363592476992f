import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { isRow, type Row } from '../../release/release-rows.ts';
import type { Services } from '../../services.ts';
import type { JobSubject } from '../results/job-subject.ts';

type Choosing = Pick<Services, 'selection' | 'settingsFiles'>;

/**
 * What a command is to work on: the rows or files that it was called on, else the release, which is asked for when there are several.
 * @param given what the command was called with
 * @returns undefined when the user chose none
 * @throws ReleaseError `settings-missing`; `usage` when they belong to different releases
 */
export async function chooseSubject(given: readonly unknown[], services: Choosing): Promise<JobSubject | undefined> {
  const [first, all] = given;
  // Menus give what is selected too; what was not selected when the menu was opened on it stands for itself.
  const several: unknown[] = Array.isArray(all) && all.some((one) => isSame(one, first)) ? all : [first];
  const rows = several.filter(isRow);
  if (rows.length > 0) return subjectOf(rows.map(fileOfRow), services);
  const uris = several.filter((one) => one instanceof vscode.Uri);
  if (uris.length > 0) return subjectOf(await Promise.all(uris.map((uri) => governed(uri, services))), services);
  const settings = await pickRelease(services);
  return settings === undefined ? undefined : subjectOf([{ settings }], services);
}

/** The explorer's names of files are copies. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (one instanceof vscode.Uri && other instanceof vscode.Uri && `${one}` === `${other}`);
}

/** A file and the settings it belongs to; without a file, all of them. */
interface Chosen {
  readonly settings: string;
  readonly file?: string;
}

async function subjectOf(chosen: readonly Chosen[], { selection }: Choosing): Promise<JobSubject | undefined> {
  const [first] = chosen;
  if (!first) return undefined;
  if (chosen.some(({ settings }) => settings !== first.settings)) {
    throw new ReleaseError('usage', 'These files belong to different releases', { hint: 'Run one release at a time.' });
  }
  const files = chosen.flatMap(({ file }) => file ?? []);
  const isWhole = files.length < chosen.length;
  const where = await selection.whereabouts(vscode.Uri.file(first.settings));
  return where && { ...where, files: isWhole ? [] : [...new Set(files)] };
}

function fileOfRow(row: Row): Chosen {
  const { settings } = row;
  return row.kind === 'file' || row.kind === 'image' ? { settings, file: row.file } : { settings };
}

async function governed(uri: vscode.Uri, { settingsFiles }: Choosing): Promise<Chosen> {
  const settings = await settingsFiles.governing(uri);
  if (!settings) {
    const message = `No marketplace.yaml governs ${path.basename(uri.fsPath)}: there is none in its folder or above it`;
    throw new ReleaseError('settings-missing', message);
  }
  return settings.fsPath === uri.fsPath
    ? { settings: settings.fsPath }
    : { settings: settings.fsPath, file: uri.fsPath };
}

/** The release of the workspace; the chosen one is offered first. */
async function pickRelease({ selection, settingsFiles }: Choosing): Promise<string | undefined> {
  const all = (await settingsFiles.all()).map(({ fsPath }) => fsPath);
  if (all.length === 0) {
    throw new ReleaseError('settings-missing', 'There is no marketplace.yaml in this workspace');
  }
  if (all.length === 1) return all[0];
  const chosen = (await selection.whereabouts())?.place.settings;
  const picks = all
    .sort((a, b) => Number(b === chosen) - Number(a === chosen))
    .map((settings) => ({
      label: path.basename(path.dirname(settings)),
      description: vscode.workspace.asRelativePath(settings),
      settings,
    }));
  const placeHolder = vscode.l10n.t('Which release?');
  return (await vscode.window.showQuickPick(picks, { placeHolder, matchOnDescription: true }))?.settings;
}
