import type { Problem } from '#problem';
import type { FileProblems } from '../problems/file-problems.ts';

/** The problems of charts on lines: each chart's newest ones, beside those of the other charts. */
export class ChartProblemLines {
  readonly #problems: Pick<FileProblems, 'replace'>;
  readonly #byChart = new Map<string, readonly Problem[]>();
  readonly #files = new Set<string>();

  constructor(problems: Pick<FileProblems, 'replace'>) {
    this.#problems = problems;
  }

  /** Whether something is said of a chart, if only that nothing is wrong with it. */
  has(chart: string): boolean {
    return this.#byChart.has(chart);
  }

  /** What is wrong with a chart now. @param chart tells it from all others */
  replace(chart: string, problems: readonly Problem[]): void {
    this.#byChart.set(chart, problems);
    for (const { file } of problems) this.#files.add(file);
    this.#problems.replace('charts', [...this.#files], [...this.#byChart.values()].flat());
  }
}
