import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import type { Node } from './node.ts';
import { idOf } from './node-names.ts';
import type { RowWords } from './words/row-words.ts';

/** How a kind of row looks and what it offers. Icons only repeat what the words say. */
interface Look {
  readonly icon: vscode.ThemeIcon;
  readonly isOpenable: boolean;
  /** Words that package.json's menus look for, sorted. */
  readonly context: string;
  /** Whether choosing the row asks for what it stands for. */
  readonly asks?: boolean;
}

/** A row as VS Code shows it, but for the tooltip, which is made when somebody points at it. */
export function rowItem(node: Node, { label, description, accessible }: RowWords, isFinal: boolean): vscode.TreeItem {
  const { icon, isOpenable, context, asks } = lookOf(node, isFinal);
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, isOpenable ? Collapsed : None);
  item.id = idOf(node);
  item.description = description;
  item.accessibilityInformation = { label: accessible };
  item.iconPath = icon;
  item.contextValue = context;
  if (asks) item.command = { command: commands.loadMore, title: label, arguments: [node] };
  return item;
}

function lookOf(node: Node, isFinal: boolean): Look {
  switch (node.kind) {
    case 'repository':
      return { icon: new vscode.ThemeIcon('package'), isOpenable: true, context: 'reference;repository' };
    case 'tag': {
      const context = isFinal ? 'final;reference;tag' : 'reference;tag';
      return { icon: new vscode.ThemeIcon('tag'), isOpenable: true, context };
    }
    case 'platform':
      return { icon: new vscode.ThemeIcon('chip'), isOpenable: false, context: 'platform;reference' };
    case 'note':
      return { icon: new vscode.ThemeIcon(node.icon), isOpenable: false, context: 'note' };
    case 'more':
      return { icon: new vscode.ThemeIcon('ellipsis'), isOpenable: false, context: 'more', asks: true };
    case 'trouble': {
      const colour = new vscode.ThemeColor('problemsErrorIcon.foreground');
      return { icon: new vscode.ThemeIcon('error', colour), isOpenable: false, context: 'trouble', asks: true };
    }
  }
}
