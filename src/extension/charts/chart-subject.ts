import path from 'node:path';
import type { Whereabouts } from '../selection/selection.ts';

/** Which chart a job is about, and where it is released to. */
export interface ChartSubject extends Whereabouts {
  /** A name under `charts` of the settings, or a folder or `.tgz`, absolute. */
  readonly chart: string;
}

/** What people call it: its name, or that of its folder or archive. */
export function chartTitle({ chart }: Pick<ChartSubject, 'chart'>): string {
  return path.isAbsolute(chart) ? path.basename(chart) : chart;
}
