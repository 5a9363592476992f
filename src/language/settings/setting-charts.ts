import { ociChart, trimEndSlashes } from '#formats';
import type { Range } from '#problem';
import type { Reference } from '#reference';
import { type SettingNode, type SettingsTree, settingsTree } from './settings-tree.ts';

/** A chart of a settings file with its version, as far as they are written; the file may have faults elsewhere. */
export interface PlacedChart {
  /** Its own name, which Helm pushes it under; undefined for a folder or file, which nobody has looked into. */
  readonly name: string | undefined;
  readonly version: string;
  /** Where the version stands, with its quotes. */
  readonly range: Range;
  /** What the version is written in: `"`, `'` or nothing. */
  readonly quote: string;
  readonly source: ChartPlace | undefined;
}

/** Where the versions of a chart are told: by a Helm repository, or by the tags of a repository of images. */
export type ChartPlace =
  | { readonly kind: 'helm'; readonly repository: string; readonly name: string }
  | { readonly kind: 'oci'; readonly reference: Reference };

/** The charts of a settings file that have a version, in their order. */
export function chartsOf(tree: SettingsTree): PlacedChart[] {
  return chartNodes(tree).flatMap((node) => chartOf(node, tree) ?? []);
}

/** Where each chart of a settings file stands, by the name that it is called there. Lines are 1-based. */
export function chartKeys(text: string): readonly { readonly name: string; readonly line: number }[] {
  const tree = settingsTree(text);
  return chartNodes(tree).map(({ path, key }) => ({
    name: String(path.at(-1)),
    line: tree.index.range(key.start, key.end).line,
  }));
}

/** Whether a settings file has a chart that somebody could be asked about. */
export function settingsNameCharts(text: string): boolean {
  return chartsOf(settingsTree(text)).some(({ source }) => source !== undefined);
}

/** Where the versions of the chart at a node are told. */
export function placeOfChart(node: SettingNode): ChartPlace | undefined {
  const source = childOf(node, 'source');
  const repository = textOf(source, 'repository');
  const name = textOf(source, 'name');
  if (repository !== undefined && name !== undefined) {
    return /^https?:\/\/[^@?#\s]+$/.test(repository)
      ? { kind: 'helm', repository: trimEndSlashes(repository), name }
      : undefined;
  }
  const reference = ociChart(textOf(source, 'oci') ?? '');
  return reference && { kind: 'oci', reference };
}

function chartNodes(tree: SettingsTree): readonly SettingNode[] {
  const one = tree.find(['chart']);
  return [...(one ? [one] : []), ...(tree.find(['charts'])?.children ?? [])];
}

function chartOf(node: SettingNode, { text, index }: SettingsTree): PlacedChart | undefined {
  const version = childOf(node, 'version');
  if (typeof version?.scalar !== 'string' || version.style !== 'scalar') return undefined;
  const { start, end } = version.value;
  const source = placeOfChart(node);
  return {
    name: source && (source.kind === 'helm' ? source.name : source.reference.repository.split('/').at(-1)),
    version: version.scalar,
    range: index.range(start, end),
    quote: /^["']/.exec(text.slice(start, end))?.[0] ?? '',
    source,
  };
}

function childOf(node: SettingNode | undefined, key: string): SettingNode | undefined {
  return node?.children.find(({ path }) => path.at(-1) === key);
}

function textOf(node: SettingNode | undefined, key: string): string | undefined {
  const scalar = childOf(node, key)?.scalar;
  return typeof scalar === 'string' ? scalar : undefined;
}
