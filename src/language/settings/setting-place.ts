import type { Path } from '#formats';

/** What would be written at an offset: a key of the group at `path`, or the value at `path`. */
export interface SettingPlace {
  readonly kind: 'key' | 'value';
  readonly path: Path;
  /** What stands there already and is replaced: from its beginning to its end, both offsets. */
  readonly start: number;
  readonly end: number;
  /** Whether a colon follows what is replaced. */
  readonly hasColon: boolean;
}

/** Further than this nobody types. */
const mostCharacters = 256 * 1024;
const deepest = 64;

/**
 * The place at an offset of a settings file that is being written and need not be YAML yet: told by the indentation of the lines above and
 * by the brackets before the offset. Undefined in a comment, in quotes, or in a text of several lines.
 */
export function settingPlaceAt(text: string, offset: number): SettingPlace | undefined {
  if (offset > mostCharacters) return undefined;
  const scanner = new PlaceScanner(text, offset);
  return scanner.place();
}

interface Level {
  /** Column of the key or of the dash. */
  readonly indent: number;
  readonly part: string | number;
}

interface Bracket {
  readonly isList: boolean;
  readonly path: Path;
  position: number;
  key: string | undefined;
}

class PlaceScanner {
  readonly #text: string;
  readonly #offset: number;
  readonly #levels: Level[] = [];
  readonly #brackets: Bracket[] = [];
  /** Lines indented further than this belong to a text of several lines. */
  #blockText: number | undefined;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  place(): SettingPlace | undefined {
    for (let start = 0; ; ) {
      const stop = this.#text.indexOf('\n', start);
      const end = stop < 0 ? this.#text.length : stop;
      if (this.#offset <= end) return this.#line(start, this.#offset, true);
      this.#line(start, end, false);
      start = end + 1;
    }
  }

  #line(start: number, end: number, isLast: boolean): SettingPlace | undefined {
    // The CR of a CRLF is no character of its line.
    const line = this.#text.slice(start, this.#text[end - 1] === '\r' ? end - 1 : end);
    if (this.#brackets.length > 0) return this.#flow(line, start, isLast);
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === '';
    if (this.#blockText !== undefined) {
      if ((isBlank && !isLast) || indent > this.#blockText) return undefined;
      this.#blockText = undefined;
    }
    if ((isBlank && !isLast) || line.trimStart().startsWith('#')) return undefined;
    return this.#block(line, start, isLast);
  }

  #block(line: string, start: number, isLast: boolean): SettingPlace | undefined {
    const lead = /^ *(?:- +)*/.exec(line)?.[0] ?? '';
    for (let at = lead.indexOf('-'); at >= 0; at = lead.indexOf('-', at + 1)) this.#dash(at);
    const rest = line.slice(lead.length);
    const column = lead.length;
    const [, quote = '', name, gap] = /^(["']?)([^\s"'#:{}[\],][^"'#:]*?)\1:( +|$)/.exec(rest) ?? [];
    if (name === undefined || gap === undefined) {
      if (!isLast)
        return rest.startsWith('{') || rest.startsWith('[') ? this.#flow(rest, start + column, false) : undefined;
      if (/^[{[]/.test(rest)) return this.#flow(rest, start + column, true);
      // Further left than what is above, the place belongs to what is further out.
      if (!lead.includes('-')) this.#leave(column);
      return this.#word('key', this.#path(), start + column, rest);
    }
    this.#leave(column);
    if (this.#levels.length < deepest) this.#levels.push({ indent: column, part: name });
    const after = column + name.length + 2 * quote.length + 1 + gap.length;
    const value = line.slice(after);
    if (/^[|>][-+\d]*\s*$/.test(value)) this.#blockText = column;
    if (/^[{[]/.test(value)) return this.#flow(value, start + after, isLast);
    if (!isLast || gap === '') return undefined;
    return this.#word('value', this.#path(), start + after, value);
  }

  /** A dash begins an entry: the next of the list at its column, or the first of one. It may stand in the column of the list's own key. */
  #dash(column: number): void {
    while ((this.#levels.at(-1)?.indent ?? -1) > column) this.#levels.pop();
    const top = this.#levels.at(-1);
    const isNext = top?.indent === column && typeof top.part === 'number';
    if (isNext) this.#levels.pop();
    if (this.#levels.length < deepest) {
      this.#levels.push({ indent: column, part: isNext ? Number(top.part) + 1 : 0 });
    }
  }

  #leave(column: number): void {
    while ((this.#levels.at(-1)?.indent ?? -1) >= column) this.#levels.pop();
  }

  #path(): Path {
    return this.#levels.map(({ part }) => part);
  }

  /** Inside brackets, which may go on over lines. */
  #flow(line: string, start: number, isLast: boolean): SettingPlace | undefined {
    let wordStart = 0;
    // Whether anything but blanks stands behind `wordStart`.
    let isInWord = false;
    let quote = '';
    for (let at = 0; at < line.length; at++) {
      const character = line[at] ?? '';
      const top = this.#brackets.at(-1);
      const isFirst = !isInWord;
      isInWord ||= character.trim() !== '';
      if (quote !== '') {
        if (character === quote) quote = '';
      } else if ((character === '"' || character === "'") && isFirst) quote = character;
      else if (character === '#' && (at === 0 || /\s/.test(line[at - 1] ?? ''))) return undefined;
      else if ((character === '{' || character === '[') && isFirst) {
        if (this.#brackets.length >= deepest) return undefined;
        const path = top ? this.#inside(top) : this.#path();
        this.#brackets.push({ isList: character === '[', path, position: 0, key: undefined });
        wordStart = at + 1;
        isInWord = false;
      } else if (character === '}' || character === ']') {
        this.#brackets.pop();
        wordStart = at + 1;
        isInWord = false;
        if (this.#brackets.length === 0) return undefined;
      } else if (character === ',' && top) {
        top.position += 1;
        top.key = undefined;
        wordStart = at + 1;
        isInWord = false;
      } else if (
        character === ':' &&
        top &&
        !top.isList &&
        top.key === undefined &&
        /^(?:\s|$)/.test(line.slice(at + 1))
      ) {
        top.key = line.slice(wordStart, at).trim().replaceAll(/["']/g, '');
        wordStart = at + 1;
        isInWord = false;
      }
    }
    const top = this.#brackets.at(-1);
    if (!isLast || !top || quote !== '') return undefined;
    const word = line.slice(wordStart).trimStart();
    const kind = top.isList || top.key !== undefined ? 'value' : 'key';
    return this.#word(kind, this.#inside(top), start + line.length - word.length, word);
  }

  #inside({ isList, path, position, key }: Bracket): Path {
    if (isList) return [...path, position];
    return key === undefined ? path : [...path, key];
  }

  #word(kind: SettingPlace['kind'], path: Path, start: number, word: string): SettingPlace | undefined {
    // Neither in quotes nor in a comment, and not behind a word that is finished.
    if (/["'#]|\S\s/.test(word)) return undefined;
    const [rest = ''] = /^[^\s:,#{}[\]"']*/.exec(this.#text.slice(this.#offset, this.#offset + 300)) ?? [];
    const end = this.#offset + rest.length;
    return { kind, path, start, end, hasColon: this.#text[end] === ':' };
  }
}
