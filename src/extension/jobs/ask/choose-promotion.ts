import * as vscode from 'vscode';
import { ReleaseError } from '#problem';
import { cleanText } from '#text';
import type { TargetOutline } from '#worker';
import type { Services } from '../../services.ts';
import type { JobSubject } from '../results/job-subject.ts';

/**
 * From which target of the release to which other one its images are to go.
 * @returns undefined when the user chose none
 * @throws ReleaseError `target-single` when there are not two; what keeps the settings from being read
 */
export async function choosePromotion(
  { world, place, files }: JobSubject,
  { workers }: Pick<Services, 'workers'>,
): Promise<JobSubject | undefined> {
  const { settings, target: selected, profile } = place;
  const targets = settings === undefined ? [] : await workers.ask(world, 'targets', { settings });
  if (settings === undefined || targets.length < 2) {
    throw new ReleaseError('target-single', 'A release is promoted from one target to another, and there is only one', {
      hint: 'Name a second one under targets in marketplace.yaml.',
    });
  }
  const from = await pick(targets, vscode.l10n.t('Promote: from (1/2)'), vscode.l10n.t('Promote from which target?'));
  const others = targets.filter(({ name }) => name !== from?.name);
  if (!from) return undefined;
  const question = vscode.l10n.t('Promote from {0} to which target?', cleanText(from.name));
  const to = await pick(others, vscode.l10n.t('Promote: to (2/2)'), question);
  if (!to) return undefined;
  // A profile was chosen for the target that is chosen.
  const isSelected = selected === undefined || selected === to.name;
  return {
    world,
    files,
    place: {
      settings,
      target: to.name,
      from: from.name,
      ...(isSelected && profile !== undefined ? { profile } : {}),
    },
  };
}

async function pick(
  targets: readonly TargetOutline[],
  title: string,
  placeHolder: string,
): Promise<TargetOutline | undefined> {
  const items = targets.map((target) => {
    const { name, registry, prefix } = target;
    return {
      label: cleanText(name),
      description: cleanText(prefix === '' ? registry : `${registry}/${prefix}`),
      target,
    };
  });
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.target;
}
