import type { JobEvent } from '#jobs';
import { jsonText } from '#text';
import type { OutputStream, World } from './world.ts';

const blobEveryMs = 100;

/** Events as JSON lines. Of a blob's progress at most ten lines a second are written, and always the last. */
export class EventStream {
  readonly #stream: OutputStream;
  readonly #now: World['now'];
  readonly #blobs = new Map<string, number>();

  constructor(stream: OutputStream, now: World['now']) {
    this.#stream = stream;
    this.#now = now;
  }

  write(event: JobEvent): void {
    if (event.type === 'blob' && !this.#isDue(event)) return;
    this.#stream.write(`${jsonText(event)}\n`);
  }

  #isDue({ item, digest, bytes, size }: JobEvent & { type: 'blob' }): boolean {
    const key = `${item} ${digest}`;
    if (bytes >= size) {
      this.#blobs.delete(key);
      return true;
    }
    const last = this.#blobs.get(key);
    if (last !== undefined && this.#now() - last < blobEveryMs) return false;
    this.#blobs.set(key, this.#now());
    return true;
  }
}
