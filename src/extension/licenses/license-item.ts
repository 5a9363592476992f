import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { type LicenseRow, licenseRowId } from './license-row.ts';
import type { LicensesModel } from './licenses-model.ts';
import { usedLevel } from './words/entitlement-words.ts';
import { licenseGravity } from './words/license-words.ts';
import { licenseRowWords } from './words-of-license.ts';

const colours = { error: 'problemsErrorIcon.foreground', warning: 'problemsWarningIcon.foreground' } as const;

/** A row as VS Code shows it, but for the tooltip, which is made when somebody points at it. */
export function licenseItem(row: LicenseRow, model: LicensesModel, now: number): vscode.TreeItem {
  const { label, description, accessible } = licenseRowWords(row, model, now);
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const isOpenable = row.kind === 'license' || row.kind === 'distributed-grants';
  const item = new vscode.TreeItem(label, isOpenable ? Collapsed : None);
  item.id = licenseRowId(row);
  item.description = description;
  item.accessibilityInformation = { label: accessible };
  item.iconPath = iconOf(row, now);
  item.contextValue = contextOf(row);
  if (row.kind === 'more-licenses' || row.kind === 'license-trouble')
    item.command = { command: commands.loadMoreLicenses, title: label, arguments: [row] };
  return item;
}

/** Icons only repeat what the words say. */
function iconOf(row: LicenseRow, now: number): vscode.ThemeIcon {
  switch (row.kind) {
    case 'license': {
      const gravity = licenseGravity(row.license, now);
      return gravity === 'good' ? icon('verified') : icon(gravity === 'error' ? 'error' : 'warning', colours[gravity]);
    }
    case 'entitlement':
      return usedLevel(row) ? icon('warning', colours.warning) : icon('symbol-numeric');
    case 'license-grant':
      return icon('key');
    case 'distributed-grants':
      return icon('organization');
    case 'license-note':
      return icon('info');
    case 'more-licenses':
      return icon('ellipsis');
    case 'license-trouble':
      return icon('error', colours.error);
  }
}

/** Words that package.json's menus look for, sorted. */
function contextOf({ kind }: LicenseRow): string {
  switch (kind) {
    case 'license':
      return 'arn;license';
    case 'license-grant':
      return 'arn;grant';
    default:
      return kind;
  }
}

function icon(name: string, colour?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
