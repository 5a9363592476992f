import type { Range, TextProblem } from '#problem';
import { parseReference } from '#reference';
import { type DestField, type Place, readDest, readSource, type SourceField, sourceProblem } from './image-field.ts';
import type { Parsed } from './parsed.ts';
import { quote } from './quote.ts';

/**
 * One line of an image list. With one field, `dest.text` may also be a whole source reference: the release room knows whether the
 * list has a release and so which reading holds. `dest.repository` and `dest.tag` are there when it can be a destination.
 */
export interface ImageEntry {
  readonly dest: DestField;
  readonly source?: SourceField;
  readonly range: Range;
}

/** An image list (`*images.txt`): one image a line. */
export interface ImageList {
  readonly entries: readonly ImageEntry[];
}

/** More than any release has; what stands below is not read. */
const mostEntries = 200_000;
/** Longer than any pair of references, its end not counted; such a line is not looked into, nor rewritten. */
export const longestLine = 4096;

/**
 * Reads an image list. Blank lines and `#` comments are skipped, at the end of a line too when blanks stand before the `#`. One
 * field is the destination in the paired release; two are the destination and an external source.
 */
export function parseImageList(text: string): Parsed<ImageList> {
  const entries: ImageEntry[] = [];
  const problems: TextProblem[] = [];
  let line = 0;
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    line += 1;
    if (entries.length >= mostEntries || problems.length >= mostEntries) {
      const message = `The list has more than ${mostEntries} images or faults up to here; the rest is not read.`;
      problems.push({ rule: 'text-too-large', severity: 'error', range: span(line, 0, 0), message });
      break;
    }
    readLine(text.slice(start, end < 0 ? text.length : end), line, entries, problems);
    if (end < 0) break;
    start = end + 1;
  }
  return { model: { entries }, problems };
}

/** @param written with the CR of a CRLF, which is no character of its line */
function readLine(written: string, line: number, entries: ImageEntry[], problems: TextProblem[]): void {
  const content = written.endsWith('\r') ? written.slice(0, -1) : written;
  if (content.length > longestLine) {
    const message = `The line has ${content.length} characters; an image needs at most ${longestLine}.`;
    problems.push({ rule: 'text-too-large', severity: 'error', range: span(line, 0, content.length), message });
    return;
  }
  const fields = placedFields(content);
  const [first, second, third] = fields;
  if (!first) return;
  const last = fields.at(-1) ?? first;
  const range = span(line, first.at, last.at + last.text.length);
  if (third) {
    problems.push({
      rule: 'fields-too-many',
      severity: 'error',
      range: span(line, third.at, last.at + last.text.length),
      message: `The line has ${fields.length} fields; it takes a destination and, after blanks, an external source.`,
      hint: 'Write one image a line; a comment begins with #.',
    });
    return;
  }
  const read = second
    ? readPair(first.text, placesIn(line, first), second.text, placesIn(line, second))
    : readSingle(first.text, placesIn(line, first));
  entries.push({ ...read.entry, range });
  problems.push(...read.problems);
}

interface ReadEntry {
  readonly entry: Omit<ImageEntry, 'range'>;
  readonly problems: readonly TextProblem[];
}

function readPair(destText: string, destPlace: Place, sourceText: string, sourcePlace: Place): ReadEntry {
  const dest = readDest(destText, destPlace);
  const source = readSource(sourceText, sourcePlace);
  const problems = [dest.problem, source.problem].filter((problem) => problem !== undefined);
  const reference = source.field.reference;
  if (reference && reference.digest === undefined)
    problems.push(withoutDigest(sourceText, reference.tag, sourcePlace()));
  return { entry: { dest: dest.field, source: source.field }, problems };
}

/** What there is to say of a source that does not pin its image: with a tag alone the plan finds its digest, with neither there is nothing to find. */
export function withoutDigest(text: string, tag: string | undefined, range: Range): TextProblem {
  if (tag === undefined) {
    const message = `The source ${quote(text)} names neither a tag nor a digest.`;
    const hint = 'Add @sha256: and the digest, or a tag.';
    return { rule: 'tag-missing', severity: 'error', range, message, hint };
  }
  const message = `The source ${quote(text)} has no digest; the plan takes what the tag holds at that time.`;
  const hint = 'Add @sha256: and the digest to pin the image.';
  return { rule: 'digest-missing', severity: 'warning', range, message, hint };
}

/** A single field is flagged only when it is wrong both as a destination and as a source. */
function readSingle(text: string, place: Place): ReadEntry {
  const dest = readDest(text, place);
  const entry = { dest: dest.field };
  if (!dest.problem) return { entry, problems: [] };
  const source = parseReference(text);
  if (source.ok && source.reference.tag !== undefined) return { entry, problems: [] };
  if (!source.ok && text.includes('@')) return { entry, problems: [sourceProblem(text, source.fault, place)] };
  if (!source.ok) return { entry, problems: [dest.problem] };
  const message = `${quote(text)} has no tag.`;
  const problem: TextProblem = {
    rule: 'tag-missing',
    severity: 'error',
    range: place(),
    message,
    hint: 'Add the tag: path:tag.',
  };
  return { entry, problems: [problem] };
}

interface Field {
  readonly text: string;
  readonly at: number;
}

/** The fields of a line, without its comment. Only blanks and tabs separate. */
function placedFields(content: string): Field[] {
  const fields: Field[] = [];
  for (const match of content.matchAll(/[^ \t]+/g)) {
    if (match[0].startsWith('#')) break;
    fields.push({ text: match[0], at: match.index });
  }
  return fields;
}

/** Places within one field of a line. */
function placesIn(line: number, field: Field): Place {
  return (at = 0, length = field.text.length) => span(line, field.at + at, field.at + at + length);
}

function span(line: number, start: number, end: number): Range {
  return { line, column: start + 1, endLine: line, endColumn: end + 1 };
}
