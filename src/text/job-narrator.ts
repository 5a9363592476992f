import type { Item, JobEvent, PlanTarget } from '#jobs';
import { eventLines } from './event-lines.ts';
import type { Line } from './line.ts';
import { nameIn } from './name-in.ts';
import { Progress } from './progress.ts';

/** The same registry's waits are told at most so often. */
const waitEveryMs = 10_000;

/** What a run will move, and where. */
interface ExpectedMoves {
  readonly target: PlanTarget;
  readonly items: readonly Pick<Item, 'target' | 'bytes' | 'outcome'>[];
}

/** Turns the events of a job into the lines that are left of it, and into its progress: in a terminal, a log, a notification. */
export class JobNarrator {
  readonly progress = new Progress();
  readonly #waitsTold = new Map<string, number>();
  #name: (item: string) => string = (item) => item;

  /** Tells it what a run will move, and how items are called. */
  expect({ target, items }: ExpectedMoves): void {
    const copied = items.filter(({ outcome }) => outcome === 'copy').map((item) => nameIn(target, item.target));
    const column = copied.reduce((width, { length }) => Math.max(width, length), 0);
    this.#name = (item) => nameIn(target, item).padEnd(column);
    this.progress.expect(items);
  }

  /** @param now ms, of any clock that only goes forward */
  tell(event: JobEvent, now: number): readonly Line[] {
    this.progress.apply(event, now);
    const lines = eventLines(event, this.progress.phase, this.#name);
    // A wait that is too short for a line was not told.
    return lines.length > 0 && this.#isTold(event, now) ? lines : [];
  }

  #isTold(event: JobEvent, now: number): boolean {
    if (event.type !== 'waiting') return true;
    const told = this.#waitsTold.get(event.registry);
    if (told !== undefined && now - told < waitEveryMs) return false;
    this.#waitsTold.set(event.registry, now);
    return true;
  }
}
