import type { MirrorPlan } from '../../mirror/mirror-plan.ts';

/** Long enough for a plan to be approved over a weekend, short enough for a stolen key to be heard of. */
const goodForDays = 7;
const dayMs = 86_400_000;

/**
 * A run asks nobody again who attested an image: the verdict is about a digest, the plan's id is a hash over the verdict too, and what is
 * copied is that digest or nothing. What was proven stays proven, but for a key that is found to be stolen meanwhile, or exempted no more:
 * the settings and the key's file say so, and a saved plan knows of neither. So its verdicts count for a week.
 * @param now ms since the epoch
 * @returns what differs from the plan, a line each
 */
export function agedVerdicts({ createdAt, items }: Pick<MirrorPlan, 'createdAt' | 'items'>, now: number): string[] {
  const isRelied = items.some(({ outcome, attestation }) => outcome === 'copy' && attestation?.state === 'verified');
  if (!isRelied || now - Date.parse(createdAt) <= goodForDays * dayMs) return [];
  return [
    `attestations: they were verified more than ${goodForDays} days ago, and their key may have been revoked since`,
  ];
}
