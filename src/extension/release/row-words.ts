import path from 'node:path';
import { formatCount } from '#text';
import { chartImageWords } from '../charts/words/chart-image-words.ts';
import { chartStateWords } from '../charts/words/chart-words.ts';
import { stateWords } from './image-state.ts';
import { problemCount } from './problem-count.ts';
import {
  type ChartImageRow,
  type FileRow,
  type ImageRow,
  imagesOf,
  nameInRelease,
  type ReleaseRow,
  type Row,
} from './release-rows.ts';
import { type CountedImage, countWords } from './state-counts.ts';
import { hasWarnings } from './trust-words.ts';

/** What a row shows: its name, and beside it how things stand. */
export interface RowWords {
  readonly label: string;
  readonly description: string;
  /** The same for who cannot see where it stands. */
  readonly accessible: string;
}

/** @param workspaceName what a release is called beside the others: its folder in the workspace */
export function rowWords(row: Row, workspaceName: (settings: string) => string): RowWords {
  switch (row.kind) {
    case 'release':
      return releaseWords(row, workspaceName(row.settings));
    case 'trouble':
      return words(row.message, []);
    case 'settings':
      return words(path.basename(row.settings), [problemCount(row.problems)]);
    case 'file':
      return fileWords(row);
    case 'image':
      return imageWords(row);
    case 'chart':
      return words(row.chart.name, ['chart', ...chartStateWords(row.state)], [row.chart.source]);
    case 'chart-image':
      return chartImageRowWords(row);
  }
}

/** Called as the chart that is released calls it; where it comes from, its tooltip says. */
function chartImageRowWords({ image }: ChartImageRow): RowWords {
  const name = image.target ?? image.source ?? '';
  return words(name.slice(name.lastIndexOf('/') + 1), chartImageWords(image));
}

function releaseWords(row: ReleaseRow, label: string): RowWords {
  const counts = countWords(counted(imagesOf([row])));
  return words(label, [...(row.isChosen ? ['chosen'] : []), ...(counts === '' ? [] : [counts])]);
}

function fileWords(row: FileRow): RowWords {
  // Images that are not listed take no part: there is nothing to count.
  const counts = countWords(counted(row.images));
  const total = formatCount(row.total, 'image');
  const unlisted = row.unlisted === 0 ? 'all listed' : `${row.unlisted} not listed`;
  return words(nameInRelease(row, row.file), [
    row.unlisted === undefined ? total : `${total}, ${unlisted}`,
    ...(counts === '' ? [] : [counts]),
    ...(row.problems.length > 0 ? [problemCount(row.problems)] : []),
  ]);
}

function imageWords(row: ImageRow): RowWords {
  const { image, state, item, problems } = row;
  const place = `line ${image.line} of ${nameInRelease(row, row.file)}`;
  return words(
    image.name,
    [stateWords(state, item), ...problems.map(({ severity, rule }) => `${severity}: ${rule}`)],
    [place],
  );
}

function words(label: string, states: readonly string[], more: readonly string[] = []): RowWords {
  const accessible = [label, ...states.flatMap((state) => state.split(' · ')), ...more].join(', ');
  return { label, description: states.join(' · '), accessible };
}

export function counted(rows: readonly ImageRow[]): CountedImage[] {
  return rows.map(({ image: { name, source }, state, item }) => ({ name, source, state, isWarned: hasWarnings(item) }));
}
