import * as vscode from 'vscode';
import type { Depth } from '#jobs';
import { requireTrust } from '../../require-trust.ts';
import { chooseSubject } from '../ask/choose-subject.ts';
import type { Jobs } from '../jobs.ts';
import { verifyInEditor } from '../run/verify-in-editor.ts';

/**
 * Verifies what the command was called on, and shows what was found.
 * @param depth as the user's setting says when absent
 */
export async function verifyCommand(jobs: Jobs, given: readonly unknown[], depth?: Depth): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Verifying')))) return;
  const subject = await chooseSubject(given, jobs.services);
  if (subject) await verifyInEditor(jobs, depth === undefined ? subject : { ...subject, depth });
}
