import { fitLine, formatLine, type Line, type Progress, progressLines } from '#text';
import type { OutputStream, World } from './world.ts';

const redrawEveryMs = 100;
/** More running images than this tell nobody anything. */
const mostLines = 12;

/**
 * Keeps the progress at the bottom of a terminal: drawn anew at most ten times a second, always in one write, and taken away before
 * anything else is printed.
 */
export class LiveProgress {
  readonly #stream: OutputStream;
  readonly #colour: boolean;
  readonly #now: World['now'];
  readonly #progress: Progress;
  #name: (item: string) => string = (item) => item;
  /** Columns of each line on the screen. */
  #drawn: readonly number[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isChanged = false;
  #interval: NodeJS.Timeout | undefined;

  constructor(stream: OutputStream, options: { colour: boolean; now: World['now']; progress: Progress }) {
    this.#stream = stream;
    this.#colour = options.colour;
    this.#now = options.now;
    this.#progress = options.progress;
  }

  /** How items are called from here on. */
  nameItems(name: (item: string) => string): void {
    this.#name = name;
  }

  /** After an event: it will be seen at the next redraw. */
  changed(): void {
    this.#isChanged = true;
    if (this.#interval) return;
    this.#draw(this.#erase());
    // Drawing must not keep the program alive.
    this.#interval = setInterval(() => this.#tick(), redrawEveryMs).unref();
  }

  /** Prints lines above the progress. */
  print(lines: readonly Line[]): void {
    const text = this.#erase() + lines.map((one) => `${formatLine(one, this.#colour)}\n`).join('');
    if (this.#interval) this.#draw(text);
    else this.#stream.write(text);
  }

  /** Takes the progress away until the next event. */
  clear(): void {
    clearInterval(this.#interval);
    this.#interval = undefined;
    const erase = this.#erase();
    if (erase !== '') this.#stream.write(erase);
  }

  #tick(): void {
    // Time left and waits go on without events.
    if (this.#isChanged || this.#now() - this.#drawnAt >= 5 * redrawEveryMs) this.#draw(this.#erase());
  }

  #draw(before: string): void {
    const width = Math.min(this.#stream.columns ?? 80, 100) - 1;
    const height = Math.min(mostLines, Math.max((this.#stream.rows ?? 24) - 2, 1));
    const lines = progressLines(this.#progress, { width, height, now: this.#now(), name: this.#name });
    const fitted = lines.map((one) => fitLine(one, width));
    this.#stream.write(before + fitted.map((one) => `${formatLine(one, this.#colour)}\n`).join(''));
    this.#drawn = fitted.map((one) => formatLine(one, false).length);
    this.#drawnAt = this.#now();
    this.#isChanged = false;
  }

  /** ECMA-48: up as many lines as were drawn, then erase to the end of the screen. */
  #erase(): string {
    // A terminal that was made narrower has broken the lines since.
    const columns = this.#stream.columns ?? 80;
    const lines = this.#drawn.reduce((rows, length) => rows + Math.max(Math.ceil(length / columns), 1), 0);
    this.#drawn = [];
    return lines === 0 ? '' : `\u001b[${lines}A\r\u001b[0J`;
  }
}
