import { ReleaseError } from '#problem';

/** One answer of a list that comes in pages. */
export interface PageOf<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent at the end. */
  readonly next?: string;
}

/** How many rows more are shown at a time. An answer may hold many times as many. */
const rowsAtOnce = 100;
/** With a filter: pages that are read to find the next rows, before somebody has to ask for more. */
const pagesAtOnce = 10;

/**
 * A list that comes page by page and is shown a hundred rows at a time. A page is read only when somebody asked for rows that the pages
 * before do not have. A page that fails takes nothing away from those before it, and can be asked for again.
 */
export class PageList<T> {
  readonly #read: (cursor: string | undefined) => Promise<PageOf<T>>;
  readonly #loaded: T[] = [];
  #next: string | undefined;
  #isBegun = false;
  #failure: ReleaseError | undefined;
  #matches: ((item: T) => boolean) | undefined;
  #compare: ((a: T, b: T) => number) | undefined;
  /** The loaded ones that match, in order; made again when anything of it has changed. */
  #sorted: readonly T[] | undefined;
  #limit = rowsAtOnce;
  #step: Promise<void> | undefined;
  #isReading = false;

  /** @param read reads the page at a cursor; the first without one */
  constructor(read: (cursor: string | undefined) => Promise<PageOf<T>>) {
    this.#read = read;
  }

  /** What may be shown now. */
  get rows(): readonly T[] {
    return this.matching.slice(0, this.#limit);
  }

  /** All loaded ones that match the filter, in order. */
  get matching(): readonly T[] {
    this.#sorted ??= this.#sort();
    return this.#sorted;
  }

  /** All that are loaded, as they came, whether they match or not. */
  get all(): readonly T[] {
    return this.#loaded;
  }

  /** Whether all pages are loaded. */
  get isComplete(): boolean {
    return this.#isBegun && this.#next === undefined;
  }

  /** Why the page that was asked for last is not there. */
  get failure(): ReleaseError | undefined {
    return this.#failure;
  }

  /** Whether there is anything that {@link more} would show. */
  get hasMore(): boolean {
    return !this.isComplete || this.matching.length > this.#limit;
  }

  /** Orders rows from now on; undefined: as they came. */
  sort(compare: ((a: T, b: T) => number) | undefined): void {
    if (this.#compare === compare) return;
    this.#compare = compare;
    this.#sorted = undefined;
  }

  /** Shows only what matches, from the beginning; whoever shows it next waits for {@link ready}. */
  filter(matches: ((item: T) => boolean) | undefined): void {
    this.#matches = matches;
    this.#sorted = undefined;
    this.#limit = rowsAtOnce;
    if (!this.#isReading) this.#step = undefined;
  }

  /** Reads what the rows to be shown need, once; how that went is in {@link failure}. */
  ready(): Promise<void> {
    this.#step ??= this.#fill(0);
    return this.#step;
  }

  /** Shows another hundred, or tries the page that failed again. Does nothing beside what is under way. */
  async more(): Promise<void> {
    if (this.#isReading) return this.ready();
    const before = this.rows.length;
    if (!this.#failure) this.#limit += rowsAtOnce;
    this.#step = this.#fill(before);
    return this.#step;
  }

  /** Reads another page without showing more rows. Does nothing beside what is under way. */
  async readOn(): Promise<void> {
    if (this.#isReading || this.isComplete) return this.ready();
    this.#step = this.#attempt(() => this.#readPage());
    return this.#step;
  }

  /** Shows as many rows as it takes to show an item that is loaded. */
  reach(item: T): boolean {
    const at = this.matching.indexOf(item);
    if (at < 0) return false;
    this.#limit = Math.max(this.#limit, at + 1);
    return true;
  }

  /** @param before how many rows there are already */
  #fill(before: number): Promise<void> {
    return this.#attempt(async () => {
      for (let pages = 0; this.#isShort(before) && (pages === 0 || (pages < pagesAtOnce && this.#matches)); pages++)
        await this.#readPage();
    });
  }

  async #attempt(read: () => Promise<void>): Promise<void> {
    this.#isReading = true;
    this.#failure = undefined;
    try {
      await read();
    } catch (error) {
      this.#failure = ReleaseError.from(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** Whether another page is needed: with a filter to have all rows that are to be shown, else to have any new one. */
  #isShort(before: number): boolean {
    if (this.isComplete) return false;
    return !this.#isBegun || this.matching.length < (this.#matches ? this.#limit : Math.min(this.#limit, before + 1));
  }

  async #readPage(): Promise<void> {
    const cursor = this.#next;
    const { items, next } = await this.#read(cursor);
    if (next !== undefined && next === cursor)
      throw new ReleaseError('registry-error', 'A list was answered whose pages go in circles', {
        hint: 'What is shown may not be all.',
      });
    for (const item of items) this.#loaded.push(item);
    this.#next = next;
    this.#isBegun = true;
    this.#sorted = undefined;
  }

  #sort(): readonly T[] {
    const wanted = this.#matches ? this.#loaded.filter(this.#matches) : this.#loaded.slice();
    return this.#compare ? wanted.sort(this.#compare) : wanted;
  }
}
