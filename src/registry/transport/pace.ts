import type { Clock } from '../access.ts';
import { Limiter } from './limiter.ts';

/** Who comes late by so much may catch up; timers are that coarse. */
const lagMs = 20;
/** What is used of a quota, so that no second, wherever it begins, holds more than the quota, the catching up included. */
const useOf = 0.98;
/** After a refusal this much of the rate is left, and at most once in so long: what was sent before does not count again. */
const cut = 0.7;
const cutEveryMs = 1000;
/** What comes back in a second without a refusal, of the rate that was first assumed. */
const growth = 0.1;
const slowest = 0.5;

/**
 * The pace of one class of requests at one registry: a token bucket of requests a second that gives way when the registry refuses
 * (a little more each second, much less at a refusal: AIMD). Where no rate is known it is unbounded until the first refusal.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #ceiling: number;
  /** First come, first served: the one whose turn is next waits for the clock, the others for him. */
  readonly #turns = new Limiter(1);
  #queued = 0;
  #rate: number;
  #assumed: number;
  #nextAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #cutAt = Number.NEGATIVE_INFINITY;
  #grownAt: number;
  #second = { number: 0, started: 0, before: 0 };

  /**
   * @param quota requests a second; undefined: not known
   * @param isKnown whether the quota is never to be exceeded
   */
  constructor(clock: Clock, quota: number | undefined, isKnown: boolean) {
    this.#clock = clock;
    this.#rate = quota === undefined ? Number.POSITIVE_INFINITY : quota * useOf;
    this.#assumed = this.#rate;
    this.#ceiling = isKnown ? this.#rate : Number.POSITIVE_INFINITY;
    this.#grownAt = clock.now();
  }

  /** Requests a second at present; Infinity while there is no bound. */
  get rate(): number {
    return this.#rate;
  }

  /** ms that who comes now would wait. */
  get waitMs(): number {
    return Math.max(0, this.#untilNext() + this.#queued * this.#intervalMs());
  }

  /** Waits for the moment at which the next request may start. @throws the signal's reason */
  async turn(signal?: AbortSignal): Promise<void> {
    if (this.#queued === 0 && this.#untilNext() <= 0) return this.#start();
    this.#queued++;
    try {
      await this.#turns.run(async () => {
        // A refusal that comes while this one waits makes it wait longer.
        for (let wait = this.#untilNext(); wait > 0; wait = this.#untilNext()) await this.#clock.sleep(wait, signal);
        this.#start();
      }, signal);
    } finally {
      this.#queued--;
    }
  }

  /** Nobody starts before so many ms have passed. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  /** The registry said that this was too much. */
  refused(): void {
    const now = this.#clock.now();
    if (now - this.#cutAt < cutEveryMs) return;
    this.#cutAt = now;
    this.#grownAt = now;
    const rate = this.#rate === Number.POSITIVE_INFINITY ? this.#observed(now) : this.#rate;
    this.#rate = Math.max(slowest, rate * cut);
    if (this.#assumed === Number.POSITIVE_INFINITY) this.#assumed = this.#rate;
  }

  /** The registry let a request in. */
  accepted(): void {
    if (this.#rate >= this.#ceiling) return;
    const now = this.#clock.now();
    const seconds = Math.min(now - this.#grownAt, 1000) / 1000;
    this.#grownAt = now;
    this.#rate = Math.min(this.#ceiling, this.#rate + this.#assumed * growth * seconds);
  }

  #start(): void {
    const now = this.#clock.now();
    this.#nextAt = Math.max(this.#nextAt, now - lagMs) + this.#intervalMs();
    const number = Math.floor(now / 1000);
    if (number === this.#second.number) this.#second.started++;
    else {
      const before = number === this.#second.number + 1 ? this.#second.started : 0;
      this.#second = { number, started: 1, before };
    }
  }

  /** What was started in a second of late: all that is known of a registry that has not refused before. */
  #observed(now: number): number {
    const isLate = Math.floor(now / 1000) > this.#second.number + 1;
    return isLate ? slowest : Math.max(this.#second.started, this.#second.before);
  }

  #untilNext(): number {
    return Math.ceil(Math.max(this.#nextAt, this.#pausedUntil) - this.#clock.now());
  }

  #intervalMs(): number {
    return 1000 / this.#rate;
  }
}
