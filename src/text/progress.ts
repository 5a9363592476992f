import type { Item, JobEvent, JobPhase } from '#jobs';

/** The rate is that of the last seconds, so that it follows the network and not the past. */
const rateWindowMs = 5000;
const sampleEveryMs = 200;

/** An image under way. */
export interface RunningItem {
  readonly item: string;
  readonly source: string;
  /** Bytes moved so far. */
  readonly bytes: number;
  /** Bytes that the plan expects it to move; 0 when not known. */
  readonly expected: number;
}

/** A registry that asked for patience. */
export interface Wait {
  readonly registry: string;
  readonly reason: string;
  readonly until: number;
}

/** What a job's events come to so far: the state that progress is drawn from. */
export class Progress {
  phase: JobPhase | undefined;
  /** Items of the phase, and how many of them are done. */
  total = 0;
  done = 0;
  bytesExpected = 0;
  /** Why the whole job waits for somebody, and what that is to do. */
  paused: { readonly reason: string; readonly hint: string } | undefined;
  readonly #expected = new Map<string, number>();
  readonly #running = new Map<
    string,
    { readonly source: string; readonly blobs: Map<string, number>; bytes: number }
  >();
  readonly #waits = new Map<string, Wait>();
  #finishedBytes = 0;
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  /** Tells what a run is going to move. */
  expect(items: readonly Pick<Item, 'target' | 'bytes' | 'outcome'>[]): void {
    for (const { target, bytes, outcome } of items) if (outcome === 'copy') this.#expected.set(target, bytes);
    this.bytesExpected = [...this.#expected.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** @param now ms, of any clock that only goes forward */
  apply(event: JobEvent, now: number): void {
    switch (event.type) {
      case 'phase':
        this.phase = event.phase;
        this.paused = undefined;
        this.total = event.total;
        this.done = 0;
        this.#running.clear();
        break;
      case 'item-started':
        this.#running.set(event.item, { source: event.source, blobs: new Map(), bytes: 0 });
        break;
      case 'item-finished':
        this.#finishedBytes += this.#running.get(event.item)?.bytes ?? 0;
        this.#running.delete(event.item);
        this.done++;
        break;
      case 'created':
        this.done++;
        break;
      case 'blob':
        this.#move(event.item, event.digest, event.bytes, now);
        break;
      case 'paused':
        this.paused = { reason: event.reason, hint: event.hint };
        break;
      case 'resumed':
        this.paused = undefined;
        // What stood still meanwhile says nothing of the network.
        this.#samples = [];
        break;
      case 'waiting':
        this.#waits.set(event.registry, {
          registry: event.registry,
          reason: event.reason,
          until: now + event.delayMs,
        });
        break;
      default:
    }
  }

  get bytesMoved(): number {
    let sum = this.#finishedBytes;
    for (const { bytes } of this.#running.values()) sum += bytes;
    return sum;
  }

  get running(): RunningItem[] {
    return [...this.#running].map(([item, { source, bytes }]) => ({
      item,
      source,
      bytes,
      expected: this.#expected.get(item) ?? 0,
    }));
  }

  /** Waits that are not over. */
  waits(now: number): Wait[] {
    return [...this.#waits.values()].filter(({ until }) => until > now);
  }

  /** Bytes a second of late; undefined while there is too little to tell. */
  rate(now: number): number | undefined {
    const [oldest] = this.#samples;
    if (!oldest || now - oldest.at < 2 * sampleEveryMs) return undefined;
    return Math.max((this.bytesMoved - oldest.bytes) / ((now - oldest.at) / 1000), 0);
  }

  #move(item: string, digest: string, bytes: number, now: number): void {
    const running = this.#running.get(item);
    if (!running) return;
    running.bytes += bytes - (running.blobs.get(digest) ?? 0);
    running.blobs.set(digest, bytes);
    if (now - (this.#samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= sampleEveryMs) {
      this.#samples = [
        ...this.#samples.filter(({ at }) => now - at < rateWindowMs),
        { at: now, bytes: this.bytesMoved },
      ];
    }
  }
}
