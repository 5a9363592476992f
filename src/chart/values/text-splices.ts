/** Changes of a text that are made at once. */
export class TextSplices {
  readonly #splices: { readonly start: number; readonly end: number; readonly text: string }[] = [];

  /** Puts a text in the place of a part, the end exclusive. Several at the same place follow each other as they were added. */
  add(start: number, end: number, text: string): void {
    this.#splices.push({ start, end, text });
  }

  /** The text with the changes; undefined when two of them concern the same part. */
  apply(text: string): string | undefined {
    const parts: string[] = [];
    let at = 0;
    for (const splice of this.#splices.toSorted((a, b) => a.start - b.start)) {
      if (splice.start < at) return undefined;
      parts.push(text.slice(at, splice.start), splice.text);
      at = splice.end;
    }
    parts.push(text.slice(at));
    return parts.join('');
  }
}
