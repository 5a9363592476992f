import type { Code, Severity } from '#problem';

/** Something about a chart that a person should know: at a file of the chart. */
export interface ChartFinding {
  readonly code: Code;
  /** With an error the chart is not released. */
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** From the chart's root, with forward slashes. */
  readonly file: string;
  /** 1-based; of the file as it was before anything was injected. */
  readonly line?: number;
}
