import * as vscode from 'vscode';
import type { LineState } from '#language';

/** Before the words, for who knows them by sight; the words say it all. */
const signs: Readonly<Record<LineState['kind'], string>> = {
  there: '✓',
  partial: '!',
  missing: '+',
  nowhere: '✕',
  taken: '✕',
  unsure: '?',
  gone: '✕',
  newer: '↑',
  count: '',
  over: '✕',
  incomplete: '',
};

/** What stands behind a line: `✓ there · sha256:77ab…01d4   ↑ 8.3.5 is out`. */
export function lineWords(states: readonly LineState[]): string {
  return states.map(({ kind, text }) => `${signs[kind]} ${text}`.trim()).join('   ');
}

/** How many images are how: `5 there, 1 taken, 2 with a newer release`. */
export function stateCounts(states: readonly LineState[]): string {
  const names: Readonly<Record<Exclude<LineState['kind'], 'count' | 'over' | 'incomplete'>, string>> = {
    there: vscode.l10n.t('there'),
    partial: vscode.l10n.t('there for some platforms'),
    missing: vscode.l10n.t('missing'),
    nowhere: vscode.l10n.t('without a repository'),
    taken: vscode.l10n.t('taken'),
    unsure: vscode.l10n.t('there, not compared'),
    gone: vscode.l10n.t('not at the source'),
    newer: vscode.l10n.t('with a newer release'),
  };
  const kinds = Object.keys(names) as (keyof typeof names)[];
  const counts = kinds.flatMap((kind) => {
    const count = states.filter((state) => state.kind === kind).length;
    return count === 0 ? [] : [`${count} ${names[kind]}`];
  });
  return counts.length === 0 ? vscode.l10n.t('The registries say nothing of this file') : counts.join(', ');
}
