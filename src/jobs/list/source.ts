import { type Code, ReleaseError } from '#problem';

/** Where a source is read: whatever its own answers name as the next place. Empty: at the beginning. */
export type At = readonly string[];

/** A part of an answer that can be read again by itself. */
interface Piece<T> {
  readonly at: At;
  readonly items: readonly T[];
}

/** One answer of a source. */
export interface Answer<T> {
  readonly pieces: readonly Piece<T>[];
  /** Where the list goes on; absent at its end. */
  readonly next?: At;
}

/** Who answers, in words, and the code of his mistakes. */
export interface Teller {
  readonly name: string;
  readonly fault: Code;
}

export const awsTells: Teller = { name: 'AWS', fault: 'aws-error' };
export const registryTells = (registry: string): Teller => ({ name: registry, fault: 'registry-error' });

/** Somebody who knows a list and tells it answer by answer, in an order of his own. */
export interface Source<T> {
  readonly teller: Teller;
  /** @param wanted how many entries are still needed; an answer may have more, or fewer */
  read(at: At, wanted: number): Promise<Answer<T>>;
}

/** What is thrown when a list repeats itself. */
export function goesInCircles({ name, fault }: Teller): ReleaseError {
  return new ReleaseError(fault, `${name} sent a list whose pages go in circles`);
}

/** A registry of a million images has 1,000 pages; more is a loop. */
const maxAnswers = 1000;

/**
 * The answers of a source from a place on, for as long as somebody asks.
 * @param wanted asked before each answer
 * @throws what the source throws, also when it repeats itself
 */
export async function* answersOf<T>(source: Source<T>, from: At, wanted: () => number): AsyncGenerator<Answer<T>> {
  const seen = new Set<string>();
  for (let at = from; ; ) {
    const place = JSON.stringify(at);
    if (seen.has(place) || seen.size >= maxAnswers) throw goesInCircles(source.teller);
    seen.add(place);
    const answer = await source.read(at, wanted());
    yield answer;
    if (answer.next === undefined) return;
    at = answer.next;
  }
}
