import type { Problem } from '#problem';
import { formatBytes, sentences } from '#text';
import { stateWords } from './image-state.ts';
import type { ImageRow, Row } from './release-rows.ts';
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

function problemSentence({ range, severity, rule, message, hint }: Problem): string {
  return `Line ${range.line}: ${severity} ${rule}: ${sentences(message, hint)}`;
}
