import type { Chart } from '../chart.ts';
import { chartText, textOfFile } from '../read/chart-text.ts';
import { type TemplateLine, type TemplateUnit, templateUnits } from '../templates/template-lines.ts';
import type { ValuePath } from '../values/value-tree.ts';

/** What the templates of a chart make of the registry of one image. Paths begin at the values of that chart, or with `global`. */
export interface ImageReads {
  /** Whether they put the value at a path before the name of the image. */
  takes(path: ValuePath): boolean;
  /**
   * Whether they do it in one place and not in another, or with something that nobody knows.
   * @param registry the value that counts, if one does
   * @param others values that do not count
   */
  isUnclear(registry: ValuePath | undefined, others: readonly ValuePath[]): boolean;
}

/** Longer named templates make more than the name of one image. */
const longestHelper = 30;
const registryKeys = ['registry', 'imageRegistry'];

/**
 * Tells by the templates of charts whether the registry that values give has a say: there are charts with a key `registry` that nothing reads, and
 * with a value for all images that only some read. What cannot be told follows the convention that it counts.
 */
export class RegistryReads {
  readonly #units = new Map<Chart, readonly TemplateUnit[]>();
  /** By name: Helm has one set of named templates for a chart and all that is in it. */
  readonly #named = new Map<string, TemplateUnit[]>();
  readonly #reaches = new Map<string, Reach>();
  readonly #chartReads = new Map<Chart, ChartReads>();
  readonly #images = new Map<Chart, Map<string, ImageReads>>();

  constructor(root: Chart) {
    this.#read(root, []);
  }

  /**
   * @param map way to the mapping that the image stands in, from its chart's values or `global`
   * @param key of its repository, or of all of it
   */
  image(chart: Chart, map: ValuePath, key: string): ImageReads {
    // A chart can be used by many names.
    const known = this.#images.get(chart) ?? new Map<string, ImageReads>();
    this.#images.set(chart, known);
    const name = JSON.stringify([...map, key]);
    const reads = known.get(name) ?? this.#imageReads(chart, map, key);
    known.set(name, reads);
    return reads;
  }

  #imageReads(chart: Chart, map: ValuePath, key: string): ImageReads {
    const { units, all } = this.#readsOf(chart);
    const name = [...map, key].map(String);
    const uses = units.flatMap((unit) => this.#usesIn(unit, name));
    // Of what no template touches nobody knows anything.
    if (all.isEmpty || (uses.length === 0 && !all.tops.has(topOf(map.map(String))))) {
      return { takes: () => true, isUnclear: () => false };
    }
    if (uses.length === 0) return { takes: (path) => mentions(all, path), isUnclear: () => false };
    const bare = uses.filter((use) => !use.isDumped && !use.reach.hasRegistry).length;
    const taking = (path: ValuePath) => uses.filter((use) => use.isDumped || mentions(use.reach, path)).length;
    return {
      takes: (path) => {
        const count = taking(path);
        const isOwnOrGlobal = path.length > 1;
        return count > 0 && (isOwnOrGlobal ? count >= bare : count > bare);
      },
      isUnclear: (registry, others) =>
        registry === undefined
          ? others.some((path) => taking(path) > 0) || uses.some(({ isBehindSlash }) => isBehindSlash)
          : bare > 0,
    };
  }

  /** Whether the templates of a chart read a value by its whole path. */
  reads(chart: Chart, path: ValuePath): boolean {
    return this.#readsOf(chart).all.paths.has(path.join('\n'));
  }

  /** @param given templates in the values of the charts around it */
  #read(chart: Chart, given: readonly TemplateUnit[]): void {
    const texts = [...given, ...templateUnits(withoutComments(chartText(chart, 'values.yaml') ?? ''))];
    const units = chart.files.flatMap((file) =>
      /^templates\/.*\.(?:ya?ml|tpl|json)$/.test(file.path) ? templateUnits(textOfFile(file) ?? '') : [],
    );
    this.#units.set(chart, units.length === 0 ? [] : [...units, ...texts]);
    for (const unit of units) {
      if (unit.name !== undefined) this.#named.set(unit.name, [...(this.#named.get(unit.name) ?? []), unit]);
    }
    for (const { chart: inner } of chart.subcharts) this.#read(inner, texts);
  }

  /** All templates that a chart's own ones come to. */
  #readsOf(chart: Chart): ChartReads {
    const known = this.#chartReads.get(chart);
    if (known) return known;
    const own = this.#units.get(chart) ?? [];
    // Named templates that only notes include make no image.
    const units = this.#withIncluded(own.filter(({ name }) => name === undefined));
    const all = this.#withIncluded(own).flatMap(({ lines }) => lines);
    const reads = { units, all: reachOf(all) };
    this.#chartReads.set(chart, reads);
    return reads;
  }

  #usesIn(unit: TemplateUnit, name: readonly string[]): Use[] {
    const map = name.slice(0, -1);
    const key = name.at(-1) ?? '';
    return unit.lines.flatMap((line): Use[] => {
      if (line.dumped.some((chain) => isAround(valuesPath(chain), name))) {
        return [{ reach: reachOf([]), isDumped: true, isBehindSlash: false }];
      }
      if (line.used.some((chain) => isSame(valuesPath(chain), name))) {
        const reach = this.#withIncludes(contextOf(line, unit));
        const isBehindSlash = line.behindSlash.some((chain) => isSame(valuesPath(chain), name));
        return [{ reach, isDumped: false, isBehindSlash: isBehindSlash && !reach.hasRegistry }];
      }
      if (map.length === 0 || !line.used.some((chain) => isSame(valuesPath(chain), map))) return [];
      // The whole mapping goes to another template, which makes the name of it.
      const makers = line.includes.map((include) => this.#reachOf(include)).filter((reach) => reach.names.has(key));
      return makers.length === 0 ? [] : [{ reach: together(makers), isDumped: false, isBehindSlash: false }];
    });
  }

  #withIncludes(lines: readonly TemplateLine[]): Reach {
    const includes = lines.flatMap((line) => line.includes.map((name) => this.#reachOf(name)));
    return together([reachOf(lines), ...includes]);
  }

  /** What a named template reads, and all that it includes. */
  #reachOf(name: string): Reach {
    const known = this.#reaches.get(name);
    if (known) return known;
    const reach = reachOf(this.#withIncluded(this.#named.get(name) ?? []).flatMap(({ lines }) => lines));
    this.#reaches.set(name, reach);
    return reach;
  }

  #withIncluded(units: readonly TemplateUnit[]): readonly TemplateUnit[] {
    const found = new Set(units);
    for (const { lines } of found) {
      for (const { includes } of lines) {
        for (const name of includes) for (const unit of this.#named.get(name) ?? []) found.add(unit);
      }
    }
    return [...found];
  }
}

interface ChartReads {
  readonly units: readonly TemplateUnit[];
  readonly all: Reach;
}

/** A place where the name of an image is put together. */
interface Use {
  readonly reach: Reach;
  readonly isDumped: boolean;
  readonly isBehindSlash: boolean;
}

/** What lines read. */
interface Reach {
  /** Whole ways into values, joined. */
  readonly paths: ReadonlySet<string>;
  /** The last names of chains that do not begin at the values, and texts: `index .Values.image "registry"`. */
  readonly names: ReadonlySet<string>;
  /** How ways into values begin. */
  readonly tops: ReadonlySet<string>;
  readonly hasRegistry: boolean;
  readonly isEmpty: boolean;
}

function reachOf(lines: readonly TemplateLine[]): Reach {
  const paths = new Set<string>();
  const names = new Set<string>();
  for (const { fields, texts } of lines) {
    for (const chain of fields) {
      const path = valuesPath(chain);
      if (path) paths.add(path.join('\n'));
      else names.add(chain.at(-1) ?? '');
    }
    for (const text of texts) names.add(text);
  }
  const hasRegistry =
    registryKeys.some((key) => names.has(key)) || [...paths].some((path) => registryKeys.includes(lastOf(path)));
  const tops = new Set([...paths].map((path) => topOf(path.split('\n'))));
  return { paths, names, tops, hasRegistry, isEmpty: lines.length === 0 };
}

function together(reaches: readonly Reach[]): Reach {
  return {
    paths: new Set(reaches.flatMap(({ paths }) => [...paths])),
    names: new Set(reaches.flatMap(({ names }) => [...names])),
    tops: new Set(reaches.flatMap(({ tops }) => [...tops])),
    hasRegistry: reaches.some(({ hasRegistry }) => hasRegistry),
    isEmpty: reaches.every(({ isEmpty }) => isEmpty),
  };
}

function mentions({ paths, names }: Reach, path: ValuePath): boolean {
  return paths.has(path.join('\n')) || (path.length > 1 && names.has(String(path.at(-1))));
}

/** Values can hold templates; what is only shown as an example is none. */
function withoutComments(values: string): string {
  return values.includes('{{') ? values.replace(/^[ \t]*#.*$/gm, '') : '';
}

/** The lines that say what a line writes: of a short named template all; otherwise those of its variables, and the questions around it. */
function contextOf(line: TemplateLine, { name, lines }: TemplateUnit): readonly TemplateLine[] {
  if (name !== undefined && lines.length <= longestHelper) return lines;
  const found = new Set([line]);
  // What is made of it further below.
  for (const variable of line.assigned) {
    for (const other of lines) if (other.variables.includes(variable)) found.add(other);
  }
  for (const one of found) {
    for (const variable of one.variables) {
      for (const other of lines) if (other.assigned.includes(variable)) found.add(other);
    }
    for (const guard of one.guards) found.add(guard);
  }
  return [...found];
}

/** Below `.Values`; undefined for a chain that begins elsewhere. */
function valuesPath(chain: readonly string[]): readonly string[] | undefined {
  const at = chain.indexOf('Values');
  return at < 0 ? undefined : chain.slice(at + 1);
}

function isSame(path: readonly string[] | undefined, other: readonly string[]): boolean {
  return path !== undefined && path.length === other.length && path.every((key, position) => key === other[position]);
}

function isAround(path: readonly string[] | undefined, inner: readonly string[]): boolean {
  return path !== undefined && path.length > 0 && path.every((key, position) => key === inner[position]);
}

/** What stands directly in the values, or below `global`. */
function topOf(path: readonly string[]): string {
  return path.slice(0, path[0] === 'global' ? 2 : 1).join('\n');
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('\n') + 1);
}
