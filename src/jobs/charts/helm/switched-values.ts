import type { ChartToggle } from './chart-toggle.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is switched together. */
export interface ChartSwitches {
  readonly on: readonly ChartToggle[];
  readonly off: readonly ChartToggle[];
}

/** Values with some toggles switched; of two where one holds the other the later counts, and what is on before what is off. */
export function switchedValues(values: Values, { on, off }: ChartSwitches): Values {
  return switchedTo(switchedTo(values, off, false), on, true);
}

function switchedTo(values: Values, toggles: readonly ChartToggle[], to: boolean): Values {
  return toggles.reduce((switched, { path }) => withValue(switched, path, to), values);
}

function withValue(values: Values, [key, ...rest]: readonly string[], value: boolean): Values {
  if (key === undefined) return values;
  const held = Object.hasOwn(values, key) ? values[key] : undefined;
  const next = rest.length === 0 ? value : withValue(isMap(held) ? held : {}, rest, value);
  return Object.fromEntries([...Object.entries(values).filter(([name]) => name !== key), [key, next]]);
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
