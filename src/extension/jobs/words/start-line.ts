import type { MirrorPlan } from '#jobs';
import { type Line, span, targetPlace } from '#text';
import type { WorkerWorld } from '#worker';
import { type JobSubject, subjectPlace, subjectTitle } from '../results/job-subject.ts';
import { writeWords } from './write-words.ts';

/** The first line of a plan: what, where and as whom, as far as it is known before anyone is asked. */
export function planStart(subject: JobSubject, now: Date): Line {
  return readingStart('Plan', subject, now);
}

/** The same of a verification. */
export function verifyStart(subject: JobSubject, now: Date): Line {
  return readingStart('Verification', subject, now);
}

/** The first line of a mirror: how much, where and as whom. */
export function mirrorStart(plan: MirrorPlan, world: WorkerWorld, now: Date): Line {
  const { target } = plan;
  const { account, profile } = target;
  const who = account === undefined ? '' : ` as ${account}`;
  const by = profile === undefined ? '' : ` (profile ${profile})`;
  return startLine(
    `Mirror of ${writeWords(plan)} to ${targetPlace(target)}${who}${by}${world === 'sandbox' ? ', in the sandbox' : ''}`,
    now,
  );
}

function readingStart(job: string, subject: JobSubject, now: Date): Line {
  const where = subjectPlace(subject);
  return startLine(`${job} of ${subjectTitle(subject)}${where === '' ? '' : `, ${where}`}`, now);
}

function startLine(text: string, now: Date): Line {
  return [span(`[${now.toTimeString().slice(0, 8)}] `, 'muted'), span(text, 'strong')];
}
