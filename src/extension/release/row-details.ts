import type { Problem } from '#problem';
import { formatBytes, sentences } from '#text';
import { chartStateWords } from '../charts/words/chart-words.ts';
import { stateWords } from './image-state.ts';
import type { ChartImageRow, ChartRow, ImageRow, Row } from './release-rows.ts';
import { attestationDetail, findingSentences } from './trust-words.ts';

/** What stands in a row's tooltip: names with their values, then sentences. */
export interface RowDetails {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly sentences: readonly string[];
}

/** All that is known of a row, for the one who points at it. */
export function rowDetails(row: Row): RowDetails {
  switch (row.kind) {
    case 'release':
      return { title: row.settings, fields: [], sentences: [] };
    case 'trouble':
      return { title: row.message, fields: [], sentences: [] };
    case 'settings':
      return { title: row.settings, fields: [], sentences: row.problems.map(problemSentence) };
    case 'file':
      return { title: row.file, fields: [], sentences: row.problems.map(problemSentence).slice(0, mostProblems) };
    case 'image':
      return imageDetails(row);
    case 'chart':
      return { title: row.chart.name, fields: chartFields(row), sentences: [] };
    case 'chart-image':
      return chartImageDetails(row);
  }
}

/** The Problems view has them all. */
const mostProblems = 10;

function imageDetails({ image, state, item, problems }: ImageRow): RowDetails {
  const fields: (readonly [string, string | undefined])[] = [
    ['State', stateWords(state, item)],
    ['Source', item?.shown.source ?? image.source],
    ['Target', item?.shown.target],
    ['Source digest', item?.sourceDigest],
    // Stripping and platform filters make another digest of it.
    ['Target digest', item?.targetDigest === item?.sourceDigest ? undefined : item?.targetDigest],
    ['There now', item?.digest],
    ['Made from', item?.derived?.base],
    ['Attestation', item && attestationDetail(item)],
    ['Platforms', item?.platforms.join(', ')],
    ['Missing platforms', item?.missingPlatforms.join(', ')],
    ['Left out platforms', item?.droppedPlatforms.join(', ')],
    ['Size', item && item.size > 0 ? formatBytes(item.size) : undefined],
  ];
  const said = item?.message === undefined ? [] : [[item.code, item.message, item.hint]];
  return {
    title: image.name,
    fields: fields.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const])),
    sentences: [
      ...said.map(([code, ...texts]) => `${code ?? state}: ${sentences(...texts)}`),
      ...(item ? findingSentences(item) : []),
      ...problems.map(problemSentence),
    ],
  };
}

function chartFields({ chart, state }: ChartRow): RowDetails['fields'] {
  return [
    ['Source', chart.source],
    ...(chart.version === undefined ? [] : [['Version', chart.version] as const]),
    ['Delivery', chart.delivery],
    ['State', chartStateWords(state).join(', ')],
  ];
}

function chartImageDetails({ image }: ChartImageRow): RowDetails {
  const { source, target, sourceDigest, digest, isDefault, places, code, message, hint } = image;
  const fields: (readonly [string, string | undefined])[] = [
    ['Source', source],
    ['Target', target],
    ['Source digest', sourceDigest],
    ['There now', digest],
    ['Needed', isDefault ? 'with default values' : 'only with other values'],
    ...places.slice(0, 5).map((place) => ['Named by', placeWords(place)] as const),
  ];
  return {
    title: source ?? target ?? '',
    fields: fields.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const])),
    sentences: message === undefined ? [] : [`${code ?? image.state}: ${sentences(message, hint)}`],
  };
}

function placeWords({ file, line, value, object }: ChartImageRow['image']['places'][number]): string {
  return [line === undefined ? file : `${file}:${line}`, value, object].filter((part) => part !== undefined).join(', ');
}

function problemSentence({ range, severity, rule, message, hint }: Problem): string {
  return `Line ${range.line}: ${severity} ${rule}: ${sentences(message, hint)}`;
}
