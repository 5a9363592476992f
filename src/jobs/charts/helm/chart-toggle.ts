/** A value that switches a part of a chart on: a dependency's condition, a tag, or one that is called `enabled`. */
export interface ChartToggle {
  /** From the root of the chart's values: `postgresql`, `enabled`. */
  readonly path: readonly string[];
  /** Whether it is on with the chart's default values. */
  readonly isOn: boolean;
}

/** Whether a toggle is of a part of what another one switches: `postgresql.metrics.enabled` of `postgresql.enabled`. */
export function isWithin(toggle: ChartToggle, other: ChartToggle): boolean {
  const part = other.path.slice(0, -1);
  return toggle !== other && part.length > 0 && part.every((key, position) => toggle.path[position] === key);
}

/** As `--set` names it. */
export function toggleName({ path }: Pick<ChartToggle, 'path'>): string {
  return path.map((key) => key.replaceAll('.', '\\.')).join('.');
}
