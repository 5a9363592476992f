import type { Services } from '../../services.ts';
import type { JobTalk } from '../ask/job-talk.ts';
import type { PlanResult } from '../results/job-result.ts';
import type { JobSubject } from '../results/job-subject.ts';
import { planStart } from '../words/start-line.ts';
import { runReading } from './run-reading.ts';

/**
 * Makes a plan and keeps it as the newest of its target.
 * @throws ReleaseError what planning throws, `cancelled`
 */
export async function runPlan(services: Services, subject: JobSubject, talk: JobTalk): Promise<PlanResult> {
  const { world, newTags } = subject;
  const { answer, about } = await runReading(services, subject, talk, planStart, (input, options) =>
    services.workers.runJob(world, 'plan', { ...input, newTags }, options),
  );
  const result: PlanResult = { ...about, newTags, plan: answer.plan };
  await services.results.add(result);
  return result;
}
