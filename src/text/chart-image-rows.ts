import type { ChartImages, PlanTarget } from '#jobs';
import { shortDigest } from '#reference';
import { formatCount } from './amounts.ts';
import { type Cell, flow } from './flow.ts';
import { type Line, line, type Style, span } from './line.ts';
import { nameIn } from './name-in.ts';
import { wrap } from './wrap.ts';

type Image = ChartImages['images'][number];
type State = Image['state'];

const styles: Readonly<Record<State, Style | undefined>> = {
  present: 'muted',
  equivalent: 'warn',
  missing: undefined,
  taken: 'bad',
  unknown: 'warn',
  refused: 'bad',
};

/** What needs nobody first, what needs a person last. */
const order: readonly State[] = ['present', 'equivalent', 'missing', 'unknown', 'taken', 'refused'];
const left = 2;
/** The longest state and a blank. */
const wordWidth = 11;
const indent = left + wordWidth;
/** Places that are named of what needs a person. */
const mostPlaces = 3;

/** The images of a chart, one a row: what the target has of it, its name there, and its source. What is wrong stands below. */
export function chartImageRows(images: readonly Image[], target: PlanTarget, width: number): Line[] {
  const shown = order.flatMap((state) => images.filter((image) => image.state === state));
  const names = shown.map((image) =>
    image.target === undefined ? (image.source ?? '') : nameIn(target, image.target),
  );
  const column = names.reduce((widest, { length }) => Math.max(widest, length), 0);
  const hints = new Set<string>();
  return shown.flatMap((image, at) => {
    const { state, source, digest, code } = image;
    const cells: Cell[] = [
      {
        spans: [span(' '.repeat(left) + state.padEnd(wordWidth), styles[state]), span(names[at] ?? '')],
        width: indent + column,
      },
      { spans: source === undefined || image.target === undefined ? [] : [span(`← ${source}`)] },
      { spans: digest === undefined ? [] : [span(shortDigest(digest))] },
      { spans: noteSpans(image) },
      { spans: code === undefined ? [] : [span(code, styles[state])] },
    ];
    return [
      ...flow(cells, { indent, width }),
      ...belowOf(image, hints)
        .flatMap((text) => wrap(text, width - indent))
        .map((text) => line(`${' '.repeat(indent)}${text}`)),
    ];
  });
}

function noteSpans({ isDefault, isGuess, wanted }: Image): Cell['spans'] {
  const taken = wanted === undefined ? [] : [`instead of ${wanted.slice(wanted.lastIndexOf(':') + 1)}, which is taken`];
  const notes = [...(isDefault ? [] : ['optional']), ...(isGuess ? ['a guess'] : []), ...taken];
  return notes.length === 0 ? [] : [span(notes.join(', '), 'muted')];
}

function belowOf({ state, message, hint, places }: Image, hints: Set<string>): string[] {
  const isQuiet = state === 'present' || state === 'missing';
  const named = places.slice(0, mostPlaces).map(placeWords);
  const more = places.length > mostPlaces ? ` and ${formatCount(places.length - mostPlaces, 'more place')}` : '';
  const isNew = hint !== undefined && !hints.has(hint);
  if (isNew) hints.add(hint);
  return [
    ...(message === undefined ? [] : [message]),
    ...(isQuiet || named.length === 0 ? [] : [`Named by ${named.join(', ')}${more}`]),
    ...(isNew ? [hint] : []),
  ];
}

function placeWords({ file, line: at, value, object }: Image['places'][number]): string {
  const place = at === undefined ? file : `${file}:${at}`;
  const what = value ?? object;
  return what === undefined ? place : `${what} (${place})`;
}

/** The sum: `9 images: 6 present, 3 missing`. */
export function chartImageSummary(images: readonly Image[]): string {
  const counts = order.flatMap((state) => {
    const count = images.filter((image) => image.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const all = formatCount(images.length, 'image');
  return counts.length === 0 ? all : `${all}: ${counts.join(', ')}`;
}
