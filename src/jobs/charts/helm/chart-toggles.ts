import { type ChartValues, isValueMap, type Value, valueAt } from '#chart';
import type { ChartToggle } from './chart-toggle.ts';

/** More is no chart that a person configures. */
const mostToggles = 400;
const deepest = 32;

type Add = (path: readonly string[], value: Value | undefined) => void;

/**
 * What can be switched in a chart with its default values: the conditions and tags of what it depends on, first, and every value that is
 * called `enabled`, those of subcharts that are off included. A condition without a value switches nothing off: what depends on it is on.
 * Source: Helm documentation, "Charts" (tags and condition fields in dependencies).
 */
export function chartToggles({ instances }: ChartValues): readonly ChartToggle[] {
  const found = new Map<string, ChartToggle>();
  const add: Add = (path, value) => {
    const key = JSON.stringify(path);
    if (typeof value === 'boolean' && found.size < mostToggles && !found.has(key)) {
      found.set(key, { path, isOn: value });
    }
  };
  const [root] = instances;
  for (const { chart, keys, values } of instances) {
    for (const { condition = '', tags } of chart.metadata.dependencies) {
      for (const one of condition.split(',').map((part) => part.trim().split('.'))) {
        add([...keys, ...one], valueAt(values, one));
      }
      // Those of all levels stand at the root.
      for (const tag of tags) add(['tags', tag], valueAt(root?.values, ['tags', tag]));
    }
  }
  for (const { keys, values } of instances) {
    for (const [key, inner] of Object.entries(values)) {
      // What is global stands at the root, where it is looked at once.
      if (key === 'enabled') add([...keys, key], inner);
      else if (key !== 'global' || keys.length === 0) addEnabled(inner, [...keys, key], add);
    }
  }
  return [...found.values()];
}

function addEnabled(value: Value, at: readonly string[], add: Add): void {
  if (!isValueMap(value) || at.length > deepest) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'enabled') add([...at, key], inner);
    else addEnabled(inner, [...at, key], add);
  }
}
