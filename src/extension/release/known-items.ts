import type { Item } from '#jobs';
import { nameIn, placedReference } from '#text';
import type { FileOutline, ImageOutline } from '#worker';
import {
  absoluteFile,
  fileKey,
  filesOf,
  isPlanResult,
  itemsOf,
  type JobResult,
  promotedFrom,
  targetOf,
} from '../jobs/results/job-result.ts';

/** What a job has said of an image. */
export type KnownItem = Item & {
  /** As its files name it. */
  readonly name: string;
  /** Whether a verification has said it: of what the target has, not of what is to come. */
  readonly isVerified: boolean;
  /** The item's source and target as people name them: also those that are in the folder of a layout. */
  readonly shown: { readonly source: string; readonly target: string };
};

/** What jobs have said of the images of a release, file by file. */
export class KnownItems {
  /** By {@link fileKey}, then by what identifies an image in its file. */
  readonly #files = new Map<string, Map<string, KnownItem>>();
  /** Files whose images were promoted: what a job says of them is not about the sources that the files name. */
  readonly #promoted = new Set<string>();

  /** @param results of one target, the newest first: what a newer job said of a file hides all that an older one did */
  constructor(results: readonly JobResult[]) {
    for (const result of results) {
      const news = new Map([...filesOf(result)].flatMap((file) => (this.#files.has(file) ? [] : [[file, new Map()]])));
      for (const item of itemsOf(result)) {
        const known = knownItem(item, result);
        const key = imageKey(known.name, promotedFrom(result) ? anySource : item.source);
        for (const { file } of item.origins) news.get(absoluteFile(file, result.place))?.set(key, known);
      }
      for (const [file, items] of news) {
        this.#files.set(file, items);
        if (promotedFrom(result)) this.#promoted.add(file);
      }
    }
  }

  /**
   * What was said of an image, if it was this one: same file, same name, same source. The line may be another, as long as it says the
   * same.
   */
  find(file: string, { name, source }: Pick<ImageOutline, 'name' | 'source'>): KnownItem | undefined {
    const items = this.#files.get(fileKey(file));
    return items?.get(imageKey(name, source)) ?? items?.get(imageKey(name, anySource));
  }

  /** The files that jobs have looked at, by {@link fileKey}. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** Whether a file that was looked at names other images now. */
  differs({ file, kind, images }: FileOutline): boolean {
    const items = this.#files.get(fileKey(file));
    if (!items) return false;
    // A release file may pin another source than the list that was followed.
    const keyOf = ({ name, source }: Pick<ImageOutline, 'name' | 'source'>) =>
      kind === 'release' || this.#promoted.has(fileKey(file)) ? name : imageKey(name, source);
    const now = new Set(images.map(keyOf));
    const then = new Set([...items.values()].map(keyOf));
    return now.size !== then.size || [...now].some((one) => !then.has(one));
  }
}

function knownItem(item: Item, result: JobResult): KnownItem {
  const target = targetOf(result);
  const from = promotedFrom(result);
  const source = from ? placedReference(item.source, from) : item.source;
  const shown = { source, target: placedReference(item.target, target) };
  const name = nameIn(target, item.wanted ?? item.target);
  return { ...item, name, shown, isVerified: !isPlanResult(result) };
}

/** No reference. */
const anySource = '';

function imageKey(name: string, source: string): string {
  return JSON.stringify([name, source]);
}
