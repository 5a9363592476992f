import type { JobEvent, MirrorPlan } from '#jobs';
import { eventLines, type Line, nameIn, Progress } from '#text';

/** The same registry's waits are told at most so often. */
const waitEveryMs = 10_000;

/** Turns the events of a job into the lines that a terminal would keep of it, and into its progress. */
export class JobNarrator {
  readonly progress = new Progress();
  readonly #say: (lines: readonly Line[]) => void;
  readonly #now: () => number;
  readonly #waitsTold = new Map<string, number>();
  #name: (item: string) => string = (item) => item;

  /** @param now ms, of a clock that only goes forward */
  constructor(say: (lines: readonly Line[]) => void, now: () => number) {
    this.#say = say;
    this.#now = now;
  }

  /** Tells it what a run will move, and how items are called. */
  expect({ target, items }: MirrorPlan): void {
    const copied = items.filter(({ outcome }) => outcome === 'copy').map((item) => nameIn(target, item.target));
    const column = copied.reduce((width, { length }) => Math.max(width, length), 0);
    this.#name = (item) => nameIn(target, item).padEnd(column);
    this.progress.expect(items);
  }

  tell(event: JobEvent): void {
    const now = this.#now();
    this.progress.apply(event, now);
    const lines = eventLines(event, this.progress.phase, this.#name);
    if (lines.length > 0 && this.#isTold(event, now)) this.#say(lines);
  }

  #isTold(event: JobEvent, now: number): boolean {
    if (event.type !== 'waiting') return true;
    const told = this.#waitsTold.get(event.registry);
    if (told !== undefined && now - told < waitEveryMs) return false;
    this.#waitsTold.set(event.registry, now);
    return true;
  }
}
