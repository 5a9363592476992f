const dayMs = 86_400_000;

/**
 * Whether an acceptance has ended: it holds through its last day, in UTC. What is no day has ended.
 * @param until `2026-12-31`
 * @param now ms since the epoch
 */
export function hasEnded(until: string, now: number): boolean {
  return !(now < Date.parse(`${until}T00:00:00Z`) + dayMs);
}
