import type { MirrorPlan } from '#jobs';
import { formatCount, type Line, span } from '#text';
import type { WorkerWorld } from '#worker';
import { type JobSubject, subjectPlace, subjectTitle } from './job-subject.ts';

/** The first line of a plan: what, where and as whom, as far as it is known before anyone is asked. */
export function planStart(subject: JobSubject, now: Date): Line {
  const where = subjectPlace(subject);
  return startLine(`Plan of ${subjectTitle(subject)}${where === '' ? '' : `, ${where}`}`, now);
}

/** The first line of a mirror: how much, where and as whom. */
export function mirrorStart({ target, summary }: MirrorPlan, world: WorkerWorld, now: Date): Line {
  const { registry, prefix, account, profile } = target;
  const place = prefix === '' ? registry : `${registry}/${prefix}`;
  const who = account === undefined ? '' : ` as ${account}`;
  const by = profile === undefined ? '' : ` (profile ${profile})`;
  return startLine(
    `Mirror of ${formatCount(summary.copy, 'image')} to ${place}${who}${by}${world === 'sandbox' ? ', in the sandbox' : ''}`,
    now,
  );
}

function startLine(text: string, now: Date): Line {
  return [span(`[${now.toTimeString().slice(0, 8)}] `, 'muted'), span(text, 'strong')];
}
