import { type Chart, type ChartFile, chartText, largestText, scanTemplate, type ValueImage, valuePlaces } from '#chart';
import { lineIndex, readJson } from '#formats';
import type { Range } from '#problem';
import type { ChartEvidence } from '#rules';

/** What is known of a chart beside its files. */
export type ChartAbout = Pick<
  ChartEvidence,
  'target' | 'name' | 'delivery' | 'isPaid' | 'isInjected' | 'declared' | 'place' | 'origins'
> & {
  /** The images of its values. */
  readonly images: readonly ValueImage[];
  /** That it is released under, when not its own. */
  readonly version?: string;
};

const start: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** What rules are told of a chart: plain data, without a byte of its files. */
export function chartEvidence(chart: Chart, about: ChartAbout): ChartEvidence {
  const parts = [...charts(chart, '')];
  return {
    ...about,
    version: about.version ?? chart.metadata.version,
    type: chart.metadata.type,
    dependencies: parts.flatMap(dependenciesOf),
    files: chart.files.map(({ path, size }) => ({ path, size })),
    unread: parts.flatMap(unreadOf),
    templates: parts.flatMap(templatesOf),
    definitions: parts.flatMap(({ part, folder }) =>
      textsOf(part, /^crds\/.*\.ya?ml$/).map(({ path, text }) => ({
        path: folder + path,
        keys: scanTemplate(text, true).keys,
      })),
    ),
    values: parts.flatMap(valuesOf),
    images: imagesOf(about.images),
    ...jsonOf(chart, 'aws_mp_configuration_schema.json', 'configurationSchema'),
    ...jsonOf(chart, 'aws_mp_addon_parameters.json', 'addonParameters'),
  };
}

interface Part {
  readonly part: Chart;
  /** From the root, with a slash behind it; empty for the root. */
  readonly folder: string;
}

/** A chart and all that lies in its `charts/`. */
function* charts(part: Chart, folder: string): Generator<Part> {
  yield { part, folder };
  for (const { path, chart } of part.subcharts) yield* charts(chart, `${folder}${path}/`);
}

function textsOf(part: Chart, pattern: RegExp): { readonly path: string; readonly text: string }[] {
  const held = part.files.filter(({ path, content }: ChartFile) => content !== undefined && pattern.test(path));
  return held.flatMap(({ path }) => {
    const text = chartText(part, path);
    return text === undefined ? [] : { path, text };
  });
}

/** What `crds/` has is not rendered, and large. */
function unreadOf({ part, folder }: Part): string[] {
  return part.files.flatMap(({ path }) => {
    if (!/^(?:values\.yaml$|templates\/)/.test(path)) return [];
    const text = chartText(part, path);
    return text === undefined || text.length > largestText ? [folder + path] : [];
  });
}

function templatesOf({ part, folder }: Part): ChartEvidence['templates'] {
  return textsOf(part, /^templates\//).map(({ path, text }) => ({
    path: folder + path,
    subchart: folder.slice(0, -1),
    ...scanTemplate(text, /\.(?:ya?ml|tpl)$/.test(path)),
  }));
}

function valuesOf({ part, folder }: Part): ChartEvidence['values'] {
  return textsOf(part, /^values\.yaml$/).map(({ path, text }) => ({
    path: folder + path,
    subchart: folder.slice(0, -1),
    entries: valuePlaces(text),
  }));
}

function dependenciesOf({ part: chart, folder }: Part): ChartEvidence['dependencies'] {
  const file = chart.metadata.apiVersion === 'v1' ? 'requirements.yaml' : 'Chart.yaml';
  const places = valuePlaces(chartText(chart, file) ?? '');
  const vendored = new Set(chart.subcharts.map((one) => one.chart.metadata.name));
  return chart.metadata.dependencies.map(({ name, version, repository }, position) => {
    const key = `dependencies\0${position}\0name`;
    return {
      subchart: folder.slice(0, -1),
      name,
      ...(version === undefined ? {} : { version }),
      ...(repository === undefined ? {} : { repository }),
      isVendored: vendored.has(name),
      path: folder + file,
      range: places.find(({ path }) => path.join('\0') === key)?.range ?? start,
    };
  });
}

/** What is computed, or no image by its text, shows only when it is rendered. */
function imagesOf(images: readonly ValueImage[]): ChartEvidence['images'] {
  return images
    .filter(({ faults }) => !faults.includes('computed') && !faults.includes('malformed'))
    .map(({ reference, file, line, layout, faults, parts }) => ({
      reference,
      path: file,
      range: { line, column: 1, endLine: line, endColumn: 1 },
      isByParts: layout === 'parts' || layout === 'repository' || lastOf(parts.repository) === 'repository',
      isNumber: faults.includes('number'),
    }));
}

function lastOf(part: ValueImage['parts']['repository']): unknown {
  return 'path' in part ? part.path.at(-1) : undefined;
}

function jsonOf<K extends 'configurationSchema' | 'addonParameters'>(
  chart: Chart,
  file: string,
  key: K,
): Partial<Pick<ChartEvidence, K>> {
  if (!chart.files.some(({ path }) => path === file)) return {};
  const text = chartText(chart, file);
  const read = (): NonNullable<ChartEvidence[K]> => {
    if (text === undefined) return { fault: 'it is too large, or not UTF-8' };
    const [problem] = readJson(text, lineIndex(text)).problems;
    if (problem) return { fault: `line ${problem.range.line}: ${problem.message}` };
    return { text, value: JSON.parse(text) as unknown };
  };
  return { [key]: read() } as Partial<Pick<ChartEvidence, K>>;
}
