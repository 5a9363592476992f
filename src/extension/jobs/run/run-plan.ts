import { ReleaseError } from '#problem';
import { JobNarrator } from '#text';
import { settingsHash } from '../../release/settings-hash.ts';
import type { Services } from '../../services.ts';
import { askForLogin } from '../ask/ask-for-login.ts';
import type { JobTalk } from '../ask/job-talk.ts';
import type { JobResult } from '../results/job-result.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { progressMade } from '../words/progress-message.ts';
import { planStart } from '../words/start-line.ts';
import { newRecord } from './new-record.ts';
import { startWorld } from './start-world.ts';

/**
 * Makes a plan and keeps it as the newest of its target. Problems of files that stop it go to their lines.
 * @throws ReleaseError what planning throws, `cancelled`
 */
export async function runPlan(services: Services, subject: JobSubject, talk: JobTalk): Promise<JobResult> {
  const { workers, results, problems } = services;
  const { world, place, files, newTags } = subject;
  const { control, draw } = talk;
  const sandboxFolder = await startWorld(workers, world, control.signal);
  const now = new Date();
  const record = newRecord(now);
  const narrator = new JobNarrator();
  talk.say([planStart(subject, now)]);
  // Before the worker reads it: were it changed in between, the plan would count as older than the change.
  const hash = await settingsHash(place.settings);
  try {
    const { plan } = await workers.runJob(
      world,
      'plan',
      { place, files, record, newTags },
      {
        signal: control.signal,
        abort: control.abort,
        sandboxFolder,
        onLoginEnded: (ended) => askForLogin(services, ended, control.signal, () => progressMade(narrator.progress)),
        onEvent: (event) => {
          talk.say(narrator.tell(event, performance.now()));
          draw?.(narrator.progress);
        },
      },
    );
    const result: JobResult = {
      record,
      world,
      place,
      files,
      newTags,
      settingsHash: hash,
      plan,
      ...(sandboxFolder === undefined ? {} : { sandboxFolder }),
    };
    await results.add(result);
    return result;
  } catch (error) {
    const found = ReleaseError.from(error).problems;
    if (found.length > 0) problems.replace('files', [], found);
    throw error;
  }
}
