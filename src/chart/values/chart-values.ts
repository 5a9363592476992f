import { inFile, type Problem, ReleaseError } from '#problem';
import type { Chart, Subchart } from '../chart.ts';
import type { ChartDependency } from '../chart-metadata.ts';
import { chartText } from '../read/chart-text.ts';
import { isSwitchedOn } from './dependency-switch.ts';
import { importedValues } from './import-values.ts';
import { mergeValues } from './merge-values.ts';
import { isValueMap, type ValueMap } from './value-tree.ts';
import { readYamlValues, type YamlValues } from './yaml-values.ts';

/** A chart as it is used: the outermost one, or a subchart under one of its names. */
export interface ChartInstance {
  readonly chart: Chart;
  /** The keys that its values stand below in those of the outermost chart: aliases, or names. */
  readonly keys: readonly string[];
  /** Its folder or archive from the root of the outermost chart; empty for that one. */
  readonly path: string;
  /** Whether it is installed with the default values. */
  readonly isEnabled: boolean;
  /** What its templates see with the default values; `global` among them. */
  readonly values: ValueMap;
  /** Its own `values.yaml`. */
  readonly file: YamlValues;
  readonly subcharts: readonly ChartInstance[];
}

/** The default values of a chart and of all that is in it. */
export interface ChartValues {
  /** The outermost chart first, each before its subcharts. Library charts are none: they have no values of their own to set. */
  readonly instances: readonly ChartInstance[];
  /** What is wrong with the files of values, by their path in the chart. */
  readonly problems: readonly Problem[];
}

/** Aliases multiply subcharts; no chart has so many. */
const mostInstances = 2000;

/**
 * The default values as Helm coalesces them: those of a subchart below its alias or name, the parent's over them, `global` handed down, what is imported;
 * conditions and tags decide which subcharts are enabled.
 * Source: Helm documentation, "Subcharts and Global Values", "Charts"; helm's `chartutil` (`coalesce.go`, `dependencies.go`).
 * @throws ReleaseError `chart-too-large`
 */
export function chartValues(chart: Chart): ChartValues {
  const reader = new ValuesReader();
  const own = reader.read(chart, '').values;
  const first = reader.instance(chart, [], '', own, undefined, true);
  // Imported values count as the chart's own, so it begins anew with them.
  const root = reader.hasImports
    ? reader.instance(chart, [], '', mergeValues(own, reader.importsOf(first)), undefined, true)
    : first;
  return { instances: flat(root), problems: reader.problems };
}

function flat(instance: ChartInstance): ChartInstance[] {
  return [instance, ...instance.subcharts.flatMap(flat)];
}

interface ReadFile {
  readonly file: YamlValues;
  readonly values: ValueMap;
}

class ValuesReader {
  readonly problems: Problem[] = [];
  hasImports = false;
  readonly #files = new Map<Chart, ReadFile>();
  #count = 0;

  read(chart: Chart, path: string): ReadFile {
    const known = this.#files.get(chart);
    if (known) return known;
    const file = readYamlValues(chartText(chart, 'values.yaml') ?? '');
    const name = path === '' ? 'values.yaml' : `${path}/values.yaml`;
    this.problems.push(...inFile(name, file.problems));
    const values = file.valueOf(file.root);
    const read = { file, values: isValueMap(values) ? values : {} };
    this.#files.set(chart, read);
    return read;
  }

  /** @param values its own with its parent's over them */
  instance(
    chart: Chart,
    keys: readonly string[],
    path: string,
    values: ValueMap,
    root: ValueMap | undefined,
    isEnabled: boolean,
  ): ChartInstance {
    this.#count += 1;
    if (this.#count > mostInstances) {
      throw new ReleaseError(
        'chart-too-large',
        `With their aliases ${chart.metadata.name} has more than ${mostInstances} subcharts.`,
        {
          hint: 'Check the dependencies in Chart.yaml.',
        },
      );
    }
    const subcharts = usesOf(chart).map(({ subchart, key, dependency }) => {
      const inner = path === '' ? subchart.path : `${path}/${subchart.path}`;
      const given = isValueMap(values[key]) ? values[key] : {};
      const seen = handedDown(mergeValues(given, this.read(subchart.chart, inner).values), values);
      if (dependency && dependency.importValues.length > 0) this.hasImports = true;
      const parent = mergeValues(values, Object.fromEntries([[key, seen]]));
      const isOn = dependency ? isSwitchedOn(dependency, parent, root ?? values) : true;
      return this.instance(subchart.chart, [...keys, key], inner, seen, root ?? values, isEnabled && isOn);
    });
    return { chart, keys, path, isEnabled, values, file: this.read(chart, path).file, subcharts };
  }

  importsOf(instance: ChartInstance): ValueMap {
    let imports: ValueMap = {};
    const uses = usesOf(instance.chart);
    for (const [position, { dependency }] of uses.entries()) {
      const child = instance.subcharts[position];
      if (!child?.isEnabled) continue;
      const further = this.importsOf(child);
      const values = mergeValues(child.values, further);
      // What a subchart itself has imported is a value of it.
      if (Object.keys(further).length > 0)
        imports = mergeValues(imports, Object.fromEntries([[child.keys.at(-1) ?? '', further]]));
      if (dependency) imports = mergeValues(imports, importedValues(dependency, values));
    }
    return imports;
  }
}

interface Use {
  readonly subchart: Subchart;
  readonly key: string;
  readonly dependency: ChartDependency | undefined;
}

/** The subcharts as they are used: once for each dependency that names them, or once by their name. */
function usesOf({ subcharts, metadata }: Chart): Use[] {
  return subcharts
    .filter(({ chart }) => chart.metadata.type !== 'library')
    .flatMap((subchart): Use[] => {
      const { name, version } = subchart.chart.metadata;
      const isOnlyOne = subcharts.filter(({ chart }) => chart.metadata.name === name).length === 1;
      const asked = metadata.dependencies.filter(
        (dependency) => dependency.name === name && (isOnlyOne || dependency.version === version),
      );
      if (asked.length === 0) return [{ subchart, key: name, dependency: undefined }];
      return asked.map((dependency) => ({ subchart, key: dependency.alias ?? name, dependency }));
    });
}

/** The parent's `global` over the chart's own. */
function handedDown(values: ValueMap, parent: ValueMap): ValueMap {
  if (!isValueMap(parent.global)) return values;
  const own = isValueMap(values.global) ? values.global : {};
  return { ...values, global: mergeValues(parent.global, own) };
}
