import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { choosePromotion } from '../ask/choose-promotion.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { mirrorInEditor } from '../run/mirror-in-editor.ts';
import { planInEditor } from '../run/plan-in-editor.ts';
import { mirrorRunning } from '../run/run-mirror.ts';

/** Plans and mirrors a release from one of its targets to another; what is chosen in the views stays chosen. */
export async function promoteCommand(jobs: Jobs, given: readonly unknown[]): Promise<void> {
  const { services, running } = jobs;
  if (!(await requireTrust(vscode.l10n.t('Promoting')))) return;
  if (running.hasMirror) throw mirrorRunning();
  const subject = await chooseSubject(given, services);
  const promotion = subject && (await choosePromotion(subject, services));
  const planned = promotion && (await planInEditor(jobs, promotion, 'promote'));
  if (planned) await mirrorInEditor(jobs, planned);
}
