import type { MirrorPlan, Report, Summary } from '#jobs';
import { formatCount, planSummary } from '#text';

/** How a message is shown: as what it is, so that it need not be read to be understood. */
type Gravity = 'information' | 'warning' | 'error';

export interface Closing {
  readonly gravity: Gravity;
  readonly text: string;
}

/** What a mirror came to, in one sentence: `2 images mirrored, 1 conflict`. */
export function mirrorClosing({ cancelled, ok, summary, warnings }: Report): Closing {
  const { copied, conflict, failed } = summary;
  const isTrouble = conflict + failed + summary.cancelled > 0;
  if (cancelled) {
    const planned = copied + summary.cancelled + failed;
    const there = `${copied} of ${formatCount(planned, 'image')} ${copied === 1 ? 'is' : 'are'} there`;
    const failures = failed === 0 ? '' : `, ${failed} failed`;
    return { gravity: 'warning', text: `Mirror cancelled: ${there}${failures}. Run it again to continue.` };
  }
  const there = summary.present + summary.equivalent;
  const nothing = there > 0 ? `Nothing to mirror: ${formatCount(there, 'image')} present` : 'Nothing to mirror';
  const words = [
    ...(copied > 0 ? [`${formatCount(copied, 'image')} mirrored`] : isTrouble ? [] : [nothing]),
    ...troubles(summary),
    ...warnings.map(({ message }) => message),
  ];
  return { gravity: ok ? 'information' : failed > 0 ? 'error' : 'warning', text: words.join(', ') };
}

/** What a plan came to, in the words of the plan itself. */
export function planClosing({ ok, summary }: Pick<MirrorPlan, 'ok' | 'summary'>): Closing {
  return { gravity: ok ? 'information' : 'warning', text: planSummary(summary) };
}

function troubles({ conflict, failed, cancelled }: Summary): string[] {
  return [
    ...(conflict > 0 ? [formatCount(conflict, 'conflict')] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    // By the end of a login: what somebody has cancelled is told in other words.
    ...(cancelled > 0 ? [`${cancelled} not released`] : []),
  ];
}
