import type { Clock, SessionObserver } from '../access.ts';
import { Pace } from './pace.ts';
import type { Quotas, RequestClass } from './quotas.ts';

/** A shorter wait for a turn is not worth a word, and the same class is spoken of at most so often. */
const longWaitMs = 3000;
const tellEveryMs = 10_000;

const words: Readonly<Record<RequestClass, string>> = {
  'manifest-read': 'manifests read',
  'manifest-write': 'manifests written',
  'blob-check': 'blobs asked for',
  'blob-read': 'blobs read',
  'upload-start': 'uploads begun',
  upload: 'uploads',
  other: 'requests',
};

/** Keeps each class of requests to one registry at the pace that the registry takes. */
export class Pacer {
  readonly #registry: string;
  readonly #quotas: Quotas | undefined;
  readonly #clock: Clock;
  readonly #observer: SessionObserver;
  readonly #paces = new Map<RequestClass, Pace>();
  readonly #toldAt = new Map<RequestClass, number>();

  constructor(registry: string, quotas: Quotas | undefined, clock: Clock, observer: SessionObserver) {
    this.#registry = registry;
    this.#quotas = quotas;
    this.#clock = clock;
    this.#observer = observer;
  }

  /** Waits until a request of the class may be sent. @throws the signal's reason */
  async turn(ofClass: RequestClass, signal?: AbortSignal): Promise<void> {
    const pace = this.#paceOf(ofClass);
    this.#tell(ofClass, pace);
    await pace.turn(signal);
  }

  /** A request was let in. */
  accepted(ofClass: RequestClass): void {
    this.#paceOf(ofClass).accepted();
  }

  /** A request was one too many: the class slows down. */
  refused(ofClass: RequestClass): void {
    this.#paceOf(ofClass).refused();
  }

  /** The registry named a time before which it wants no request of the class. */
  pause(ofClass: RequestClass, ms: number): void {
    this.#paceOf(ofClass).pause(ms);
  }

  #paceOf(ofClass: RequestClass): Pace {
    const held = this.#paces.get(ofClass);
    if (held) return held;
    const fresh = new Pace(this.#clock, this.#quotas?.perSecond[ofClass], this.#quotas?.areKnown ?? false);
    this.#paces.set(ofClass, fresh);
    return fresh;
  }

  /** One word for the many that wait. */
  #tell(ofClass: RequestClass, pace: Pace): void {
    const { waitMs: delayMs, rate } = pace;
    const now = this.#clock.now();
    if (delayMs < longWaitMs || now - (this.#toldAt.get(ofClass) ?? Number.NEGATIVE_INFINITY) < tellEveryMs) return;
    this.#toldAt.set(ofClass, now);
    const isBound = rate !== Number.POSITIVE_INFINITY;
    this.#observer.waiting?.({
      registry: this.#registry,
      delayMs: Math.round(delayMs),
      attempt: 0,
      reason: isBound ? `its pace is ${Math.round(rate * 10) / 10} ${words[ofClass]} a second` : 'it asked to wait',
    });
  }
}
