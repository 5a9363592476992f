import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { cleanText } from '#text';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { type Choice, type SettingsTargets, targetChoices } from './target-choices.ts';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

/** Lets somebody choose where jobs and views are: the sandbox, a target, and as whom. */
export async function switchTarget(services: Services): Promise<void> {
  const { selection } = services;
  const items = choiceItems(services);
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Where to, and as whom'),
    placeHolder: vscode.l10n.t('A target, a profile, or the sandbox'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const choice = chosen?.choice;
  if (!choice) return;
  if (choice.kind === 'sandbox') await vscode.commands.executeCommand(commands.startSandbox);
  else if (choice.kind === 'unreadable') await vscode.window.showTextDocument(vscode.Uri.file(choice.settings));
  else await selection.choose(choice.selected);
}

async function choiceItems(services: Services): Promise<ChoiceItem[]> {
  const { selection, workers } = services;
  const { world } = selection.current;
  const [all, profiles, where] = await Promise.all([
    settingsTargets(services),
    world === 'aws' ? workers.ask(world, 'profiles', {}) : [],
    selection.whereabouts(),
  ]);
  const settings = where?.place.settings;
  const choices = targetChoices(
    { ...selection.current, ...(settings === undefined ? {} : { settings }) },
    all,
    profiles,
  );
  const items = choices.map((choice) => itemOf(choice, all.length > 1));
  return items.flatMap((item, at) => {
    const group = groupOf(item.choice);
    const isFirst = at === 0 || groupOf(items[at - 1]?.choice) !== group;
    return isFirst ? [{ label: group, kind: vscode.QuickPickItemKind.Separator }, item] : [item];
  });
}

/** The targets of every settings file, as far as it can be read. */
async function settingsTargets({ selection, settingsFiles, workers }: Services): Promise<SettingsTargets[]> {
  const files = await settingsFiles.all();
  return Promise.all(
    files.map(async ({ fsPath: settings }) => {
      try {
        return { settings, targets: await workers.ask(selection.current.world, 'targets', { settings }) };
      } catch (error) {
        return { settings, targets: [], failure: ReleaseError.from(error) };
      }
    }),
  );
}

function itemOf(choice: Choice, hasSeveral: boolean): ChoiceItem {
  const mark = choice.isCurrent ? '$(check)' : '$(blank)';
  const current = choice.isCurrent ? [vscode.l10n.t('as it is now')] : [];
  switch (choice.kind) {
    case 'sandbox': {
      const detail = vscode.l10n.t('A Marketplace to rehearse in; no AWS account is involved');
      return item(`${mark} ${vscode.l10n.t('The sandbox on this machine')}`, current, choice, detail);
    }
    case 'target': {
      const { name, kind, registry, prefix } = choice.target;
      const place = cleanText(prefix === '' ? registry : `${registry}/${prefix}`);
      const label = `${mark} ${cleanText(name === 'default' ? kind : name)}`;
      return item(label, [place, ...current], choice, hasSeveral ? relative(choice.settings) : undefined);
    }
    case 'unreadable':
      return item(
        `$(error) ${relative(choice.settings)}`,
        [vscode.l10n.t('cannot be read')],
        choice,
        cleanText(choice.message),
      );
    case 'profile': {
      const label =
        choice.profile === undefined
          ? vscode.l10n.t('Profile: what the target or AWS says')
          : vscode.l10n.t('Profile: {0}', cleanText(choice.profile));
      return item(`${mark} ${label}`, current, choice);
    }
  }
}

function item(label: string, description: readonly string[], choice: Choice, detail?: string): ChoiceItem {
  return { label, description: description.join(' · '), choice, ...(detail === undefined ? {} : { detail }) };
}

function groupOf(choice: Choice | undefined): string {
  switch (choice?.kind) {
    case 'sandbox':
      return vscode.l10n.t('Rehearse');
    case 'profile':
      return vscode.l10n.t('AWS profiles');
    default:
      return vscode.l10n.t('Targets');
  }
}

function relative(settings: string): string {
  return cleanText(vscode.workspace.asRelativePath(settings).split(path.sep).join('/'));
}
