import * as vscode from 'vscode';
import type { PlanTarget } from '#jobs';
import { parseEcrHost } from '#reference';
import { cleanText } from '#text';
import type { WorkerWorld } from '#worker';

/** What the status bar's item can go by. */
export interface Standing {
  readonly world: WorkerWorld;
  /** The target's name, where one was chosen. */
  readonly chosen: string | undefined;
  /** Known once something was asked there. */
  readonly target: Pick<PlanTarget, 'name' | 'kind' | 'registry' | 'prefix' | 'layout'> | undefined;
  readonly account: string | undefined;
  readonly profile: string | undefined;
  /** The marketplace.yaml, as the workspace names it. */
  readonly settings: string | undefined;
}

/** A fact for the tooltip: what it is, and what it is here. */
export type StatusFact = readonly [name: string, value: string];

/** `$(package) marketplace · 111122223333 · seller`, `$(beaker) sandbox · camunda/camunda8`. */
export function statusText(standing: Standing): string {
  const { world, target, account, profile } = standing;
  const parts =
    world === 'sandbox'
      ? [vscode.l10n.t('sandbox'), target?.prefix || standing.chosen]
      : [targetName(standing), account, profile];
  return `$(${world === 'sandbox' ? 'beaker' : 'package'}) ${joined(parts, ' · ')}`;
}

/** The same as a sentence. */
export function statusLabel(standing: Standing): string {
  const { account, profile, target } = standing;
  if (standing.world === 'sandbox') return joined([vscode.l10n.t('Marketplace sandbox'), target?.prefix], ', ');
  return joined(
    [
      vscode.l10n.t('Marketplace target {0}', targetName(standing)),
      account === undefined ? undefined : vscode.l10n.t('account {0}', account),
      profile === undefined ? undefined : vscode.l10n.t('profile {0}', profile),
    ],
    ', ',
  );
}

/** All that is known, for the tooltip. */
export function statusFacts({ chosen, target, account, profile, settings }: Standing): StatusFact[] {
  const owner = target && parseEcrHost(target.registry)?.account;
  const facts: (readonly [string, string | undefined])[] = [
    [vscode.l10n.t('Target'), chosen ?? target?.name ?? target?.kind],
    target?.layout === undefined
      ? [vscode.l10n.t('Registry'), target?.registry]
      : [vscode.l10n.t('Layout'), target.layout],
    [vscode.l10n.t('Registry of account'), owner],
    [vscode.l10n.t('Prefix'), target?.prefix],
    [vscode.l10n.t('Account'), account],
    [vscode.l10n.t('Profile'), profile],
    [vscode.l10n.t('Settings'), settings],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, cleanText(value)] as const],
  );
}

function targetName({ chosen, target }: Standing): string {
  return chosen ?? target?.name ?? target?.kind ?? vscode.l10n.t('Marketplace');
}

function joined(parts: readonly (string | undefined)[], between: string): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => cleanText(part ?? ''))
    .join(between);
}
