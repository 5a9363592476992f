import type * as vscode from 'vscode';
import type { Item } from '#jobs';
import { touchedReferences } from '#live';
import { ReleaseError } from '#problem';
import { JobNarrator } from '#text';
import { readSetting } from '../../read-setting.ts';
import type { Services } from '../../services.ts';
import { askForLogin } from '../ask/ask-for-login.ts';
import type { JobTalk } from '../ask/job-talk.ts';
import type { MirrorResult, PlanResult } from '../results/job-result.ts';
import { progressMade } from '../words/progress-message.ts';
import { mirrorStart } from '../words/start-line.ts';
import { mirrorMemory } from './mirror-memory.ts';
import type { RememberedMirror } from './remembered-mirror.ts';
import type { RunningJobs } from './running-jobs.ts';
import { startWorld } from './start-world.ts';

/** The refusal of a second mirror. */
export function mirrorRunning(): ReleaseError {
  return new ReleaseError('usage', 'A mirror is running in this window', {
    hint: 'One runs at a time: wait for its end, or cancel it.',
  });
}

/**
 * Runs the plan of a record, which somebody has confirmed, and keeps the report as the newest word on its images.
 * @throws ReleaseError what running throws: nothing was written then; `cancelled` when it was ended at once
 */
export async function runMirror(
  services: Services,
  running: Pick<RunningJobs, 'isClosing'>,
  planned: PlanResult,
  talk: JobTalk,
): Promise<MirrorResult> {
  const { workers, results, tagsChanged, context } = services;
  const { record, world, place, files, settingsHash, plan } = planned;
  const { control, draw } = talk;
  const standing = await startWorld(workers, world, control.signal);
  const narrator = new JobNarrator();
  narrator.expect(plan);
  talk.say([mirrorStart(plan, world, new Date())]);
  const owner = { owner: process.pid, since: Date.now() };
  await remember(context.workspaceState, { record, world, place, files, settingsHash, ...owner });
  try {
    const { report } = await workers.runJob(
      world,
      'mirror',
      { record, planId: plan.planId, concurrency: readSetting('concurrency') },
      {
        signal: control.signal,
        abort: control.abort,
        // Whatever the settings say by now: it was this sandbox that was looked at.
        sandboxFolder: planned.sandboxFolder ?? standing,
        onLoginEnded: (ended) => askForLogin(services, ended, control.signal, () => progressMade(narrator.progress)),
        onEvent: (event) => {
          talk.say(narrator.tell(event, performance.now()));
          draw?.(narrator.progress);
        },
      },
    );
    const result = { ...planned, report };
    await results.add(result);
    tagsChanged.changed(touchedReferences(report));
    return result;
  } catch (error) {
    // Ended at once: any of them may be written.
    if (control.abort.aborted) tagsChanged.changed(plan.items.filter(isWritten).map(({ target }) => target));
    throw error;
  } finally {
    // A window that closes takes its end of the job with it; the job itself goes on.
    if (!running.isClosing) await forget(context.workspaceState, record);
  }
}

function remember(memory: vscode.Memento, mirror: RememberedMirror): Thenable<void> {
  return memory.update(mirrorMemory, mirror);
}

/** Takes leave of a mirror, unless another one is remembered by now. */
export async function forget(memory: vscode.Memento, record: string): Promise<void> {
  if (memory.get<RememberedMirror>(mirrorMemory)?.record === record) await memory.update(mirrorMemory, undefined);
}

function isWritten({ outcome, referrers }: Item): boolean {
  return outcome === 'copy' || (referrers?.copy ?? 0) > 0;
}
