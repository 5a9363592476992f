import type { Services } from '../../services.ts';
import type { JobTalk } from '../ask/job-talk.ts';
import { hasNewTags, type VerifyResult } from '../results/job-result.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { verifyStart } from '../words/start-line.ts';
import { runReading } from './run-reading.ts';

/**
 * Holds a target against the files, and keeps what was found as the newest word on the images. After a cancel that is what was known by
 * then. What an earlier job sent out under a new tag is looked for there.
 * @throws ReleaseError what verifying throws, `cancelled`
 */
export async function runVerify(services: Services, subject: JobSubject, talk: JobTalk): Promise<VerifyResult> {
  const { answer, about } = await runReading(services, subject, talk, verifyStart, async (input, options) => {
    const newTags = subject.newTags ?? (await services.results.of(subject)).some(hasNewTags);
    return services.workers.runJob(subject.world, 'verify', { ...input, newTags }, options);
  });
  const result: VerifyResult = { ...about, report: answer.report };
  await services.results.add(result);
  return result;
}
