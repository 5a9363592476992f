import type { JobEvent } from '#jobs';

type BlobEvent = JobEvent & { readonly type: 'blob' };

export interface ThinnedEventsOptions {
  /** Between two events of one blob, in ms. */
  readonly everyMs: number;
  /** ms, from a clock that only goes forward */
  readonly now?: () => number;
}

/**
 * Keeps a job from flooding whoever listens: of a blob's progress, what comes too soon after the last is held back, and sent when its time has
 * come or something else is told of its image. So the last one always arrives.
 */
export class ThinnedEvents {
  readonly #send: (event: JobEvent) => void;
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #sentAt = new Map<string, number>();
  readonly #held = new Map<string, BlobEvent>();
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (event: JobEvent) => void, { everyMs, now = () => performance.now() }: ThinnedEventsOptions) {
    this.#send = send;
    this.#everyMs = everyMs;
    this.#now = now;
  }

  readonly push = (event: JobEvent): void => {
    if (event.type === 'blob') {
      this.#pushBlob(event);
      return;
    }
    if (event.type === 'phase') this.flush();
    else if ('item' in event) this.#release(({ item }) => item === event.item);
    this.#send(event);
  };

  /** Sends all that is held back. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#release(() => true);
  }

  #pushBlob(event: BlobEvent): void {
    const key = keyOf(event);
    if (event.bytes >= event.size || this.#isDue(key)) {
      this.#held.delete(key);
      this.#sendBlob(event);
    } else {
      this.#held.set(key, event);
      this.#wait();
    }
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#release((event) => this.#isDue(keyOf(event)));
      if (this.#held.size > 0) this.#wait();
    }, this.#everyMs);
  }

  #release(isMeant: (event: BlobEvent) => boolean): void {
    for (const [key, event] of this.#held) {
      if (!isMeant(event)) continue;
      this.#held.delete(key);
      this.#sendBlob(event);
    }
  }

  #isDue(key: string): boolean {
    const sentAt = this.#sentAt.get(key);
    return sentAt === undefined || this.#now() - sentAt >= this.#everyMs;
  }

  #sendBlob(event: BlobEvent): void {
    // What is through needs no memory; if it starts over, that is worth an event.
    if (event.bytes >= event.size) this.#sentAt.delete(keyOf(event));
    else this.#sentAt.set(keyOf(event), this.#now());
    this.#send(event);
  }
}

function keyOf({ item, digest }: BlobEvent): string {
  return `${item} ${digest}`;
}
