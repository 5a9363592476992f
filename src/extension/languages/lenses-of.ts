import * as vscode from 'vscode';
import type { LineState, PlacedValue } from '#language';
import { commands } from '../ids.ts';
import type { Owned } from './owned-documents.ts';

/**
 * The lenses of a document.
 * @param states what is shown of its images; undefined when nobody has asked
 * @param values of its fields, when it has forms
 */
export function lensesOf(
  { uri }: Pick<vscode.TextDocument, 'uri'>,
  { language, where }: Pick<Owned, 'language' | 'where'>,
  states: readonly LineState[] | undefined,
  values: readonly PlacedValue[] = [],
): vscode.CodeLens[] {
  const isOnDisk = uri.scheme === 'file';
  switch (language.id) {
    case 'settings':
      return isOnDisk
        ? [
            lens(1, vscode.l10n.t('Check the files'), commands.check, [uri]),
            lens(1, vscode.l10n.t('Plan'), commands.plan, [uri]),
          ]
        : [];
    case 'image-list':
    case 'release-file':
      return where ? [...ofAll(states), ...(states ?? []).flatMap((state) => ofLine(state, uri))] : [];
    default:
      return values.map(({ range: { line } }) =>
        lens(line, vscode.l10n.t('Copy'), commands.copyFormField, [uri, line]),
      );
  }
}

function ofAll(states: readonly LineState[] | undefined): vscode.CodeLens[] {
  if (!states) return [lens(1, vscode.l10n.t('Show image states'), commands.showImageStates, [])];
  const newer = states.filter(({ kind, fix }) => kind === 'newer' && fix).length;
  return [
    ...(newer > 1 ? [lens(1, vscode.l10n.t('Update all {0} images', newer), commands.updateAllImages, [])] : []),
    lens(1, vscode.l10n.t('Ask again'), commands.showImageStates, []),
    lens(1, vscode.l10n.t('Hide image states'), commands.hideImageStates, []),
  ];
}

function ofLine({ kind, fix, range }: LineState, uri: vscode.Uri): vscode.CodeLens[] {
  if (!fix) return [];
  const command = kind === 'newer' ? commands.updateImage : kind === 'taken' ? commands.renameTakenTag : undefined;
  return command === undefined ? [] : [lens(range.line, fix.title, command, [uri, range.line])];
}

function lens(line: number, title: string, command: string, given: readonly unknown[]): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), { title, command, arguments: [...given] });
}
