import { type ImageEntry, nearest, quote } from '#formats';
import type { Problem } from '#problem';
import { parseReference, type Reference } from '#reference';
import { distinctEntries } from './distinct-entries.ts';
import type { ListInput } from './input-file.ts';
import type { NamedImage, ReleaseEntry } from './named-image.ts';
import { pairName } from './pairing.ts';
import { sourceKey } from './source-key.ts';

/** Looking for what was meant is slow in a large release; after so many misses it is the whole list that is wrong. */
const mostHints = 20;

/** Reads the lists of one release, remembering which of its images they name. */
export class ListReader {
  readonly #byDest = new Map<string, ReleaseEntry[]>();
  /** One destination of each repository, for hints. */
  readonly #byPath = new Map<string, string>();
  readonly #named = new Set<string>();
  #hints = 0;
  readonly wanted: NamedImage[] = [];
  readonly problems: Problem[] = [];

  readonly #isWhole: boolean;

  /** @param isWhole whether the images are all that the releases have, as far as can be known */
  constructor(images: readonly ReleaseEntry[], isWhole: boolean) {
    this.#isWhole = isWhole;
    for (const image of images) {
      const dest = `${image.path}:${image.tag}`;
      const same = this.#byDest.get(dest);
      if (same) same.push(image);
      else this.#byDest.set(dest, [image]);
      this.#byPath.set(image.path, dest);
    }
  }

  read(list: ListInput): void {
    if (list.model.entries.length === 0) {
      const message = 'This image list names no image, so that nothing of its release is copied.';
      const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
      const hint = 'Add images, or remove the file to copy every image of the release.';
      this.problems.push({ file: list.file, rule: 'list-empty', severity: 'warning', range, message, hint });
    }
    for (const entry of distinctEntries(list, this.problems)) this.#readEntry(list.file, entry);
  }

  /** The images of the release that no list has named. */
  unnamed(): ReleaseEntry[] {
    return [...this.#byDest].flatMap(([dest, images]) => (this.#named.has(dest) ? [] : images));
  }

  #readEntry(file: string, entry: ImageEntry): void {
    const { dest, source } = entry;
    if (dest.repository === undefined || dest.tag === undefined) {
      if (!source) this.#notADestination(file, entry);
      return;
    }
    this.#named.add(dest.text);
    if (!source) this.#look(file, entry);
    else if (source.reference) this.#override(file, entry, source.reference);
  }

  /** The image in the release, whose source counts. A source that can't be read was flagged where it stands. */
  #look(file: string, entry: ImageEntry): void {
    const found = this.#byDest.get(entry.dest.text);
    if (!found) {
      if (this.#isWhole) this.#notInRelease(file, entry);
      return;
    }
    const readable = found.filter((image) => image.source !== undefined);
    const [first] = readable;
    if (!first?.source) return;
    const key = sourceKey(first.source);
    const other = readable.find(({ source }) => source && sourceKey(source) !== key);
    if (!other) this.#want(file, entry, first.source, first);
    else this.#ambiguous(file, entry, first, other);
  }

  /** A list may bring another source than the release; other content under the release's name is worth a word. */
  #override(file: string, entry: ImageEntry, source: Reference): void {
    const [pinned] = this.#byDest.get(entry.dest.text) ?? [];
    if (pinned?.source?.digest !== undefined && pinned.source.digest !== source.digest) {
      const there = `${pinned.origin.file}:${pinned.origin.line}`;
      this.problems.push({
        file,
        rule: 'source-overridden',
        severity: 'warning',
        range: entry.range,
        message: `${quote(entry.dest.text)} is taken from here, not as the release pins it (${there}, ${pinned.source.digest}).`,
        hint: 'Remove the second field to take what the release pins.',
      });
    }
    this.#want(file, entry, source, pinned);
  }

  #want(file: string, { dest, range }: ImageEntry, source: Reference, pinned?: ReleaseEntry): void {
    const { release } = pairName(file);
    this.wanted.push({
      path: dest.repository ?? '',
      tag: dest.tag ?? '',
      source,
      origin: { file, ...range },
      ...(pinned ? { pinned: pinned.origin } : {}),
      ...(release === '' ? {} : { release }),
    });
  }

  /** Its parser let it pass as a source; beside a release it has to be a destination. */
  #notADestination(file: string, { dest }: ImageEntry): void {
    const parsed = parseReference(dest.text);
    if (!parsed.ok || parsed.reference.tag === undefined) return;
    const message = `${quote(dest.text)} is not of the form path:tag; a list with a release names destinations.`;
    const hint = 'For an external image write two fields: path:tag, blanks, the source.';
    this.problems.push({ file, rule: 'destination-invalid', severity: 'error', range: dest.range, message, hint });
  }

  #notInRelease(file: string, { dest }: ImageEntry): void {
    const sameRepository = this.#byPath.get(dest.repository ?? '');
    const search = sameRepository === undefined && ++this.#hints <= mostHints;
    const meant = search ? nearest(dest.text, this.#byDest.keys()) : sameRepository;
    this.problems.push({
      file,
      rule: 'image-not-in-release',
      severity: 'error',
      range: dest.range,
      message: `${quote(dest.text)} is not in the release that this list belongs to.`,
      hint:
        meant === undefined ? 'Name an image of the release, or add an external source.' : `The release has ${meant}.`,
    });
  }

  #ambiguous(file: string, { dest }: ImageEntry, first: ReleaseEntry, other: ReleaseEntry): void {
    const [one, two] = [first, other].map(({ origin }) => `${origin.file}:${origin.line}`);
    this.problems.push({
      file,
      rule: 'release-ambiguous',
      severity: 'error',
      range: dest.range,
      message: `${quote(dest.text)} has one source at ${one} and another at ${two}.`,
      hint: 'Rename the files so that this list has one release, or give the source as second field.',
    });
  }
}
