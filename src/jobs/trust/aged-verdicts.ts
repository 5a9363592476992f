import type { Item } from '../item.ts';
import type { MirrorPlan } from '../mirror/mirror-plan.ts';
import { hasEnded } from '../scan/has-ended.ts';

/** Long enough for a plan to be approved over a weekend, short enough for a stolen key or a new vulnerability to be heard of. */
const goodForDays = 7;
const dayMs = 86_400_000;

/**
 * A run asks nobody again who attested an image: the verdict is about a digest, the plan's id is a hash over the verdict too, and what is
 * copied is that digest or nothing. What was proven stays proven, but for a key that is found to be stolen meanwhile, or exempted no more:
 * the settings and the key's file say so, and a saved plan knows of neither. So its verdicts count for a week. What a scanner found
 * counts as long, for vulnerabilities become known every day; and what is accepted until a day counts through that day.
 * @param now ms since the epoch
 * @returns what differs from the plan, a line each
 */
export function agedVerdicts({ createdAt, items }: Pick<MirrorPlan, 'createdAt' | 'items'>, now: number): string[] {
  const copied = items.filter(({ outcome }) => outcome === 'copy');
  const isAged = now - Date.parse(createdAt) > goodForDays * dayMs;
  const verified = copied.some(({ attestation }) => attestation?.state === 'verified')
    ? [`attestations: they were verified more than ${goodForDays} days ago, and their key may have been revoked since`]
    : [];
  const scanned = copied.some((item) => item.scanned)
    ? [`scans: they were heard more than ${goodForDays} days ago, and more may be known since`]
    : [];
  return [...(isAged ? [...verified, ...scanned] : []), ...endedAcceptances(copied, now)];
}

/** Each once, however many images have it. */
function endedAcceptances(items: readonly Pick<Item, 'silenced'>[], now: number): string[] {
  const silenced = items.flatMap((item) => item.silenced ?? []);
  const ended = silenced.filter(({ until }) => until !== undefined && hasEnded(until, now));
  return [...new Set(ended.map(({ reason }) => `accepted vulnerability: its last day has passed: ${reason}`))];
}
