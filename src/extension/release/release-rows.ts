import path from 'node:path';
import type { ChartOutline } from '#jobs';
import type { Problem } from '#problem';
import type { FileOutline, ImageOutline, ReleaseOutline, WorkerWorld } from '#worker';
import type { ChartImage, ChartState } from '../charts/chart-state.ts';
import { fileKey } from '../jobs/results/job-result.ts';
import { type ImageState, stateOf } from './image-state.ts';
import type { KnownItem, KnownItems } from './known-items.ts';

/** A row of the Release view. `settings` is the marketplace.yaml that it belongs to; all names of files are absolute. */
export type Row = ReleaseRow | TroubleRow | SettingsRow | FileRow | ImageRow | ChartRow | ChartImageRow;

/** One of several releases of the workspace. */
export interface ReleaseRow {
  readonly kind: 'release';
  readonly settings: string;
  readonly isChosen: boolean;
  /** Absent until somebody looks. */
  readonly files?: readonly (TroubleRow | SettingsRow | FileRow | ChartRow)[];
}

/** Stands for the files of a release that could not be read. */
interface TroubleRow {
  readonly kind: 'trouble';
  readonly settings: string;
  readonly message: string;
}

/** The marketplace.yaml itself, when something is wrong with it. */
export interface SettingsRow {
  readonly kind: 'settings';
  readonly settings: string;
  readonly problems: readonly Problem[];
}

export interface FileRow {
  readonly kind: 'file';
  readonly settings: string;
  readonly file: string;
  readonly type: FileOutline['kind'];
  /** Of all images that the file names. */
  readonly total: number;
  /** In a release file that has lists: how many images none of them names. */
  readonly unlisted?: number;
  readonly images: readonly ImageRow[];
  readonly problems: readonly Problem[];
}

export interface ImageRow {
  readonly kind: 'image';
  readonly settings: string;
  readonly file: string;
  readonly image: ImageOutline;
  readonly state: ImageState;
  /** What a plan or report said of it. */
  readonly item: KnownItem | undefined;
  /** Where it goes, as a reference to be pasted elsewhere; known once it was planned. */
  readonly reference: string | undefined;
  readonly problems: readonly Problem[];
}

/** A chart that the settings name. */
export interface ChartRow {
  readonly kind: 'chart';
  readonly settings: string;
  readonly chart: ChartOutline;
  /** What is known of it under the settings as they are. */
  readonly state: ChartState | undefined;
  /** In which world its record is kept. */
  readonly world: WorkerWorld;
}

/** An image that a chart needs, as it was when the chart was planned. */
export interface ChartImageRow {
  readonly kind: 'chart-image';
  readonly settings: string;
  readonly chart: string;
  readonly image: ChartImage;
  /** Where the chart that is released finds it. */
  readonly reference: string | undefined;
}

/** The rows of one release: its files, by name, with their images. */
export function fileRows(
  settings: string,
  outline: Pick<ReleaseOutline, 'files' | 'problems'>,
  known: KnownItems,
): (SettingsRow | FileRow)[] {
  const problems = grouped(outline.problems, ({ file }) => fileKey(file));
  const own = problems.get(fileKey(settings)) ?? [];
  const listed = new Set(
    outline.files.flatMap(({ kind, images }) => (kind === 'images' ? images.map(({ name }) => name) : [])),
  );
  const files = outline.files.map((file) => {
    const found = problems.get(fileKey(file.file)) ?? [];
    return fileRow(settings, file, hasLists(file, listed), found, known);
  });
  return [
    ...(own.length > 0 ? [{ kind: 'settings', settings, problems: own } as const] : []),
    ...files.sort((a, b) => (a.file < b.file ? -1 : 1)),
  ];
}

/** Whether lists choose from a release file: then its own rows are what they leave out, because all else is shown under the lists. */
function hasLists({ kind, images }: FileOutline, listed: ReadonlySet<string>): boolean {
  return kind === 'release' && images.some(({ name, isIgnored }) => isIgnored || listed.has(name));
}

function fileRow(
  settings: string,
  { file, kind, images }: FileOutline,
  isListed: boolean,
  problems: readonly Problem[],
  known: KnownItems,
): FileRow {
  const byLine = grouped(problems, ({ range }) => range.line);
  const shown = isListed ? images.filter(({ isIgnored }) => isIgnored) : images;
  const rows = shown.map((image): ImageRow => {
    const item = known.find(file, image);
    const at = byLine.get(image.line) ?? [];
    return {
      kind: 'image',
      settings,
      file,
      image,
      state: stateOf(image, item),
      item,
      reference: item?.shown.target,
      problems: at,
    };
  });
  return {
    kind: 'file',
    settings,
    file,
    type: kind,
    total: images.length,
    ...(isListed ? { unlisted: shown.length } : {}),
    images: rows,
    problems,
  };
}

function grouped<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** The images of a release that take part, for counting. */
export function imagesOf(rows: readonly Row[]): ImageRow[] {
  return rows.flatMap((row) =>
    row.kind === 'file' ? row.images : row.kind === 'release' ? imagesOf(row.files ?? []) : [],
  );
}

/** A row's name in all refreshes, so that it stays open and selected. */
export function rowId(row: Row): string {
  switch (row.kind) {
    case 'release':
    case 'trouble':
    case 'settings':
      return `${row.kind} ${row.settings}`;
    case 'file':
      return `file ${row.file}`;
    case 'image':
      return `image ${row.file}:${row.image.line}:${row.image.column}`;
    case 'chart':
      return `chart ${row.settings} ${row.chart.name}`;
    case 'chart-image':
      return `chart-image ${row.settings} ${row.chart} ${row.image.source ?? row.image.target}`;
  }
}

/** A file as its release knows it: from the folder of the settings. */
export function nameInRelease({ settings }: Pick<Row, 'settings'>, file: string): string {
  return path.relative(path.dirname(settings), file).replaceAll('\\', '/');
}

/** Whether a value that a command was called with is a row of this view. */
export function isRow(value: unknown): value is Row {
  return (
    typeof value === 'object' &&
    value !== null &&
    'settings' in value &&
    'kind' in value &&
    ['release', 'trouble', 'settings', 'file', 'image', 'chart', 'chart-image'].includes(String(value.kind))
  );
}
