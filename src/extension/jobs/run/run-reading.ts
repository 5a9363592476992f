import type { Depth } from '#jobs';
import { ReleaseError } from '#problem';
import { JobNarrator, type Line } from '#text';
import type { Place } from '#worker';
import { readSetting } from '../../read-setting.ts';
import { settingsHash } from '../../release/settings-hash.ts';
import type { Services } from '../../services.ts';
import type { JobOptions } from '../../worker/worker-client.ts';
import { askForLogin } from '../ask/ask-for-login.ts';
import type { JobTalk } from '../ask/job-talk.ts';
import type { JobOfFiles } from '../results/job-result.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { progressMade } from '../words/progress-message.ts';
import { newRecord } from './new-record.ts';
import { startWorld } from './start-world.ts';

/** What a job that reads the files of a release is told. */
interface ReadingInput {
  readonly place: Place;
  readonly files: readonly string[];
  readonly record: string;
  readonly depth: Depth;
}

/**
 * Runs a job that reads files and registries, and writes to neither. Problems of files that stop it go to their lines.
 * @param start its first line
 * @param ask has the worker do it
 * @returns what the worker answers, and what it is about
 * @throws ReleaseError what the job throws, `cancelled`
 */
export async function runReading<T>(
  services: Services,
  subject: JobSubject,
  { control, say, draw }: JobTalk,
  start: (subject: JobSubject, now: Date) => Line,
  ask: (input: ReadingInput, options: JobOptions) => Promise<T>,
): Promise<{ readonly answer: T; readonly about: JobOfFiles }> {
  const { world, place, files, depth = readSetting('depth') } = subject;
  const sandboxFolder = await startWorld(services.workers, world, control.signal);
  const now = new Date();
  const record = newRecord(now);
  const narrator = new JobNarrator();
  say([start(subject, now)]);
  // Before the worker reads it: were it changed in between, what is said would count as older than the change.
  const hash = await settingsHash(place.settings);
  const options: JobOptions = {
    signal: control.signal,
    abort: control.abort,
    sandboxFolder,
    onLoginEnded: (ended) => askForLogin(services, ended, control.signal, () => progressMade(narrator.progress)),
    onEvent: (event) => {
      say(narrator.tell(event, performance.now()));
      draw?.(narrator.progress);
    },
  };
  try {
    const answer = await ask({ place, files, record, depth }, options);
    const sandbox = sandboxFolder === undefined ? {} : { sandboxFolder };
    return { answer, about: { record, world, place, files, settingsHash: hash, ...sandbox } };
  } catch (error) {
    const found = ReleaseError.from(error).problems;
    if (found.length > 0) services.problems.replace('files', [], found);
    throw error;
  }
}
