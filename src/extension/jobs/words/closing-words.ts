import { type MirrorPlan, neededRepositories, type Report, type Summary } from '#jobs';
import { formatCount, planSummary, reportWords } from '#text';
import { pushedWords } from './write-words.ts';

/** How a message is shown: as what it is, so that it need not be read to be understood. */
type Gravity = 'information' | 'warning' | 'error';

export interface Closing {
  readonly gravity: Gravity;
  readonly text: string;
}

/** What a mirror came to, in one sentence: `2 images mirrored, 1 conflict`. */
export function mirrorClosing({ cancelled, ok, summary, repositories, warnings }: Report): Closing {
  const { copied, conflict, failed, referrers } = summary;
  const isTrouble = conflict + failed + summary.cancelled > 0;
  const pushed = pushedWords(copied, referrers?.copied);
  const configured = repositoryWords(repositories);
  if (cancelled) {
    const planned = copied + summary.cancelled + failed;
    const there = `${copied} of ${formatCount(planned, 'image')} ${copied === 1 ? 'is' : 'are'} there`;
    const failures = failed === 0 ? '' : `, ${failed} failed`;
    const done = [...(planned === 0 ? [] : [`${there}${failures}`]), ...configured].join(', ');
    return { gravity: 'warning', text: `Mirror cancelled${done && `: ${done}`}. Run it again to continue.` };
  }
  const there = summary.present + summary.equivalent;
  const nothing = there > 0 ? `Nothing to mirror: ${formatCount(there, 'image')} present` : 'Nothing to mirror';
  const words = [
    ...(pushed === '' ? [] : [`${pushed} mirrored`]),
    ...configured,
    ...(pushed === '' && configured.length === 0 && !isTrouble ? [nothing] : []),
    ...troubles(summary),
    ...warnings.map(({ message }) => message),
  ];
  return { gravity: ok ? 'information' : failed > 0 ? 'error' : 'warning', text: words.join(', ') };
}

/** What a plan came to, in the words of the plan itself. */
export function planClosing(plan: Pick<MirrorPlan, 'ok' | 'summary' | 'items' | 'repositories'>): Closing {
  const { length } = neededRepositories(plan);
  const configured = length === 0 ? [] : [`${formatCount(length, 'repository', 'repositories')} to make or change`];
  const text = [planSummary(plan.summary, length), ...configured].join(', ');
  return { gravity: plan.ok ? 'information' : 'warning', text };
}

/** What a verification came to, in the words of its report: `Verification ended: 5 verified, 1 missing`. */
export function verifyClosing(report: Report): Closing {
  const { cancelled, ok, summary, warnings } = report;
  const words = [reportWords.verify.summary(report), ...warnings.map(({ message }) => message)].join(', ');
  if (cancelled) return { gravity: 'warning', text: `Verification cancelled: ${words}` };
  const isWrong = summary.conflict + summary.failed > 0;
  return { gravity: ok ? 'information' : isWrong ? 'error' : 'warning', text: `Verification ended: ${words}` };
}

function repositoryWords(outcomes: Report['repositories'] = []): string[] {
  return (['created', 'updated'] as const).flatMap((outcome) => {
    const { length } = outcomes.filter((one) => one.outcome === outcome);
    return length === 0 ? [] : [`${formatCount(length, 'repository', 'repositories')} ${outcome}`];
  });
}

function troubles({ conflict, failed, cancelled }: Summary): string[] {
  return [
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    // By the end of a login: what somebody has cancelled is told in other words.
    ...(cancelled > 0 ? [`${cancelled} not released`] : []),
  ];
}
