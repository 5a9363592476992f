import * as vscode from 'vscode';
import { hasWrites } from '#jobs';
import { ReleaseError } from '#problem';
import { targetPlace } from '#text';
import { requireTrust } from '../../require-trust.ts';
import { confirmPush } from '../ask/confirm-push.ts';
import { inEditor, sayDocument } from '../ask/editor-talk.ts';
import { newTagsOffer } from '../ask/new-tags-offer.ts';
import type { Jobs } from '../jobs.ts';
import type { PlanResult } from '../results/job-result.ts';
import { mirrorClosing, planClosing } from '../words/closing-words.ts';
import { isWholeInDetail } from '../words/push-detail.ts';
import { showClosing } from '../words/show-closing.ts';
import { staleWords } from '../words/stale-words.ts';
import { writeWords } from '../words/write-words.ts';
import { planAgain } from './plan-again.ts';
import { mirrorRunning, runMirror } from './run-mirror.ts';

/**
 * Asks, runs a plan and tells what came of it. With nothing to write there is nothing to ask.
 * @throws ReleaseError what running throws, but for a plan that has become stale: that is told here
 */
export async function mirrorInEditor(jobs: Jobs, planned: PlanResult): Promise<void> {
  if (!(await requireTrust(vscode.l10n.t('Mirroring')))) return;
  const { services, running, documents } = jobs;
  const { plan } = planned;
  const showPlan = { label: vscode.l10n.t('Show Plan'), run: () => documents.open(planned, 'plan') };
  if (!hasWrites(plan)) return showClosing(services, planClosing(plan), showPlan, ...newTagsOffer(planned));
  // What the question has no room for can be read behind it.
  if (!isWholeInDetail(plan)) await documents.open(planned, 'plan');
  if (!(await confirmPush(planned, vscode.l10n.t('the plan that is open behind this question')))) return;
  if (running.hasMirror) throw mirrorRunning();
  const title = vscode.l10n.t(
    planned.world === 'sandbox' ? 'Mirroring {0} to {1} in the sandbox' : 'Mirroring {0} to {1}',
    writeWords(plan),
    targetPlace(plan.target),
  );
  services.jobs.show(true);
  let abort: AbortSignal | undefined;
  try {
    const result = await inEditor(jobs, 'mirror', title, async (talk) => {
      abort = talk.control.abort;
      return runMirror(services, running, planned, talk);
    });
    await sayDocument(jobs, result, 'report');
    showClosing(services, mirrorClosing(result.report), {
      label: vscode.l10n.t('Show Report'),
      run: () => documents.open(result, 'report'),
    });
  } catch (error) {
    tellFailure(jobs, planned, ReleaseError.from(error), abort?.aborted === true);
  }
}

/** Planning again is the cure of a plan that the world has left behind, and of not knowing what was written. */
function tellFailure(jobs: Jobs, planned: PlanResult, error: ReleaseError, isAborted: boolean): void {
  const again = planAgain(jobs, planned);
  if (error.code === 'cancelled') {
    const text = isAborted
      ? vscode.l10n.t('The mirror was stopped at once. What it had written stays: a new plan shows it.')
      : vscode.l10n.t('Mirror cancelled: nothing was pushed.');
    showClosing(jobs.services, { gravity: 'warning', text }, again);
  } else if (error.code === 'plan-stale') {
    showClosing(jobs.services, { gravity: 'error', text: staleWords(error) }, again);
  } else if (error.code === 'internal') {
    // Its process has died, or something of ours broke: what was written until then stays.
    const text = vscode.l10n.t(
      'The mirror of {0} was cut off: {1}. Some of it may be there; a new plan shows what.',
      writeWords(planned.plan),
      error.message,
    );
    showClosing(jobs.services, { gravity: 'error', text }, again);
  } else throw error;
}
