import path from 'node:path';
import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { cleanText } from '#text';
import { commands } from '../ids.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../show-failure.ts';
import { showPick } from '../show-pick.ts';
import { type Choice, type SettingsTargets, targetChoices } from './target-choices.ts';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

/** Lets somebody choose where jobs and views are: the sandbox, a target, and as whom. */
export async function switchTarget(services: Services): Promise<void> {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.title = vscode.l10n.t('Where to, and as whom');
  pick.placeholder = vscode.l10n.t('A target, a profile, or the sandbox');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  choiceItems(services).then(
    (items) => {
      pick.items = items;
      // Where one is now, so that Enter alone changes nothing.
      pick.activeItems = items.filter(({ choice }) => choice?.isCurrent && choice.kind !== 'profile').slice(-1);
      pick.busy = false;
    },
    (error) => {
      pick.hide();
      showFailure(error, services.log);
    },
  );
  const chosen = await showPick(pick, () => true);
  const choice = chosen?.choice;
  if (!choice) return;
  if (choice.kind === 'sandbox') await vscode.commands.executeCommand(commands.startSandbox);
  else if (choice.kind === 'unreadable') await vscode.window.showTextDocument(vscode.Uri.file(choice.settings));
  else await services.selection.choose(choice.selected);
}

async function choiceItems(services: Services): Promise<ChoiceItem[]> {
  const { selection } = services;
  const [all, profiles, where] = await Promise.all([
    settingsTargets(services),
    profileNames(services),
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

/** In AWS's world only. Without them there is still all else to choose from. */
async function profileNames({ selection, workers, log }: Services): Promise<readonly string[]> {
  if (selection.current.world !== 'aws') return [];
  try {
    return await workers.ask('aws', 'profiles', {});
  } catch (error) {
    log.warn(`The AWS profiles could not be read: ${ReleaseError.from(error).message}`);
    return [];
  }
}

function itemOf(choice: Choice, hasSeveral: boolean): ChoiceItem {
  const mark = choice.isCurrent ? '$(check)' : '$(blank)';
  const current = choice.isCurrent ? [vscode.l10n.t('as it is now')] : [];
  switch (choice.kind) {
    case 'sandbox': {
      const detail = vscode.l10n.t('A Marketplace to rehearse in; no AWS account is involved');
      return item(`${mark} ${vscode.l10n.t('The sandbox on this machine')}`, current, choice, detail);
    }
    case 'leave': {
      const detail = vscode.l10n.t('The same release and target in the real world, with your credentials');
      return item(`$(sign-out) ${vscode.l10n.t('Leave the sandbox: use AWS')}`, [], choice, detail);
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
          ? vscode.l10n.t('Profile: as the settings, the target or AWS say')
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
    case 'leave':
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
