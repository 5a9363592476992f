import { formatReference, parseReference, type Reference } from '#reference';
import { type ImageEntry, parseImageList } from './image-list.ts';

/** What became of one line of an image list; lines that stay as they are because they are right are not told. */
interface ListChange {
  /**
   * replaced: another tag stands on it now · added: an image that no line had · unneeded: the line stays, although what the list was
   * written for does not need it
   */
  readonly what: 'replaced' | 'added' | 'unneeded';
  /** 1-based, in the new text. */
  readonly line: number;
  readonly before?: string;
  readonly after?: string;
}

/** An image list as it is to be. */
export interface UpdatedList {
  readonly text: string;
  readonly changes: readonly ListChange[];
}

interface HeldLine {
  readonly entry: ImageEntry;
  readonly source: Reference;
}

/**
 * Brings an image list up to date: a line that has an image under another tag gets the new one, what no line has is added at the end.
 * Comments, order, blanks and line ends stay, and so does every line that is about something else: nobody but its writer knows what it
 * is for.
 * @param images with tags, each once; a digest is written where one is given
 * @param besides numbers of lines that are needed for something else than those images: they stay as they are, and are no match for any
 */
export function updateImageList(
  text: string,
  images: readonly Reference[],
  besides: ReadonlySet<number> = new Set(),
): UpdatedList {
  // A byte order mark is no character of the first line.
  if (text.startsWith('\uFEFF')) {
    const updated = updateImageList(text.slice(1), images, besides);
    return { ...updated, text: `\uFEFF${updated.text}` };
  }
  const { entries } = parseImageList(text).model;
  const held = entries.filter(({ range }) => !besides.has(range.line)).flatMap(heldLine);
  const open = new Set(images);
  const untouched = new Set(held);
  for (const line of held) {
    const same = [...open].find((image) => isSame(image, line.source));
    if (!same) continue;
    open.delete(same);
    untouched.delete(line);
  }
  // A line that stands twice is no other image.
  const isDouble = (line: HeldLine) => images.some((image) => isSame(image, line.source));
  const renewed = new Map<HeldLine, Reference>();
  for (const line of [...untouched].filter((one) => !isDouble(one))) {
    const next = [...open].find((image) => sameRepository(image, line.source));
    if (!next) continue;
    open.delete(next);
    renewed.set(line, next);
  }
  const lines = text.split('\n');
  const changes: ListChange[] = [];
  for (const line of held) {
    const { range } = line.entry;
    const number = range.line;
    const next = renewed.get(line);
    const before = lines[number - 1]?.slice(range.column - 1, range.endColumn - 1) ?? '';
    if (next) {
      lines[number - 1] = edited(lines[number - 1] ?? '', line.entry, next);
      const after = lines[number - 1]?.slice(range.column - 1).trimEnd() ?? '';
      changes.push({ what: 'replaced', line: number, before, after: withoutComment(after) });
    } else if (untouched.has(line) && !isDouble(line)) {
      changes.push({ what: 'unneeded', line: number, before });
    }
  }
  const added = [...open].map(formatReference);
  if (added.length === 0) return { text: lines.join('\n'), changes };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const body = lines.join('\n');
  const start = body === '' || body.endsWith('\n') ? body : `${body}${end}`;
  const first = start.split('\n').length;
  return {
    text: `${start}${added.map((image) => `${image}${end}`).join('')}`,
    changes: [...changes, ...added.map((after, at): ListChange => ({ what: 'added', line: first + at, after }))],
  };
}

/** The line's image as its source; undefined where it has none that can be read. */
function heldLine(entry: ImageEntry): HeldLine[] {
  if (entry.source) return entry.source.reference ? [{ entry, source: entry.source.reference }] : [];
  const parsed = parseReference(entry.dest.text);
  return parsed.ok ? [{ entry, source: parsed.reference }] : [];
}

function sameRepository(a: Reference, b: Reference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}

/** The same tag; a line may pin it by a digest that whoever asks does not name. */
function isSame(image: Reference, held: Reference): boolean {
  if (!sameRepository(image, held) || image.tag !== held.tag) return false;
  return image.digest === undefined || image.digest === held.digest;
}

/** The line with another tag, in the words that it has: from the end to the front, so that places stay right. */
function edited(line: string, { dest, source }: ImageEntry, next: Reference): string {
  const put = (text: string, { range }: { readonly range: ImageEntry['range'] }, by: string) =>
    `${text.slice(0, range.column - 1)}${by}${text.slice(range.endColumn - 1)}`;
  if (!source) return put(line, dest, retagged(dest.text, next));
  const changed = put(line, source, retagged(source.text, next));
  return dest.repository === undefined ? changed : put(changed, dest, `${dest.repository}:${next.tag}`);
}

/** `docker.io/camunda/zeebe:8.3.4@sha256:…` with another tag; a digest was the old tag's. */
function retagged(text: string, { tag, digest }: Reference): string {
  const named = text.split('@', 1)[0] ?? '';
  const colon = named.lastIndexOf(':');
  const name = colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
  return `${name}:${tag}${digest === undefined ? '' : `@${digest}`}`;
}

function withoutComment(text: string): string {
  return text.replace(/[ \t]+#.*$/, '');
}
