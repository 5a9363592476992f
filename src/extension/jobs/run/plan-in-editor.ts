import * as vscode from 'vscode';
import { requireTrust } from '../../require-trust.ts';
import { inEditor, sayDocument } from '../ask/editor-talk.ts';
import { newTagsOffer } from '../ask/new-tags-offer.ts';
import type { Jobs } from '../jobs.ts';
import type { PlanResult } from '../results/job-result.ts';
import { type JobSubject, subjectTitle } from '../results/job-subject.ts';
import { planClosing } from '../words/closing-words.ts';
import { showClosing, showProblems } from '../words/show-closing.ts';
import { runPlan } from './run-plan.ts';
import { saveFirst } from './save-first.ts';

/** What a plan is made for: to be read, or to be run next. */
export type PlanPurpose = 'plan' | 'mirror' | 'promote' | 'rehearse';

/**
 * Plans what is on disk, after offering to save, and shows the plan as a document.
 * @returns undefined when the user would not save, or the workspace is not trusted
 * @throws ReleaseError what planning throws, `cancelled`
 */
export async function planInEditor(
  jobs: Jobs,
  subject: JobSubject,
  purpose: PlanPurpose,
): Promise<PlanResult | undefined> {
  // Whoever gets here: also by the button of a message, which no command has looked at.
  if (!(await requireTrust(vscode.l10n.t('Planning')))) return undefined;
  const { services, documents } = jobs;
  if (!(await saveFirst(subject.place.settings, purpose, services))) return undefined;
  const title = vscode.l10n.t('Planning {0}', subjectTitle(subject));
  const result = await inEditor(jobs, 'plan', title, (talk) => runPlan(services, subject, talk));
  await sayDocument(jobs, result, 'plan');
  await documents.open(result, 'plan');
  // The document says it all, to somebody who is looking; when something follows, a message would be in its way.
  if (purpose === 'plan' && (!result.plan.ok || !vscode.window.state.focused)) {
    const closing = planClosing(result.plan);
    const text = vscode.l10n.t('Planned. {0}', closing.text);
    showClosing(services, { ...closing, text }, ...newTagsOffer(result), showProblems());
  }
  return result;
}
