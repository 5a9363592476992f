import { ReleaseError } from '#problem';
import { isTag } from '#reference';
import type { TagNode } from './node.ts';

/** What became of a tag that somebody typed and that is not loaded. */
export type TagFinding =
  | { readonly state: 'none' }
  | { readonly state: 'asking'; readonly text: string }
  | { readonly state: 'found'; readonly node: TagNode }
  | { readonly state: 'missing'; readonly text: string }
  | { readonly state: 'failed'; readonly text: string; readonly error: ReleaseError };

export interface TagSearchOptions {
  /** Whether a tag is loaded, so that nobody has to be asked. */
  readonly isLoaded: (tag: string) => boolean;
  readonly find: (tag: string, signal: AbortSignal) => Promise<TagNode | undefined>;
  readonly onChange: () => void;
}

/** How long somebody has to pause for the text to be what they meant. */
const pauseMs = 300;

/** Looks for the very tag that somebody types: after a pause, and never for two texts at a time. */
export class TagSearch {
  readonly #options: TagSearchOptions;
  #finding: TagFinding = { state: 'none' };
  #timer: NodeJS.Timeout | undefined;
  #stop: AbortController | undefined;

  constructor(options: TagSearchOptions) {
    this.#options = options;
  }

  get finding(): TagFinding {
    return this.#finding;
  }

  /** The text is this now. */
  type(typed: string): void {
    const text = typed.trim();
    this.stop();
    this.#use({ state: 'none' });
    if (isTag(text) && !this.#options.isLoaded(text)) this.#timer = setTimeout(() => void this.#ask(text), pauseMs);
  }

  /** Asks once more for the text that could not be asked for. */
  again(): void {
    if (this.#finding.state === 'failed') void this.#ask(this.#finding.text);
  }

  /** Nobody waits for an answer any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stop?.abort(new ReleaseError('cancelled', 'Another tag is wanted'));
    this.#stop = undefined;
  }

  async #ask(text: string): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    this.#use({ state: 'asking', text });
    const finding = await this.#options.find(text, stop.signal).then(
      (node): TagFinding => (node ? { state: 'found', node } : { state: 'missing', text }),
      (error): TagFinding => ({ state: 'failed', text, error: ReleaseError.from(error) }),
    );
    if (this.#stop === stop) this.#use(finding);
  }

  #use(finding: TagFinding): void {
    const isSame = finding.state === 'none' && this.#finding.state === 'none';
    this.#finding = finding;
    // Typing alone changes nothing: what shows this may have thousands of rows.
    if (!isSame) this.#options.onChange();
  }
}
