import * as vscode from 'vscode';
import type { LineState, PlacedValue } from '#language';
import { commands } from '../ids.ts';
import type { Owned } from './owned-documents.ts';

/** What lenses of load forms and settings are made from. */
interface Contents {
  /** Of a form's fields. */
  readonly values: readonly PlacedValue[];
  /** Whether there is something in it that a registry could be asked about. */
  readonly namesImages: boolean;
  /** The charts of settings, with the lines of their keys. */
  readonly charts?: readonly { readonly name: string; readonly line: number }[];
  /** The line of the field that was copied last. */
  readonly copied?: number;
}

/** More lenses on lines than these only slow the editor: of a longer file they are on the lines around those in sight. */
const mostOnLines = 500;
const aroundSight = 200;

/**
 * The lenses of a document.
 * @param states what is shown of its images or charts; undefined when nobody has asked
 * @param contents what is in it, when it has forms or settings
 */
export function lensesOf(
  { uri }: Pick<vscode.TextDocument, 'uri'>,
  { language, where }: Pick<Owned, 'language' | 'where'>,
  states: readonly LineState[] | undefined,
  { values, namesImages, charts = [], copied }: Contents = { values: [], namesImages: false },
): vscode.CodeLens[] {
  const isOnDisk = uri.scheme === 'file';
  switch (language.id) {
    case 'settings':
      return [
        ...(isOnDisk
          ? [
              lens(1, vscode.l10n.t('Check the files'), commands.check, [uri]),
              // These ask registries: not where nobody may be asked.
              ...(where
                ? [
                    lens(1, vscode.l10n.t('Plan'), commands.plan, [uri]),
                    lens(1, vscode.l10n.t('Verify'), commands.verify, [uri]),
                  ]
                : []),
            ]
          : []),
        ...(where && namesImages ? [...ofAll(states, 'chart'), ...ofLines(states, uri)] : []),
        ...(where && isOnDisk
          ? charts.map(({ name, line }) =>
              lens(line, vscode.l10n.t('Inject chart…'), commands.injectChart, [uri, name]),
            )
          : []),
      ];
    case 'image-list':
    case 'release-file':
      return where ? [...ofAll(states), ...ofLines(states, uri)] : [];
    default:
      return [
        ...(where && namesImages ? ofAll(states) : []),
        ...values.flatMap(({ range: { line } }) => [
          lens(line, vscode.l10n.t('Copy'), commands.copyFormField, [uri, line]),
          ...(line === copied ? [lens(line, vscode.l10n.t('Next field'), commands.nextFormField, [uri, line])] : []),
        ]),
      ];
  }
}

/** The titles of what is about all images of a document, or all its charts. */
const titles = {
  image: {
    show: () => vscode.l10n.t('Show image states'),
    hide: () => vscode.l10n.t('Hide image states'),
    update: (count: number) => vscode.l10n.t('Update all {0} images', count),
  },
  chart: {
    show: () => vscode.l10n.t('Show chart states'),
    hide: () => vscode.l10n.t('Hide chart states'),
    update: (count: number) => vscode.l10n.t('Update all {0} charts', count),
  },
} as const;

function ofAll(states: readonly LineState[] | undefined, what: keyof typeof titles = 'image'): vscode.CodeLens[] {
  const { show, hide, update } = titles[what];
  if (!states) return [lens(1, show(), commands.showImageStates, [])];
  const newer = states.filter(({ kind, fix }) => kind === 'newer' && fix).length;
  return [
    ...(newer > 1 ? [lens(1, update(newer), commands.updateAllImages, [])] : []),
    lens(1, vscode.l10n.t('Ask again'), commands.showImageStates, []),
    lens(1, hide(), commands.hideImageStates, []),
  ];
}

function ofLines(states: readonly LineState[] | undefined, uri: vscode.Uri): vscode.CodeLens[] {
  const offering = (states ?? []).filter(({ fix }) => fix);
  return (offering.length > mostOnLines ? aroundSightOf(offering, uri) : offering).flatMap((state) =>
    ofLine(state, uri),
  );
}

function aroundSightOf(states: readonly LineState[], uri: vscode.Uri): readonly LineState[] {
  const seen = vscode.window.visibleTextEditors
    .filter(({ document }) => document.uri.toString() === uri.toString())
    .flatMap(({ visibleRanges }) => visibleRanges);
  const isNear = ({ range }: LineState) =>
    seen.some(({ start, end }) => range.line > start.line - aroundSight && range.line <= end.line + 1 + aroundSight);
  return states.filter(isNear);
}

function ofLine({ kind, fix, range }: LineState, uri: vscode.Uri): vscode.CodeLens[] {
  if (!fix) return [];
  const command = kind === 'newer' ? commands.updateImage : kind === 'taken' ? commands.renameTakenTag : undefined;
  return command === undefined ? [] : [lens(range.line, fix.title, command, [uri, range.line])];
}

function lens(line: number, title: string, command: string, given: readonly unknown[]): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line - 1, 0, line - 1, 0), { title, command, arguments: [...given] });
}
