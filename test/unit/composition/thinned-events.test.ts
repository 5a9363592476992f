import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ThinnedEvents } from '#composition';
import type { JobEvent } from '#jobs';

const blob = (bytes: number, item = 'a', digest = 'sha256:1'): JobEvent => ({
  schemaVersion: 1,
  type: 'blob',
  item,
  digest,
  size: 1000,
  bytes,
});
const finished = (item: string): JobEvent => ({
  schemaVersion: 1,
  type: 'item-finished',
  item,
  outcome: 'copied',
  bytes: 1,
});

describe('the progress of blobs', () => {
  let sent: (number | string)[];
  let events: ThinnedEvents;
  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    events = new ThinnedEvents((event) => sent.push(event.type === 'blob' ? event.bytes : event.type), {
      everyMs: 200,
    });
  });
  afterEach(() => vi.useRealTimers());

  it('is told five times a second at most', () => {
    for (let bytes = 0; bytes < 1000; bytes += 10) {
      events.push(blob(bytes));
      vi.advanceTimersByTime(10);
    }
    expect(sent).toEqual([0, 200, 400, 600, 800]);
    vi.advanceTimersByTime(200);
    expect(sent.slice(5)).toEqual([990]);
  });

  it('never loses the last, even when nothing comes after it', () => {
    for (const bytes of [1, 2, 3]) events.push(blob(bytes));
    expect(sent).toEqual([1]);
    vi.advanceTimersByTime(200);
    expect(sent).toEqual([1, 3]);
    vi.advanceTimersByTime(10_000);
    expect(sent).toEqual([1, 3]);
  });

  it('is complete before anything else is told of its image', () => {
    events.push(blob(1));
    events.push(blob(2));
    events.push(blob(7, 'b'));
    events.push(blob(8, 'b'));
    events.push(finished('a'));
    expect(sent).toEqual([1, 7, 2, 'item-finished']);
    events.flush();
    expect(sent.slice(4)).toEqual([8]);
  });

  it('tells at once that a blob is through, and that it starts over', () => {
    for (const bytes of [1, 1000, 0, 5]) events.push(blob(bytes));
    expect(sent).toEqual([1, 1000, 0]);
    events.push({ schemaVersion: 1, type: 'phase', phase: 'close', total: 1 });
    expect(sent).toEqual([1, 1000, 0, 5, 'phase']);
  });
});
