import { ReleaseError } from '#problem';
import type { ChartLimits } from './chart-limits.ts';

const hint = 'No chart of the field is like that: check where it comes from. Nothing of it was used.';

/** Counts what is read of a chart, its subcharts' archives included, and stops what is too much. */
export class ReadBudget {
  readonly limits: ChartLimits;
  readonly #signal: AbortSignal | undefined;
  #unpacked = 0;
  #entries = 0;
  #held = 0;
  #small = 0;

  constructor(limits: ChartLimits, signal?: AbortSignal) {
    this.limits = limits;
    this.#signal = signal;
  }

  /** Bytes that came out of an archive, or of a file. @throws ReleaseError `chart-too-large`; the signal's reason */
  unpacked(bytes: number, where: string): void {
    this.#signal?.throwIfAborted();
    this.#unpacked += bytes;
    if (this.#unpacked > this.limits.unpackedBytes) {
      throw new ReleaseError('chart-too-large', `${where} unpacks to more than ${this.limits.unpackedBytes} bytes`, {
        hint,
      });
    }
  }

  /** One more file or folder. @throws ReleaseError `chart-too-large` */
  entry(where: string): void {
    if (++this.#entries > this.limits.entries) {
      throw new ReleaseError('chart-too-large', `${where} has more than ${this.limits.entries} files and folders`, {
        hint,
      });
    }
  }

  /** Whether a small file of this size may be held as well. */
  holdSmall(bytes: number): boolean {
    if (bytes > this.limits.smallFileBytes || this.#small + bytes > this.limits.smallBytes) return false;
    this.#small += bytes;
    return true;
  }

  /** Holds a file that a chart is made of. @throws ReleaseError `chart-too-large` */
  hold(bytes: number): void {
    this.#held += bytes;
    if (this.#held > this.limits.heldBytes) {
      const sentence = `The templates, values and other files of the chart that Helm looks at have more than ${this.limits.heldBytes} bytes`;
      throw new ReleaseError('chart-too-large', sentence, { hint });
    }
  }

  /** @throws ReleaseError `chart-too-large` */
  level(depth: number, where: string): void {
    if (depth > this.limits.depth) {
      throw new ReleaseError('chart-too-large', `${where} nests deeper than ${this.limits.depth} subcharts`, { hint });
    }
  }
}
