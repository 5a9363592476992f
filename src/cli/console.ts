import { checkDocument, type JobEvent } from '#jobs';
import { ReleaseError } from '#problem';
import {
  adviceOf,
  errorText,
  fitLine,
  formatLine,
  JobNarrator,
  jsonText,
  type Line,
  line,
  logLines,
  nameIn,
} from '#text';
import { EventStream } from './event-stream.ts';
import { LiveProgress } from './live-progress.ts';
import { commonOptions, type OptionValues, problemOptions, universalOptions } from './options.ts';
import type { OutputStream, World } from './world.ts';

const widest = 100;

/**
 * What the program says: results on stdout (as text, one JSON document or JSON lines), progress, questions and errors on stderr.
 * Jobs know nothing of it but the events they emit.
 */
export class Console {
  readonly #world: World;
  /** Whether stdout is for a program. */
  readonly isJson: boolean;
  readonly #isDebug: boolean;
  readonly #isColourful: boolean;
  readonly #events: EventStream | undefined;
  readonly #narrator = new JobNarrator();
  readonly #live: LiveProgress | undefined;
  #hasResult = false;
  #isWorking = false;
  /** What is said when the terminal is ours again. */
  #held: Line[] | undefined;

  constructor(world: World, options: OptionValues) {
    const { stderr, stdout, environment, now } = world;
    this.#world = world;
    this.isJson =
      options.has(commonOptions.json) ||
      options.has(commonOptions.events) ||
      options.text(problemOptions.format) === 'json';
    this.#isDebug = options.has(universalOptions.debug);
    this.#isColourful = !options.has(universalOptions.noColor) && !environment.NO_COLOR && environment.TERM !== 'dumb';
    this.#events = options.has(commonOptions.events) ? new EventStream(stdout, now) : undefined;
    if (stderr.isTTY && environment.TERM !== 'dumb')
      this.#live = new LiveProgress(stderr, { colour: this.#isColourful, now, progress: this.#narrator.progress });
  }

  /** Columns that text on stdout may take. */
  get width(): number {
    return widthOf(this.#world.stdout);
  }

  /** Whether both results and progress go to a terminal, so that what scrolled by need not be said again. */
  get isInteractive(): boolean {
    return this.#world.stdout.isTTY === true && this.#live !== undefined && !this.isJson;
  }

  /** Takes an event of a job. */
  readonly emit = (event: JobEvent): void => {
    this.#events?.write(event);
    this.#isWorking = true;
    const told = this.#narrator.tell(event, this.#world.now());
    // The progress shows waits as long as they last.
    const kept = event.type === 'waiting' && this.#live ? [] : told;
    const lines = [...kept, ...(this.#isDebug ? logLines(event) : [])];
    // What somebody has to act on is never cut.
    const isCut = this.#live && event.type !== 'paused';
    if (lines.length > 0) this.say(isCut ? lines.map((one) => fitLine(one, this.#columns)) : lines);
    if (!this.#held) this.#live?.changed();
  };

  /** Whether a job is under way: it has told something, and nothing has been asked or answered since. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Tells the progress what a run will move, and how items are called. */
  expect(plan: Parameters<JobNarrator['expect']>[0]): void {
    this.#live?.nameItems((item) => nameIn(plan.target, item));
    this.#narrator.expect(plan);
  }

  /** Says something that is no result. */
  say(lines: readonly Line[]): void {
    if (this.#held) this.#held.push(...lines);
    else if (this.#live) this.#live.print(lines);
    else this.#print(this.#world.stderr, lines);
  }

  /** Leaves the terminal to something else; what comes to be said meanwhile is said afterwards. */
  async aside<T>(task: () => Promise<T>): Promise<T> {
    this.#live?.clear();
    this.#held = [];
    try {
      return await task();
    } finally {
      const held = this.#held;
      this.#held = undefined;
      if (held.length > 0) this.say(held);
    }
  }

  /** Lines for stderr, set to its width. */
  sayText(render: (width: number) => readonly Line[]): void {
    this.say(render(widthOf(this.#world.stderr)));
  }

  /** Takes the progress off the screen, so that something else can have it. */
  pause(): void {
    this.#isWorking = false;
    this.#live?.clear();
  }

  /** The result of the command: as document or as text, by what was asked for. */
  result(document: object, text: (width: number) => readonly Line[]): void {
    if (this.isJson) this.#document(document);
    else this.lines(text(this.width));
  }

  /** Result lines, whatever the format. */
  lines(lines: readonly Line[]): void {
    this.pause();
    this.#print(this.#world.stdout, lines);
  }

  /** Result text that is in its final form. */
  raw(text: string): void {
    this.pause();
    this.#world.stdout.write(text);
  }

  /** An error that ends the program. */
  fail(thrown: unknown): void {
    const error = ReleaseError.from(thrown);
    this.pause();
    this.#print(this.#world.stderr, errorText(error, widthOf(this.#world.stderr)));
    if (this.#isDebug) this.#print(this.#world.stderr, traceLines(error));
    if (this.isJson && !this.#hasResult) this.#document(errorDocument(error));
  }

  /** What a line may take on the terminal that shows the progress; the report says in full what is cut here. */
  get #columns(): number {
    return (this.#world.stderr.columns ?? widest) - 1;
  }

  #document(document: object): void {
    this.pause();
    this.#events?.flush();
    this.#hasResult = true;
    const text = this.#events ? jsonText({ type: 'result', ...document }) : jsonText(document, 2);
    this.#world.stdout.write(`${text}\n`);
  }

  #print(stream: OutputStream, lines: readonly Line[]): void {
    const colour = this.#isColourful && stream.isTTY === true;
    const text = lines.map((one) => `${formatLine(one, colour)}\n`).join('');
    if (text !== '') stream.write(text);
  }
}

/** An error as the one document of `--json`. */
function errorDocument(error: ReleaseError): object {
  const { code, message, details, problems } = error;
  const hint = adviceOf(error);
  return {
    schemaVersion: 1,
    ok: false,
    error: {
      code,
      message,
      ...(hint === '' ? {} : { hint }),
      details,
      problems: checkDocument(problems).problems,
    },
  };
}

function widthOf({ isTTY, columns }: OutputStream): number {
  return isTTY && columns ? Math.max(Math.min(columns, widest), 40) : widest;
}

function traceLines(error: ReleaseError): Line[] {
  const texts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) texts.push(...(at.stack ?? at.message).split('\n'));
  return texts.map((text) => line(`  ${text}`, 'muted'));
}
