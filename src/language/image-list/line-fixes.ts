import { nearest, parseImageList, type ReleaseFile } from '#formats';
import type { Range, TextProblem } from '#problem';
import type { Facts } from '../facts.ts';
import type { Edit, Fix } from '../language.ts';
import { lineSpan, touches } from '../shared/places.ts';
import { commentAt, fieldTexts, type ListText } from './list-text.ts';

/** What was meant is looked for in the whole release; so many answers are enough. */
const mostMeant = 20;

/** Removes a line with its end; of the last one, which has none, what is on it. */
function removal({ lines }: ListText, line: number): Edit {
  if (line < lines.length) return { range: lineSpan(line, line + 1), text: '' };
  return { range: { line, column: 1, endLine: line, endColumn: (lines[line - 1]?.length ?? 0) + 1 }, text: '' };
}

/**
 * Removes lines that repeat others. Without a comment of their own nothing is lost with them.
 * @param all the repeated lines of the whole list
 */
export function duplicateFixes(list: ListText, problems: readonly TextProblem[], all: readonly TextProblem[]): Fix[] {
  const here = problems.filter(({ rule }) => rule === 'duplicate-entry');
  const isPlain = (problem: TextProblem) => isWithoutComment(list, problem);
  const fixOf = (title: string, gone: readonly TextProblem[], isPreferred: boolean): Fix => ({
    title,
    edits: gone.map(({ range }) => removal(list, range.line)),
    isPreferred,
    isSafe: gone.every(isPlain),
    solves: 'duplicate-entry',
  });
  const [first] = here;
  if (!first) return [];
  const each = fixOf('Remove this line', [first], true);
  return all.length > 1 ? [each, fixOf(`Remove all ${all.length} repeated lines`, all, false)] : [each];
}

/** The lines that repeat others, removed where nothing else is lost with them. */
export function safeRemovals(list: ListText, all: readonly TextProblem[]): Edit[] {
  const here = all.filter((problem) => problem.rule === 'duplicate-entry' && isWithoutComment(list, problem));
  return here.map(({ range }) => removal(list, range.line));
}

function isWithoutComment({ lines }: ListText, { range }: TextProblem): boolean {
  return commentAt(lines[range.line - 1] ?? '') === undefined;
}

/** Names an image of the release in place of one that it does not have. */
export function nearestFixes(text: string, problems: readonly TextProblem[], release: ReleaseFile | undefined): Fix[] {
  if (!release) return [];
  const wrong = problems
    .filter(({ rule }) => rule === 'image-not-in-release' || rule === 'tag-missing')
    .slice(0, mostMeant);
  const { entries } = parseImageList(text).model;
  return wrong.flatMap(({ rule, range }) => {
    const entry = entries.find((each) => !each.source && touches(each.dest.range, range));
    const dests = release.images.map(({ dest }) => dest);
    const meant = entry && meantBy(entry.dest.text, dests);
    if (!entry || meant === undefined || meant === entry.dest.text) return [];
    const edits = [{ range: entry.dest.range, text: meant }];
    return [{ title: `Change to ${meant}`, edits, isPreferred: true, isSafe: false, solves: rule }];
  });
}

function meantBy(text: string, dests: ReleaseFile['images'][number]['dest'][]): string | undefined {
  const colon = text.lastIndexOf(':');
  const path = colon > text.lastIndexOf('/') ? text.slice(0, colon) : text;
  const whole = dests.filter(({ tag }) => tag !== undefined);
  const same = whole.find(({ repository }) => repository === path);
  return (
    same?.text ??
    nearest(
      text,
      whole.map((dest) => dest.text),
    )
  );
}

/** Makes entries of lines that are commented out and name an image: one of the release, or one with its source. */
export function unignoreFixes({ lines }: ListText, range: Range, { release }: Facts): Fix[] {
  const dests = new Set(release?.images.map(({ dest }) => dest.text));
  const fixes: Fix[] = [];
  for (let line = range.line; line <= Math.min(range.endLine, lines.length) && fixes.length < 20; line++) {
    const written = lines[line - 1] ?? '';
    const at = commentAt(written);
    if (at === undefined || fieldTexts(written).length > 0) continue;
    const hidden = written.slice(at).replace(/^[#!\s]+/, '');
    const { model, problems } = parseImageList(hidden);
    const [entry] = model.entries;
    if (!entry || problems.some(({ severity }) => severity === 'error')) continue;
    if (entry.source ? !entry.source.reference || !entry.dest.tag : !dests.has(entry.dest.text)) continue;
    const whole = { line, column: 1, endLine: line, endColumn: written.length + 1 };
    const title = `Take ${entry.dest.text} into the list`;
    fixes.push({ title, edits: [{ range: whole, text: hidden }], isPreferred: false, isSafe: false });
  }
  return fixes;
}

/** Adds what the release has and the list does not name. */
export function additionFixes(text: string, list: ListText, { release }: Facts): Fix[] {
  const listed = new Set(parseImageList(text).model.entries.map(({ dest }) => dest.text));
  const dests = (release?.images ?? []).map(({ dest }) => dest).filter(({ tag }) => tag !== undefined);
  const unlisted = [...new Set(dests.map((dest) => dest.text))].filter((dest) => !listed.has(dest));
  const [first] = unlisted;
  if (first === undefined) return [];
  const last = list.lines.at(-1) ?? '';
  const place = { line: list.lines.length, column: last.length + 1 };
  const range = { ...place, endLine: place.line, endColumn: place.column };
  const written = `${last === '' ? '' : list.end}${unlisted.join(list.end)}${list.end}`;
  const title = unlisted.length === 1 ? `Add ${first} of the release` : `Add ${unlisted.length} images of the release`;
  const empty = listed.size === 0 ? { solves: 'list-empty' as const } : {};
  return [{ title, edits: [{ range, text: written }], isPreferred: false, isSafe: false, ...empty }];
}
