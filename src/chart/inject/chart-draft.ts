import type { Chart } from '../chart.ts';
import type { ChartFinding } from '../chart-finding.ts';
import { packingOrder } from '../packing-order.ts';
import { textOfFile } from '../read/chart-text.ts';
import type { FileChange, InjectedChart } from './injected-chart.ts';

/** The texts of a chart while it is changed. Files that nobody sets keep their very bytes. */
export class ChartDraft {
  readonly findings: ChartFinding[] = [];
  readonly #files: Chart['files'];
  /** Undefined for what is left out. */
  readonly #texts = new Map<string, string | undefined>();

  constructor({ files }: Chart) {
    this.#files = files;
  }

  /** The text of a file as it is now; undefined when there is none, or when it is no text. */
  text(path: string): string | undefined {
    return this.#texts.has(path) ? this.#texts.get(path) : this.#before(path);
  }

  /** Whether the chart has the file, text or not. */
  has(path: string): boolean {
    return this.#texts.has(path) ? this.#texts.get(path) !== undefined : this.#files.some((file) => file.path === path);
  }

  /** Whether the chart has the file, but not as a text. */
  isUnreadable(path: string): boolean {
    return this.has(path) && this.text(path) === undefined;
  }

  set(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  remove(path: string): void {
    this.#texts.set(path, undefined);
  }

  /** The chart's own templates, those of subcharts left out, by path. */
  templates(): string[] {
    return [...new Set([...this.#files.map(({ path }) => path), ...this.#texts.keys()])]
      .filter((path) => path.startsWith('templates/') && this.has(path))
      .sort();
  }

  finding(finding: ChartFinding): void {
    this.findings.push(finding);
  }

  /** What is not as it was. */
  changes(): FileChange[] {
    const changes = [...this.#texts].flatMap(([path, after]): FileChange[] => {
      const before = this.#before(path);
      if (before === after && (after !== undefined || !this.#files.some((file) => file.path === path))) return [];
      return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
    });
    return changes.sort(packingOrder);
  }

  /** All files with their bytes as far as those are held. */
  files(changes: readonly FileChange[]): InjectedChart['files'] {
    const changed = new Map(changes.map(({ path, after }) => [path, after]));
    const kept = this.#files.flatMap(({ path, content }) => {
      if (changed.has(path)) return [];
      return [content === undefined ? { path } : { path, content }];
    });
    const written = [...changed].flatMap(([path, text]) =>
      text === undefined ? [] : [{ path, content: new TextEncoder().encode(text) }],
    );
    return [...kept, ...written];
  }

  #before(path: string): string | undefined {
    const file = this.#files.find((one) => one.path === path);
    return file && textOfFile(file);
  }
}
