/** Time and chance, as a check needs them. */
export interface CheckClock {
  /** ms since the epoch */
  now(): number;
  /** @throws the signal's reason when it fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1, for jitter */
  random(): number;
}
