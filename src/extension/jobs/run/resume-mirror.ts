import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { touchedReferences } from '#live';
import { abortSignal } from '../../abort-signal.ts';
import { isOfOtherWindow } from '../ask/other-window.ts';
import type { Jobs } from '../jobs.ts';
import type { PlanResult } from '../results/job-result.ts';
import { type Offer, showClosing } from '../words/show-closing.ts';
import { mirrorInEditor } from './mirror-in-editor.ts';
import { mirrorMemory } from './mirror-memory.ts';
import { planAgain } from './plan-again.ts';
import { planInEditor } from './plan-in-editor.ts';
import { afterwards, type Fate, fateOf, type RememberedMirror } from './remembered-mirror.ts';
import { forget } from './run-mirror.ts';

const askEveryMs = 1000;

/**
 * Says what came of a mirror that was running when the window was closed or loaded anew.
 * @throws the signal's reason; ReleaseError what keeps the worker from saying
 */
export async function resumeMirror(jobs: Jobs, signal: AbortSignal): Promise<void> {
  const { workspaceState } = jobs.services.context;
  const mirror = workspaceState.get<RememberedMirror>(mirrorMemory);
  if (!mirror || (await isOfOtherWindow(mirror, signal))) return;
  const { record, owner } = workspaceState.get<RememberedMirror>(mirrorMemory) ?? {};
  // The same plan was run again while we waited: that is told by who runs it.
  if (record === mirror.record && owner === process.pid) return;
  const fate = await outcome(jobs, mirror, signal);
  await tell(jobs, mirror, fate);
  // Only what was told is forgotten: else the next window tells it.
  if (fate.kind !== 'running') await forget(workspaceState, mirror.record);
}

/**
 * Waits until it has ended, or the user does not want to wait. Who started it is gone, so it settles what was under way, and no more:
 * another mirror may begin beside it.
 */
async function outcome({ services }: Jobs, { world, record }: RememberedMirror, signal: AbortSignal): Promise<Fate> {
  const ask = async () => {
    const known = await services.workers.ask(world, 'record', { record });
    return fateOf(known?.plan === undefined ? undefined : known);
  };
  let fate = await ask();
  if (fate.kind !== 'running') return fate;
  const title = vscode.l10n.t('The mirror that was running when the window was closed is settling');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const enough = abortSignal(token);
    const stop = AbortSignal.any([signal, enough]);
    while (fate.kind === 'running' && !enough.aborted) {
      await pause(askEveryMs, undefined, { signal: stop }).catch((error) => {
        if (!enough.aborted) throw error;
      });
      fate = await ask();
    }
    return fate;
  });
}

async function tell(jobs: Jobs, mirror: RememberedMirror, fate: Fate): Promise<void> {
  const { services, documents } = jobs;
  const { results, tagsChanged } = services;
  const known = await results.findPlan(mirror.world, mirror.record);
  const result: PlanResult | undefined = known && {
    ...known,
    ...mirror,
    ...(fate.kind === 'ended' ? { report: fate.report } : {}),
  };
  const showReport: Offer[] = result
    ? [{ label: vscode.l10n.t('Show Report'), run: () => documents.open(result, 'report') }]
    : [];
  switch (fate.kind) {
    case 'ended': {
      if (result) await results.add(result);
      tagsChanged.changed(touchedReferences(fate.report));
      const text = vscode.l10n.t(
        'The mirror that was running when the window was closed has ended: {0}',
        afterwards(fate.report),
      );
      const { ok, cancelled } = fate.report;
      const more = cancelled || !ok ? [continueMirror(jobs, mirror)] : [];
      return showClosing(services, { gravity: ok ? 'information' : 'warning', text }, ...showReport, ...more);
    }
    case 'failed': {
      const text = vscode.l10n.t(
        'The mirror that was running when the window was closed has ended without a report: {0}',
        fate.failure.message,
      );
      return showClosing(services, { gravity: 'error', text }, planAgain(jobs, mirror));
    }
    case 'killed': {
      const text = vscode.l10n.t(
        'The mirror that was running when the window was closed was ended from outside. What it had pushed stays: a new plan shows it.',
      );
      return showClosing(services, { gravity: 'warning', text }, planAgain(jobs, mirror));
    }
    case 'planned': {
      const text = vscode.l10n.t('The mirror that was to start when the window was closed did not start.');
      return showClosing(services, { gravity: 'information', text }, planAgain(jobs, mirror));
    }
    case 'unknown': {
      const text = vscode.l10n.t(
        'Nothing is known any more of the mirror that was running when the window was closed. What it had pushed stays: a new plan shows it.',
      );
      return showClosing(services, { gravity: 'warning', text }, planAgain(jobs, mirror));
    }
    case 'running': {
      const text = vscode.l10n.t(
        'The mirror that was running when the window was closed goes on settling by itself: what is under way is finished, nothing else is begun. The next window says what came of it.',
      );
      return showClosing(services, { gravity: 'information', text });
    }
  }
}

/** Plans again, so that what is there is seen, and mirrors the rest after asking. */
function continueMirror(jobs: Jobs, { world, place, files }: RememberedMirror): Offer {
  return {
    label: vscode.l10n.t('Continue'),
    run: async () => {
      const planned = await planInEditor(jobs, { world, place, files }, 'mirror');
      if (planned) await mirrorInEditor(jobs, planned);
    },
  };
}
