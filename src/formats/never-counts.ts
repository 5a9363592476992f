import type { TextProblem } from '#problem';
import { matchPath } from './match-path.ts';
import { fitsEverything } from './path-pattern.ts';
import { quote } from './quote.ts';
import type { Path, YamlValue } from './yaml-value.ts';

/** Each path is compared with so many patterns at most: editors ask with every key that is pressed. */
const mostCompared = 100;

/**
 * Patterns that never count because the first match wins: those after one that fits all that they fit, as far as that is plain. No errors:
 * what counts is as it was meant, as a rule.
 * @param patterns in the order of the file, each with where it stands
 */
export function neverCounts(
  setting: string,
  patterns: readonly (readonly [pattern: string, place: Path])[],
  rangeOf: YamlValue['rangeOf'],
): TextProblem[] {
  const before = new Before();
  return patterns.flatMap(([pattern, place]): TextProblem[] => {
    const first = before.covering(pattern);
    before.add(pattern);
    if (first === undefined) return [];
    const why = first === pattern ? 'the same pattern stands above' : `${quote(first)} above fits the same`;
    return [
      {
        rule: 'setting-never-counts',
        severity: 'warning',
        range: rangeOf(place),
        message: `${setting}: ${quote(pattern)} never counts, because ${why} and the first match wins.`,
        hint: 'Move it up, or remove it.',
      },
    ];
  });
}

/** The patterns above one. */
class Before {
  readonly #all = new Set<string>();
  readonly #wild: string[] = [];
  #everything: string | undefined;

  add(pattern: string): void {
    if (fitsEverything(pattern)) this.#everything ??= pattern;
    if (isWild(pattern) && this.#wild.length < mostCompared) this.#wild.push(pattern);
    this.#all.add(pattern);
  }

  /** One that fits all that this one fits. */
  covering(pattern: string): string | undefined {
    if (this.#all.has(pattern)) return pattern;
    if (this.#everything !== undefined) return this.#everything;
    return isWild(pattern) ? undefined : this.#wild.find((wild) => matchPath(wild, pattern));
  }
}

/** A pattern without these is a path. */
function isWild(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
