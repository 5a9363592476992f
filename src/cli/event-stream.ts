import { ThinnedEvents } from '#composition';
import type { JobEvent } from '#jobs';
import { jsonText } from '#text';
import type { OutputStream, World } from './world.ts';

const blobEveryMs = 100;

/** Events as JSON lines. Of a blob's progress at most ten lines a second are written, and always the last. */
export class EventStream {
  readonly #events: ThinnedEvents;

  constructor(stream: OutputStream, now: World['now']) {
    const write = (event: JobEvent) => stream.write(`${jsonText(event)}\n`);
    this.#events = new ThinnedEvents(write, { everyMs: blobEveryMs, now });
  }

  write(event: JobEvent): void {
    this.#events.push(event);
  }

  /** Before something else is written that comes after all of them. */
  flush(): void {
    this.#events.flush();
  }
}
