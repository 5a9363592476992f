import * as vscode from 'vscode';
import { type Row, rowId } from './release-rows.ts';
import { rowIcon } from './row-icon.ts';
import { rowWords } from './row-words.ts';

/** A row as VS Code shows it, but for the tooltip, which is made when somebody points at it. */
export function rowItem(row: Row, isOpen: boolean): vscode.TreeItem {
  const { label, description, accessible } = rowWords(row, nameInWorkspace);
  const item = new vscode.TreeItem(label, collapsible(row, isOpen));
  item.id = rowId(row);
  item.description = description;
  item.accessibilityInformation = { label: accessible };
  item.iconPath = rowIcon(row);
  item.contextValue = contextOf(row);
  const command = commandOf(row);
  if (command) item.command = command;
  // Brings the file's own icon, and its colour when it has problems.
  if (row.kind === 'file') item.resourceUri = vscode.Uri.file(row.file);
  return item;
}

function collapsible(row: Row, isOpen: boolean): vscode.TreeItemCollapsibleState {
  const hasRows =
    row.kind === 'release' ||
    (row.kind === 'chart' && (row.state?.images?.total ?? 0) > 0) ||
    (row.kind === 'file' && row.images.length > 0);
  if (!hasRows) return vscode.TreeItemCollapsibleState.None;
  return isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** Words that package.json's menus look for: jobs can start from releases and files, references can be copied. */
function contextOf(row: Row): string {
  if (row.kind === 'chart-image') return row.reference === undefined ? row.kind : `${row.kind} reference`;
  if (row.kind === 'image') return row.reference === undefined ? 'image' : 'image reference';
  return row.kind === 'release' || row.kind === 'file' ? `jobs ${row.kind}` : row.kind;
}

function commandOf(row: Row): vscode.Command | undefined {
  switch (row.kind) {
    case 'image':
      return open(row.file, row.image.line, row.image.column);
    case 'file':
      return open(row.file);
    case 'chart':
      return open(row.settings, row.chart.line, row.chart.column);
    case 'settings': {
      const [first] = row.problems;
      return open(row.settings, first?.range.line, first?.range.column);
    }
    default:
      return undefined;
  }
}

function open(file: string, line?: number, column = 1): vscode.Command {
  const place = line === undefined ? undefined : new vscode.Position(line - 1, column - 1);
  const options: vscode.TextDocumentShowOptions = place ? { selection: new vscode.Range(place, place) } : {};
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(file), options] };
}

/** A release is called by its folder, as far as it has to be told from others. */
function nameInWorkspace(settings: string): string {
  const folder = vscode.Uri.joinPath(vscode.Uri.file(settings), '..');
  const inWorkspace = vscode.workspace.asRelativePath(folder);
  return inWorkspace === folder.fsPath
    ? (vscode.workspace.getWorkspaceFolder(folder)?.name ?? inWorkspace)
    : inWorkspace;
}
